import { conform, type KnownRequest, summary } from "@lintel/runtime/conformance";
import type { TestSystem } from "@lintel/runtime/testing";
import { describe, expect, it } from "vitest";
import blueprint from "../blueprint.js";
import { customer, home, stock } from "./shop.js";

/** The same requests each time, unless `LINTEL_CONFORM_SEED` names others. */
const seed = Number(process.env.LINTEL_CONFORM_SEED ?? 12);

/** What no request can make, and what none could guess. */
async function given(app: TestSystem): Promise<readonly KnownRequest[]> {
  await app.sql`
    insert into delivery.places
      (id, geoname_id, name, country, feature_code, population, latitude, longitude)
    values (${crypto.randomUUID()}, 2950159, 'Berlin', 'DE', 'PPLC', 3426354, 52.52437, 13.41053)`;
  for (const remaining of [9, 4, 0])
    await app.sql`
      insert into purchasing.reorders (id, product, remaining)
      values (${crypto.randomUUID()}, ${crypto.randomUUID()}, ${remaining})`;
  const { subject } = await customer(app);
  const currentPassword = "a password for one test";
  const body = { currentPassword, newPassword: "another password for it" };
  const product = await stock(app, { price: "19.90", count: 1_000_000 });
  const order = { items: [{ product, quantity: 1 }], deliverTo: home };
  const placed = await app.as({ subject }).post("/v1/orders/place-order", order);
  expect(placed.status).toBe(200);
  const toCancel = String(placed.body.data.order);
  const address = await app.as({ subject }).post("/v1/addresses", { user: subject, ...home });
  expect(address.status).toBe(201);
  const id = String(address.body.data.id);
  return [
    ...(await givenWebhooks(app)),
    { operation: "updateAddress", actor: { subject }, id, body: { city: "Berlin" } },
    { operation: "usersChangePassword", actor: { subject }, body },
    { operation: "ordersPlaceOrder", actor: { subject }, body: order },
    { operation: "ordersCancelOrder", actor: { subject }, body: { order: toCancel } },
  ];
}

/** An endpoint with an attempt to deliver to it, as nothing is sent here; and positions of the log, which no request could guess. */
async function givenWebhooks(app: TestSystem): Promise<readonly KnownRequest[]> {
  const partner = { subject: crypto.randomUUID(), roles: ["integrator"] };
  const body = { url: "https://partner.example/hooks", events: ["orderPlaced"] };
  const made = await app.as(partner).post("/v1/orders/create-webhook-endpoint", body);
  expect(made.status).toBe(200);
  const endpoint = String(made.body.data.id);
  const [head] = await app.sql<{ epoch: string }>`select epoch from orders.log_head`;
  const deliveries = [`${head?.epoch}:1`, `${crypto.randomUUID()}:1`].map((message) => ({
    id: crypto.randomUUID(),
    message,
  }));
  for (const { id, message } of deliveries)
    await app.sql`
      insert into orders.webhook_deliveries
        (id, endpoint_id, owner, message, event, attempt, outcome, status, milliseconds)
      values (${id}, ${endpoint}, ${partner.subject}, ${message}, 'orderPlaced', 1, 'failed', 503, 12)`;
  const of = (operation: string, sent: object) => ({ operation, actor: partner, body: sent });
  return deliveries.flatMap(({ id, message }) => [
    of("ordersReplayWebhookDelivery", { delivery: id }),
    of("ordersReplayWebhooks", { endpoint, from: message }),
    of("ordersEnableWebhookEndpoint", { endpoint, from: message }),
  ]);
}

describe("the shop", () => {
  it("answers as its OpenAPI document says, and can give every answer that stands there", async () => {
    const report = await conform(blueprint, { seed, given });
    process.stdout.write(`commerce and its document: ${summary(report)}\n`);
    expect(report.seen.length).toBeGreaterThan(300);
    expect(report.excused.filter(({ answer }) => !/ 500$| 409$/.test(answer))).toEqual([]);
  }, 300_000);
});
