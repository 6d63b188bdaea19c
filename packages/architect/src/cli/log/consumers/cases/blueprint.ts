import { entity, event, id, integer, role, service, system } from "@lintel/runtime";

const orders = service("orders", {
  entities: {},
  events: { placed: event({ order: id(), count: integer({ min: 1 }) }, { key: "order", version: 2 }) },
});
const billing = service("billing", {
  entities: { invoice: entity({ order: id() }, { access: { read: role("clerk") } }) },
}).consumer("invoices", { of: orders, events: { async placed() {} } });

/** A log, and a consumer of another service: the project of a test. */
export default system("clilog", {
  version: 1,
  services: [orders, billing],
  brief: { off: "Tests ask nobody." },
});
