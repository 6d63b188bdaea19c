import { nobody } from "../../access.js";
import { entity } from "../../entity.js";
import { type DomainEvent, event } from "../../event.js";
import { id, integer, text } from "../../fields.js";
import { service } from "../../service.js";
import { type CheckCases, guarded, inCatalog, product, shop } from "./check-case.js";

const goods = { product: product({ name: text() }) };
const emitting = (one: DomainEvent) => shop(service("catalog", { entities: goods, events: { sold: one } }));

export const eventCases: CheckCases = {
  EVENT_OPTION_UNKNOWN: {
    path: "catalog.events.sold.keys",
    system: (at) => emitting(at(event({ product: id() }, { keys: "product" } as never))),
  },
  EVENT_VERSION_INVALID: {
    path: "catalog.events.sold.version",
    system: (at) => emitting(at(event({ product: id() }, { version: 0 }))),
  },
  EVENT_KEY_UNKNOWN: {
    path: "catalog.events.sold.key",
    system: (at) => emitting(at(event({ product: id() }, { key: "prodct" as never }))),
  },
  EVENT_KEY_UNSUPPORTED: {
    path: "catalog.events.sold.key",
    system: (at) => emitting(at(event({ product: id().optional() }, { key: "product" }))),
  },
  EVENT_FIELD_UNSUPPORTED: {
    path: "catalog.events.sold.count",
    system: (at) => emitting(event({ count: at(integer().private()) })),
  },
  FEED_INVALID: {
    path: "catalog.product.feed",
    system: (at) =>
      inCatalog({ product: at(entity({ name: text() }, { access: guarded, feed: "yes" } as never)) }),
  },
  FEED_UNREAD: {
    path: "catalog.product.feed",
    system: (at) =>
      inCatalog({ product: at(entity({ name: text() }, { access: { read: nobody }, feed: true })) }),
  },
  LOG_SIZE_INVALID: {
    path: "catalog.log.maxBytes",
    system: (at) => {
      const entities = { product: product({ name: text() }, { feed: true, access: guarded }) };
      return shop(at(service("catalog", { entities, log: { maxBytes: 999_999 } })));
    },
  },
  LOG_UNUSED: {
    path: "catalog.log",
    system: (at) => shop(at(service("catalog", { entities: goods, log: { keep: "1d" } }))),
  },
};
