import {
  anyone,
  boolean,
  by,
  calledBy,
  email,
  entity,
  enumeration,
  environment,
  id,
  integer,
  json,
  list,
  many,
  money,
  nobody,
  open,
  owner,
  reference,
  role,
  search,
  service,
  signedIn,
  system,
  text,
  timestamp,
} from "../index.js";

const catalog = service("catalog", {
  entities: {
    category: entity(
      { name: text({ max: 100 }).unique(), products: many("product", "category") },
      { access: { read: anyone, write: role("editor") } },
    ),
    product: entity(
      {
        name: text({ max: 200 }),
        description: text({ max: 2_000 }).optional(),
        price: money(),
        stock: integer({ min: 0 }).default(0),
        isActive: boolean().default(true),
        kind: enumeration("tool", "toy").default("tool"),
        tags: list(text({ max: 20 }), { max: 5 }).default([]),
        details: json({ type: "object" }).optional(),
        releasedAt: timestamp().optional(),
        category: reference("category").optional(),
        margin: money().private().default("0.00"),
      },
      {
        softDelete: true,
        indexes: [by("price"), by("category"), search({ name: "A" })],
        access: { read: anyone, write: role("editor") },
      },
    ),
    contact: entity(
      { mail: email().unique(), subject: text({ max: 40 }), user: text({ max: 255 }) },
      {
        indexes: [by("user")],
        access: { read: owner("user"), create: signedIn, update: owner("user"), delete: owner("user") },
      },
    ),
    ledger: entity({ entry: text() }, { access: { read: nobody } }),
  },
})
  .command("takeStock", {
    access: calledBy("orders"),
    input: { product: id("product"), quantity: integer({ min: 1 }) },
    output: { left: integer() },
    errors: { OUT_OF_STOCK: { status: 409, description: "There is not enough of it." } },
    async run({ input, db, fail }) {
      const product = await db.product.get(input.product, { lock: "update" });
      if (!product || product.stock < input.quantity) return fail("OUT_OF_STOCK");
      await db.product.update(product.id, { stock: product.stock - input.quantity });
      return { left: product.stock - input.quantity };
    },
  })
  .query("cheapest", {
    access: anyone,
    input: { below: money(), limit: integer({ min: 1, max: 10 }).default(3) },
    output: { names: list(text()) },
    async run({ input, db }) {
      const found = await db.product.find({
        where: { price: { lt: input.below } },
        sort: ["price"],
        limit: input.limit,
      });
      return { names: found.map(({ name }) => name) };
    },
  });

/** What a test holds a command up with. */
export const gate: { wait: () => Promise<void> } = { wait: async () => {} };

const orders = service("orders", {
  uses: { catalog },
  entities: {
    order: entity(
      { product: id("catalog.product"), quantity: integer({ min: 1 }), by: text() },
      { access: { read: role("editor") } },
    ),
  },
})
  .command("placeOrder", {
    access: signedIn,
    input: { product: id("catalog.product"), quantity: integer({ min: 1, max: 1_000 }) },
    output: { order: id("order"), left: integer() },
    async run({ input, db, call, actor }) {
      const order = await db.order.insert({ ...input, by: actor.id });
      await gate.wait();
      const { left } = await call.catalog.takeStock(input);
      return { order: order.id, left };
    },
  })
  .command("misbehave", {
    access: open("Nothing but a test calls it."),
    input: { how: enumeration("throw", "undeclared", "wrong output", "swallow", "extra output") },
    output: { done: boolean() },
    async run({ input, db, fail }) {
      await db.order.insert({
        product: "00000000-0000-7000-8000-000000000000",
        quantity: 1,
        by: "misbehave",
      });
      switch (input.how) {
        case "throw":
          throw new Error("the secret of the command");
        case "undeclared":
          return fail("NEVER_HEARD_OF" as never);
        case "wrong output":
          return { done: "yes" as never };
        case "swallow":
          await db.sql`select 1 / 0`.catch(() => {});
          return { done: true };
        default:
          return { done: true, password: "hunter2" } as { done: boolean };
      }
    },
  })
  .command("touch", {
    access: open("Nothing but a test calls it."),
    async run() {},
  });

/** Never asked: tests have an issuer of their own. */
const authentication = {
  issuer: "https://id.example",
  audience: "shop",
  jwksUrl: "https://id.example/keys",
};

/** A system with every kind of route, for the tests of HTTP. */
export const shop = system("shop", {
  version: 1,
  services: [catalog, orders],
  environments: {
    test: environment({
      rateLimit: { off: "The tests ask more than anyone." },
      cors: { origins: ["https://shop.example"] },
      limits: { body: 65_536, pageSize: 50 },
    }),
    limited: environment({ authentication, rateLimit: { requests: 3, window: "1m" } }),
    hasty: environment({
      authentication,
      rateLimit: { off: "The tests ask more than anyone." },
      timeouts: { request: "1s", shutdown: "2s" },
    }),
  },
});
