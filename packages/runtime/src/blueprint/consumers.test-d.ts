import { entity, event, id, integer, money, open, service, text } from "../index.js";
import { type Equal, expectType } from "./equal.test-d.js";

const product = entity(
  { name: text(), price: money(), note: text().optional(), secret: text().private() },
  { feed: true, softDelete: true },
);
const shop = service("shop", {
  entities: { product },
  events: {
    sold: event({ product: id("product"), count: integer().default(1), note: text().optional() }),
    opened: event({}),
  },
});
const stock = service("stock", { entities: {} }).command("take", {
  access: open("A test of types."),
  input: { what: text() },
  output: { left: integer() },
  async run() {
    return { left: 1 };
  },
});

const entry = entity({ words: text() });
const books = service("books", {
  uses: { stock },
  entities: { entry },
  events: { noted: event({ words: text() }) },
});

books.consumer("sales", {
  of: shop,
  workers: 8,
  retry: { attempts: 3, first: "1s", last: "1h" },
  timeout: "5s",
  start: "beginning",
  events: {
    async sold({ data, db, emit, call, key, position, attempt, cause, id: name }) {
      expectType<Equal<typeof data, { product: string; count: number; note: string | null }>>();
      expectType<Equal<typeof key, string>>();
      expectType<Equal<typeof position, number>>();
      expectType<Equal<typeof attempt, number>>();
      expectType<Equal<typeof name, string>>();
      expectType<Equal<NonNullable<typeof cause>["requestId"], string>>();
      await db.entry.insert({ words: data.product });
      emit.noted({ words: key });
      const { left } = await call.stock.take({ what: "pen" });
      expectType<Equal<typeof left, number>>();
      // @ts-expect-error It belongs to the service that is followed.
      void db.product;
      // @ts-expect-error It is an event of the service that is followed.
      emit.sold({ product: "id" });
      // @ts-expect-error There is no such field.
      void data.price;
    },
    async opened({ data }) {
      expectType<Equal<typeof data, Record<never, never>>>();
    },
  },
  changes: {
    async product(change) {
      if (change.kind === "update") {
        expectType<Equal<typeof change.after.price, string>>();
        expectType<Equal<typeof change.before.note, string | null>>();
        expectType<Equal<typeof change.after.deletedAt, string | null>>();
        if (change.changed.includes("price")) await change.db.entry.insert({ words: change.after.price });
        // @ts-expect-error It is no field of the row.
        change.changed.includes("prize");
        // @ts-expect-error A private field is not told of.
        void change.after.secret;
      }
      if (change.kind === "insert") expectType<Equal<typeof change.before, null>>();
      if (change.kind === "delete") expectType<Equal<typeof change.after, null>>();
    },
  },
});

books.consumer("own", {
  events: {
    async noted({ data }) {
      expectType<Equal<typeof data, { words: string }>>();
    },
    // @ts-expect-error There is no such event.
    async notet() {},
  },
});

// @ts-expect-error There is no such event.
books.consumer("wrong", { of: shop, events: { async solt() {} } });
// @ts-expect-error There is no such entity.
books.consumer("wrong", { of: shop, changes: { async produkt() {} } });
// @ts-expect-error A number is no span of time.
books.consumer("wrong", { of: shop, retry: { first: 200 } });
// @ts-expect-error It begins now or at the beginning.
books.consumer("wrong", { of: shop, start: "later" });
// @ts-expect-error A rule gives nothing back.
books.consumer("wrong", { of: shop, events: { sold: async () => 1 } });

/** A consumer adds nothing to what callers of the service see, and can be followed by commands. */
const chained = books.consumer("more", { of: shop, events: { async opened() {} } }).command("count", {
  access: open("A test of types."),
  output: { count: integer() },
  async run({ db }) {
    return { count: await db.entry.count() };
  },
});
expectType<Equal<keyof typeof chained.inputs, "count">>();
