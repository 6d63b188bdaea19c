import type { CommandContext, Field, Row } from "../index.js";
import { entity, enumeration, id, integer, list, money, object, role, service, text } from "../index.js";
import type { Sql } from "./context.js";
import { type Equal, expectType } from "./equal.test-d.js";

const product = entity({ name: text(), stock: integer().default(0) });
const errors = { OUT_OF_STOCK: { status: 409, description: "There is not enough in stock." } };

const catalog = service("catalog", { entities: { product } })
  .command("reserve", {
    access: role("clerk"),
    input: {
      note: text().optional(),
      kind: enumeration("sale", "return").default("sale"),
      lines: list({ product: id("product"), quantity: integer() }),
      address: object({ city: text() }),
    },
    output: { total: money(), left: list(integer()), remark: text().optional() },
    errors,
    async run({ input, db, fail, actor, now }) {
      expectType<
        Equal<
          typeof input,
          {
            note: string | null;
            kind: "sale" | "return";
            lines: { product: string; quantity: number }[];
            address: { city: string };
          }
        >
      >();
      expectType<Equal<Parameters<typeof fail>[0], "OUT_OF_STOCK">>();
      expectType<Equal<typeof actor.roles, readonly string[]>>();
      expectType<Equal<typeof now, string>>();
      expectType<Equal<typeof db.sql, Sql>>();
      const row = await db.product.get("id");
      expectType<Equal<typeof row, Row<typeof product> | undefined>>();
      const rows = await db.product.find({
        where: { stock: { gt: 0 } },
        sort: ["-stock", "name"],
        lock: "update",
      });
      expectType<Equal<typeof rows, Row<typeof product>[]>>();
      await db.product.insert({ name: "Chair" });

      // @ts-expect-error There is no such entity.
      await db.produkt.get("id");
      // @ts-expect-error There is no such field.
      await db.product.insert({ name: "Chair", colour: "red" });
      // @ts-expect-error A required field is missing.
      await db.product.insert({ stock: 1 });
      // @ts-expect-error There is no such field to change.
      await db.product.update("id", { nam: "Chair" });
      // @ts-expect-error There is no such field to filter by.
      await db.product.find({ where: { nam: "Chair" } });
      // @ts-expect-error There is no such field to sort by.
      await db.product.find({ sort: ["-nam"] });
      // @ts-expect-error There is no such field in the input.
      input.line;
      // @ts-expect-error The error is not declared.
      if (rows.length === 0) fail("SOLD_OUT");
      if (!row) return fail("OUT_OF_STOCK");
      return { total: "1.00", left: [row.stock], remark: null };
    },
  })
  .command("clear", { access: role("clerk"), async run() {} });

catalog
  .query("count", {
    access: role("clerk"),
    input: { atLeast: integer().default(0) },
    output: { count: integer() },
    async run(context) {
      const { db, input } = context;
      expectType<Equal<typeof input, { atLeast: number }>>();
      expectType<Equal<keyof typeof db.product, "get" | "find" | "count">>();
      // @ts-expect-error A query reads.
      await db.product.insert({ name: "Chair" });
      // @ts-expect-error A query calls no commands.
      void context.call;
      // @ts-expect-error No error is declared.
      if (input.atLeast < 0) context.fail("NEGATIVE");
      return { count: await db.product.count({ stock: { gte: input.atLeast } }) };
    },
  })
  .command("nothing", {
    access: role("clerk"),
    output: { count: integer() },
    // @ts-expect-error The output is of another shape.
    async run() {
      return { cout: 1 };
    },
  });

service("orders", { entities: {}, uses: { stock: catalog } }).command("place", {
  access: role("customer"),
  async run({ call }) {
    const address = { city: "Ghent" };
    const reserved = await call.stock.reserve({ lines: [{ product: "id", quantity: 1 }], address });
    expectType<Equal<typeof reserved, { total: string; left: number[]; remark: string | null }>>();
    const cleared = await call.stock.clear({});
    expectType<Equal<typeof cleared, void>>();

    // @ts-expect-error There is no such service: the name is that under uses.
    await call.catalog.clear({});
    // @ts-expect-error There is no such command.
    await call.stock.clean({});
    // @ts-expect-error There is no such field in the input.
    await call.stock.reserve({ lines: [], address, noted: "x" });
    // @ts-expect-error A required field is missing.
    await call.stock.reserve({ lines: [] });
  },
});

const billing = service("billing", { entities: { product }, uses: { stock: catalog } }).command("bill", {
  access: role("clerk"),
  input: { amount: money() },
  async run(context) {
    await clearStock(context);
  },
});

/** A rule in a function of its own names the services that it calls as they are, whatever those use in turn. */
async function clearStock({
  call,
}: CommandContext<{ product: typeof product }, { stock: typeof catalog }, { amount: Field<string> }, never>) {
  await call.stock.clear({});
}

// Three deep: what a used service uses itself is no part of how it is called.
service("sales", { entities: {}, uses: { billing } }).command("sell", {
  access: role("clerk"),
  async run({ call }) {
    expectType<Equal<Parameters<typeof call.billing.bill>[0], { amount: string }>>();
    await call.billing.bill({ amount: "1.00" });
    // @ts-expect-error It is not used by this service.
    await call.stock.clear({});
  },
});
