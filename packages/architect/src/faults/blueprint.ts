/** The system that the fault tests serve: an order that must be there once, and rules that misbehave when asked. */
import {
  anyone,
  entity,
  enumeration,
  env,
  environment,
  id,
  integer,
  many,
  open,
  reference,
  role,
  service,
  signedIn,
  system,
  text,
} from "@lintel/runtime";

const orders = service("orders", {
  entities: {
    order: entity(
      {
        mark: text({ max: 100 }),
        made: enumeration("alone", "by command").default("alone"),
        padding: text({ max: 100_000 }).default(""),
        lines: many("line", "order"),
      },
      { access: { read: anyone, write: signedIn }, feed: true },
    ),
    line: entity({ order: reference("order"), quantity: integer() }, { access: { read: anyone } }),
    note: entity({ words: text({ max: 1_000_000 }) }, { access: { read: anyone, write: role("writer") } }),
  },
})
  .command("placeOrder", {
    description: "Writes to two tables: both, or none.",
    access: signedIn,
    input: {
      mark: text({ max: 100 }),
      padding: text({ max: 100_000 }).default(""),
      milliseconds: integer({ min: 0, max: 10_000 }).default(0),
    },
    output: { order: id("order") },
    async run({ input, db }) {
      const order = await db.order.insert({ mark: input.mark, padding: input.padding, made: "by command" });
      if (input.milliseconds > 0) await new Promise((done) => setTimeout(done, input.milliseconds));
      await db.line.insert({ order: order.id, quantity: 1 });
      return { order: order.id };
    },
  })
  .command("misbehave", {
    description: "Breaks in the way that is asked for.",
    access: open("Only the fault tests call it."),
    input: { how: enumeration("throw", "reject later", "throw later") },
    output: { done: text() },
    async run({ input }) {
      if (input.how === "throw") throw new Error("thrown in a run");
      if (input.how === "reject later") void Promise.reject(new Error("rejected behind a run"));
      if (input.how === "throw later")
        setTimeout(() => {
          throw new Error("thrown behind a run");
        }, 1);
      return { done: input.how };
    },
  })
  .command("measureHeap", {
    description: "Collects garbage, and says how many bytes are left. Needs `node --expose-gc`.",
    access: open("Only the fault tests call it."),
    output: { bytes: integer() },
    async run() {
      globalThis.gc?.();
      return { bytes: process.memoryUsage().heapUsed };
    },
  })
  .query("sleep", {
    description: "Keeps the database busy.",
    access: anyone,
    input: { milliseconds: integer({ min: 0, max: 60_000 }) },
    output: { done: text() },
    async run({ input, db }) {
      await db.sql`select pg_sleep(${input.milliseconds}::float8 / 1000)`;
      return { done: "slept" };
    },
  });

const catalog = service("catalog", {
  entities: { product: entity({ name: text({ max: 100 }) }, { access: { read: anyone, write: signedIn } }) },
});

const settings = {
  authentication: {
    issuer: env("OIDC_ISSUER"),
    audience: env("OIDC_AUDIENCE"),
    jwksUrl: env("OIDC_JWKS_URL"),
  },
  rateLimit: { off: "The fault tests ask more than anyone." },
  timeouts: { request: "4s", statement: "2s", shutdown: "10s" },
  secret: env("LINTEL_SECRET"),
} as const;

export default system("shop", {
  brief: { off: "Tests ask nobody." },
  version: 1,
  services: [orders, catalog],
  environments: {
    faults: environment(settings),
    crowded: environment({ ...settings, limits: { sockets: 50 } }),
  },
});
