import { event } from "../../event.js";
import { id, text } from "../../fields.js";
import { service } from "../../service.js";
import { type CheckCases, type Mark, product, shop } from "./check-case.js";

const catalog = service("catalog", {
  entities: { product: product({ name: text() }, { feed: true }), shelf: product({ name: text() }) },
  events: { sold: event({ product: id() }, { key: "product" }) },
});
const handle = async () => {};

/** A catalog with one consumer, `counts`, which may be wrong. */
const consuming = (definition: object, at: Mark) =>
  shop(at(catalog.consumer("counts", { events: { sold: handle }, ...definition } as never)));

export const consumerCases: CheckCases = {
  CONSUMER_NAME_REPEATED: {
    path: "catalog.consumers.counts",
    system: (at) => {
      const first = catalog.consumer("counts", { events: { sold: handle } });
      return shop(at(first.consumer("counts", { events: { sold: handle } })));
    },
  },
  CONSUMER_SOURCE_UNKNOWN: {
    path: "catalog.consumers.counts.of",
    system: (at) => consuming({ of: service("elsewhere", { entities: {} }) }, at),
  },
  CONSUMER_EMPTY: {
    path: "catalog.consumers.counts",
    system: (at) => consuming({ events: {} }, at),
  },
  CONSUMER_EVENT_UNKNOWN: {
    path: "catalog.consumers.counts.events.solt",
    system: (at) => consuming({ events: { solt: handle } }, at),
  },
  CONSUMER_ENTITY_UNKNOWN: {
    path: "catalog.consumers.counts.changes.produkt",
    system: (at) => consuming({ changes: { produkt: handle } }, at),
  },
  CONSUMER_ENTITY_NOT_FEED: {
    path: "catalog.consumers.counts.changes.shelf",
    system: (at) => consuming({ changes: { shelf: handle } }, at),
  },
  CONSUMER_RULE_MISSING: {
    path: "catalog.consumers.counts.events.sold",
    system: (at) => consuming({ events: { sold: "count" } }, at),
  },
  CONSUMER_WORKERS_INVALID: {
    path: "catalog.consumers.counts.workers",
    system: (at) => consuming({ workers: 0 }, at),
  },
  CONSUMER_RETRY_INVALID: {
    path: "catalog.consumers.counts.retry.attempts",
    system: (at) => consuming({ retry: { attempts: 0 } }, at),
  },
  CONSUMER_START_INVALID: {
    path: "catalog.consumers.counts.start",
    system: (at) => consuming({ start: "yesterday" }, at),
  },
};
