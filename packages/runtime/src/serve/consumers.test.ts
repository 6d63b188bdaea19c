import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  anyone,
  calledBy,
  entity,
  event,
  id,
  integer,
  money,
  newId,
  open,
  role,
  service,
  system,
  text,
  timestamp,
} from "../index.js";
import { type TestSystem, testSystem } from "../testing/index.js";

const shop = service("shop", {
  entities: {
    product: entity(
      {
        name: text(),
        price: money(),
        secret: text().default("hidden").private(),
        seenAt: timestamp().optional(),
      },
      { feed: true, access: { read: anyone, write: role("clerk") } },
    ),
  },
  events: {
    sold: event({ product: id(), count: integer(), fault: text().optional() }, { key: "product" }),
    opened: event({ door: text() }),
  },
}).command("sell", {
  access: open("A test calls it."),
  input: { product: id(), count: integer(), fault: text().optional() },
  async run({ input, emit }) {
    emit.sold(input);
  },
});

const stock = service("stock", {
  entities: { taken: entity({ what: text() }, { access: { read: anyone } }) },
}).command("take", {
  access: calledBy("books"),
  input: { what: text() },
  async run({ input, db, actor }) {
    await db.taken.insert({ what: `${input.what} by ${actor.id}` });
  },
});

/** What rules of the consumer were given. */
const seen: { [name: string]: unknown }[] = [];

const books = service("books", {
  uses: { stock },
  entities: {
    entry: entity({ product: id(), words: text({ max: 1_000 }) }, { feed: true, access: { read: anyone } }),
  },
  events: { noted: event({ product: id() }, { key: "product" }) },
})
  .consumer("sales", {
    of: shop,
    retry: { attempts: 3, first: "10ms", last: "20ms" },
    events: {
      async sold({ data, key, attempt, db, emit, call, ...told }) {
        seen.push({ data, key, attempt, ...told });
        await db.entry.insert({ product: data.product, words: `sold ${data.count}` });
        emit.noted({ product: data.product });
        await call.stock.take({ what: String(data.count) });
        if (data.fault === "always") throw new Error("It cannot be booked.");
        if (data.fault === "once" && attempt === 1) throw new Error("Not yet.");
      },
    },
    changes: {
      async product({ kind, before, after, changed }) {
        seen.push({ kind, before, after, changed });
      },
    },
  })
  .consumer("own", {
    events: {
      async noted({ data, db }) {
        await db.entry.insert({ product: data.product, words: "noted" });
      },
    },
  });

let app: TestSystem;
beforeAll(async () => {
  app = await testSystem(system("consuming", { version: 1, services: [shop, stock, books] }));
});
afterEach(() => {
  seen.length = 0;
});
afterAll(() => app?.stop());

const sell = (input: object, headers = {}) => app.anonymous.post("/v1/shop/sell", input, headers);
const entriesOf = async (product: string) =>
  (
    await app.sql<{
      words: string;
    }>`select words from books.entries where product = ${product} order by words`
  ).map(({ words }) => words);
const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

describe("a consumer", () => {
  it("handles an event in a transaction of its own service, with what the event tells", async () => {
    const product = newId();
    const answer = await app
      .as({ subject: "ada" })
      .post("/v1/shop/sell", { product, count: 7 }, { traceparent });
    expect(await app.settled()).toEqual([]);
    expect(await entriesOf(product)).toEqual(["noted", "sold 7"]);
    expect(seen).toMatchObject([
      {
        data: { product, count: 7, fault: null },
        key: product,
        attempt: 1,
        version: 1,
        id: expect.stringMatching(/^[0-9a-f-]{36}:\d+$/),
        cause: { actor: { kind: "user", id: "ada" }, requestId: answer.headers.get("x-request-id") },
        requestId: answer.headers.get("x-request-id"),
        trace: { traceparent: expect.stringMatching(/^00-4bf92f3577b34da6a3ce929d0e0e4736-/) },
      },
    ]);
  });

  it("calls other services as its own service, and what it changes tells who caused it in the first place", async () => {
    const product = newId();
    await app.as({ subject: "grace" }).post("/v1/shop/sell", { product, count: 70 }, { traceparent });
    await app.settled();
    expect(await app.sql`select what from stock.takens where what like '70 %'`).toEqual([
      { what: "70 by books" },
    ]);
    const rows = await app.sql<{ cause: object }>`
      select cause from books.outbox where after->>'product' = ${product}`;
    expect(rows).toHaveLength(3);
    for (const { cause } of rows)
      expect(cause).toMatchObject({
        actor: { kind: "user", id: "grace" },
        trace: "4bf92f3577b34da6a3ce929d0e0e4736",
      });
  });

  it("is given rows as the API gives them, without private fields, and which fields changed", async () => {
    const clerk = app.as({ roles: ["clerk"] });
    const made = await clerk.post("/v1/products", { name: "Pen", price: "1.50" });
    const { id: product } = made.body.data as unknown as { id: string };
    await clerk.patch(`/v1/products/${product}`, { price: "2.00" });
    await clerk.delete(`/v1/products/${product}`);
    await app.settled();
    const told = seen as { kind: string; before: object | null; after: object | null; changed: string[] }[];
    expect(told.map(({ kind }) => kind)).toEqual(["insert", "update", "delete"]);
    expect(told[0]).toMatchObject({ before: null, after: made.body.data });
    expect(told[1]).toMatchObject({ before: { price: "1.50" }, after: { price: "2.00", version: 2 } });
    expect(told[1]?.changed).toEqual(expect.arrayContaining(["price", "version", "updatedAt"]));
    expect(told[1]?.changed).not.toContain("name");
    expect(told[2]).toMatchObject({ before: { price: "2.00" }, after: null });
    expect(JSON.stringify(told)).not.toContain("hidden");
  });

  it("tries again what failed, and nothing is left of the attempt that did", async () => {
    const product = newId();
    await sell({ product, count: 1, fault: "once" });
    expect(await app.settled()).toEqual([]);
    expect(await entriesOf(product)).toEqual(["noted", "sold 1"]);
    expect(seen.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it("gives up what fails each time; later ones of its key wait, and others pass", async () => {
    const [bad, good] = [newId(), newId()];
    await sell({ product: bad, count: 1, fault: "always" });
    await sell({ product: bad, count: 2 });
    await sell({ product: good, count: 3 });
    const given = await app.settled();
    expect(given).toMatchObject([
      { service: "books", consumer: "sales", key: bad, error: "Error: It cannot be booked." },
    ]);
    expect(await entriesOf(bad)).toEqual([]);
    expect(await entriesOf(good)).toEqual(["noted", "sold 3"]);
    expect(
      await app.sql`select state, attempts, failures, after->>'count' as count from books.log_dead_letters order by position`,
    ).toEqual([
      { state: "dead", attempts: 3, failures: 3, count: "1" },
      { state: "parked", attempts: 0, failures: 0, count: "2" },
    ]);
  });
});
