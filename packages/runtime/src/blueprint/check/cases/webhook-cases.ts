import { anyone, owner, role } from "../../access.js";
import { entity } from "../../entity.js";
import { environment } from "../../environment.js";
import { event } from "../../event.js";
import { id, text } from "../../fields.js";
import { service } from "../../service.js";
import { system } from "../../system.js";
import { type CheckCases, guarded, inProduction, type Mark, product, shop, trusted } from "./check-case.js";

const events = { sold: event({ product: id() }, { key: "product" }) };
const entities = { product: product({ name: text() }) };
const manage = role("integrator");
const plain = { events: ["sold"], manage };
const offering = (webhooks: object, more: object = {}) => ({
  entities,
  events,
  webhooks: webhooks as never,
  ...more,
});

export const webhookCases: CheckCases = {
  WEBHOOK_OPTION_UNKNOWN: {
    path: "catalog.webhooks.event",
    system: (at) => shop(at(service("catalog", offering({ ...plain, event: "sold" })))),
  },
  WEBHOOK_EVENT_UNKNOWN: {
    path: "catalog.webhooks.events[1]",
    system: (at) => shop(at(service("catalog", offering({ ...plain, events: ["sold", "slod"] })))),
  },
  WEBHOOK_ACCESS_INVALID: {
    path: "catalog.webhooks.manage",
    system: (at) => shop(at(service("catalog", offering({ ...plain, manage: anyone })))),
  },
  WEBHOOK_LIMIT_INVALID: {
    path: "catalog.webhooks.maxEndpoints",
    system: (at) => shop(at(service("catalog", offering({ ...plain, maxEndpoints: 0 })))),
  },
  WEBHOOK_RETRIES_OUTLIVE_LOG: {
    path: "catalog.webhooks.retries",
    system: (at) => shop(at(service("catalog", offering(plain, { log: { keep: "3d" } })))),
  },
  WEBHOOK_NAME_TAKEN: {
    path: "catalog.webhookEndpoint",
    system: (at) => {
      const taken = { webhookEndpoint: at(entity({ name: text() }, { access: guarded })) };
      return shop(service("catalog", offering(plain, { entities: taken })));
    },
  },
  WEBHOOK_SECRET_MISSING: {
    path: "environments.production",
    system: (at: Mark) => {
      const production = at(environment({ authentication: trusted }));
      return system("shop", {
        version: 1,
        services: [service("catalog", offering(plain))],
        environments: { production },
      });
    },
  },
  WEBHOOK_DESTINATION_UNSAFE: {
    path: "environments.production.webhooks.http",
    system: (at) => inProduction({ webhooks: { http: true } }, at),
  },
  WEBHOOK_NETWORK_INVALID: {
    path: "environments.production.webhooks.networks[0]",
    system: (at) => inProduction({ webhooks: { networks: [{ network: "10.0.0.0/8" }] } }, at),
  },
};

/** What is refused besides, by the code. */
export const moreWebhooks: readonly (readonly [code: string, webhooks: object])[] = [
  ["WEBHOOK_EVENT_UNKNOWN", { ...plain, events: [] }],
  ["WEBHOOK_EVENT_UNKNOWN", { ...plain, events: ["sold", "sold"] }],
  ["WEBHOOK_ACCESS_INVALID", { ...plain, manage: owner("name") }],
  ["WEBHOOK_ACCESS_INVALID", { ...plain, manageAll: anyone }],
  ["WEBHOOK_ACCESS_INVALID", { events: ["sold"] }],
  ["WEBHOOK_LIMIT_INVALID", { ...plain, retries: [] }],
  ["WEBHOOK_LIMIT_INVALID", { ...plain, maxEndpoints: 1.5 }],
  ["DURATION_INVALID", { ...plain, retries: ["soon"] }],
  ["DURATION_OUT_OF_RANGE", { ...plain, overlap: "91d" }],
];
