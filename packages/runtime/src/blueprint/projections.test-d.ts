import { type Equal, expectType } from "./equal.test-d.js";
import {
  anyone,
  entity,
  event,
  id,
  integer,
  list,
  money,
  object,
  owner,
  role,
  service,
  text,
  timestamp,
} from "./index.js";

const catalog = service("catalog", {
  entities: {
    product: entity(
      { name: text(), price: money(), cost: money().private(), note: text().optional() },
      { feed: true, access: { read: anyone } },
    ),
  },
  events: { priced: event({ product: id("product"), price: money() }) },
});
const orders = service("orders", {
  entities: { order: entity({ total: money() }) },
  events: {
    orderPlaced: event({
      lines: list(object({ product: id("catalog.product"), quantity: integer(), price: money() })),
    }),
  },
});
const fields = { product: id("catalog.product"), sold: integer(), last: timestamp().optional() };

orders.projection("productSales", {
  fields,
  key: "product",
  access: { read: role("manager") },
  events: {
    orderPlaced: ({ data, at }) => {
      expectType<Equal<typeof data, { lines: { product: string; quantity: number; price: string }[] }>>();
      return data.lines.map((line) => ({
        key: line.product,
        next: (row) => {
          expectType<Equal<typeof row, { product: string; sold: number; last: string | null } | undefined>>();
          return { sold: (row?.sold ?? 0) + line.quantity, last: at };
        },
      }));
    },
  },
});

orders.projection("offers", {
  of: catalog,
  fields: { product: id("catalog.product"), name: text(), times: integer() },
  key: "product",
  access: { read: anyone },
  events: { priced: ({ data }) => [{ key: data.product, next: () => undefined }] },
  changes: {
    product: ({ kind, before, after, key }) => {
      if (kind === "delete") {
        expectType<Equal<typeof before.name, string>>();
        return [{ key, next: () => undefined }];
      }
      expectType<Equal<typeof after.note, string | null>>();
      expectType<Equal<"cost" extends keyof typeof after ? true : false, false>>();
      return [{ key, next: (row) => ({ name: after.name, times: (row?.times ?? 0) + 1 }) }];
    },
  },
});

orders.projection("wrong", {
  fields,
  // @ts-expect-error The key is one of the fields.
  key: "item",
  access: { read: role("manager") },
});
orders.projection("wrong", {
  fields,
  key: "product",
  access: {
    // @ts-expect-error A rule names fields of the projection.
    read: owner("customer"),
  },
});
orders.projection("wrong", {
  fields,
  key: "product",
  access: { read: anyone },
  events: {
    // @ts-expect-error The service has no such event.
    orderLost: () => [],
  },
});
orders.projection("wrong", {
  fields,
  key: "product",
  access: { read: anyone },
  events: {
    // @ts-expect-error A text is no number.
    orderPlaced: () => [{ key: "a", next: () => ({ sold: "1" }) }],
  },
});
