import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  acrossTenants,
  anyOf,
  anyone,
  calledBy,
  entity,
  environment,
  event,
  integer,
  list,
  many,
  reference,
  role,
  search,
  service,
  signedIn,
  system,
  tenant,
  text,
} from "../index.js";
import { type TestSystem, testSystem } from "../testing/index.js";

const [north, south] = ["0199b000-0000-7000-8000-0000000000a1", "0199b000-0000-7000-8000-0000000000b2"];

const outer = service("outer", {
  entities: {
    kind: entity(
      { name: text().unique(), papers: many("paper", "kind") },
      { shared: "Kinds are everybody's.", access: { read: anyone, write: role("clerk") } },
    ),
    paper: entity(
      {
        of: tenant(),
        title: text(),
        kind: reference("kind", { onDelete: "restrict" }).optional(),
        parent: reference("paper").optional(),
        children: many("paper", "parent"),
      },
      {
        feed: true,
        indexes: [search(["title"])],
        access: {
          read: anyOf(anyone, acrossTenants(role("support"), "Support looks at what is reported.")),
          write: signedIn,
        },
      },
    ),
  },
})
  .command("all", {
    access: calledBy("middle", "plain"),
    acrossTenants: "It counts for the bill.",
    input: {},
    output: { papers: integer() },
    run: async ({ db }) => ({ papers: await db.paper.count() }),
  })
  .command("fails", {
    access: calledBy("middle"),
    acrossTenants: "It counts for the bill.",
    input: {},
    output: { papers: integer() },
    async run({ db }) {
      await db.paper.count();
      throw new Error("It was not meant to end well.");
    },
  })
  .command("own", {
    access: calledBy("middle", "plain"),
    input: {},
    output: { papers: integer() },
    run: async ({ db }) => ({ papers: await db.paper.count() }),
  });

const middle = service("middle", {
  uses: { outer },
  entities: {
    page: entity({ of: tenant(), number: integer() }, { access: { read: signedIn, write: signedIn } }),
  },
  events: { counted: event({ pages: integer() }, { key: "pages" }) },
})
  .command("between", {
    access: signedIn,
    input: {},
    output: { counts: list(integer()) },
    async run({ db, call }) {
      const before = await db.page.count();
      const all = await call.outer.all({});
      const after = await db.page.count();
      const own = await call.outer.own({});
      const [raw] = await db.sql<{ n: string }>`select count(*) as n from pages`;
      return { counts: [before, all.papers, after, own.papers, Number(raw?.n)] };
    },
  })
  .command("beside", {
    access: signedIn,
    input: {},
    output: { counts: list(integer()) },
    async run({ db, call }) {
      const count = async () => {
        const [raw] = await db.sql<{ n: string }>`select count(*) as n from pages`;
        return Number(raw?.n);
      };
      const [first, all, second, third] = await Promise.all([
        count(),
        call.outer.all({}),
        db.page.count(),
        count(),
      ]);
      return { counts: [first, all.papers, second, third] };
    },
  })
  .command("after", {
    access: signedIn,
    input: {},
    output: { counts: list(integer()) },
    async run({ db, call }) {
      const failed = await call.outer.fails({}).then(
        () => 0,
        () => 1,
      );
      const own = await call.outer.own({});
      const [raw] = await db.sql<{ n: string }>`select count(*) as n from pages`;
      return { counts: [failed, own.papers, await db.page.count(), Number(raw?.n)] };
    },
  });

/** Keeps nothing of tenants itself. */
const plain = service("plain", { uses: { outer }, entities: {} }).command("through", {
  access: signedIn,
  input: {},
  output: { counts: list(integer()) },
  async run({ call }) {
    const first = await call.outer.own({});
    const all = await call.outer.all({});
    const last = await call.outer.own({});
    return { counts: [first.papers, all.papers, last.papers] };
  },
});

const doors = system("doors", {
  version: 1,
  services: [outer, middle, plain],
  environments: { test: environment({ rateLimit: { off: "The tests ask more than anyone." } }) },
});

let app: TestSystem;
let kind = "";
const papers = new Map<string, string>();
const of = (who?: string, ...roles: string[]) => app.as({ subject: "ann", tenant: who, roles });
beforeAll(async () => {
  app = await testSystem(doors);
  kind = String((await of(north, "clerk").post("/v1/kinds", { name: "Letter" })).body.data.id);
  for (const who of [north, south]) {
    const made = await of(who).post("/v1/papers", { title: "Same words", kind });
    papers.set(who, String(made.body.data.id));
    const child = { title: "Same words", parent: made.body.data.id };
    expect((await of(who).post("/v1/papers", child)).status).toBe(201);
    await of(who).post("/v1/pages", { number: 1 });
  }
  await of(south).post("/v1/pages", { number: 2 });
});
afterAll(() => app.stop());

it("what all have leads to rows of the caller's tenant alone, and to none without", async () => {
  const seen = async (client: ReturnType<typeof of> | TestSystem["anonymous"]) => {
    const { status, body } = await client.get("/v1/kinds?include=papers");
    if (status !== 200) return body.errors[0]?.rule;
    return (body.data[0]?.papers as { id: string }[] | undefined)?.map(({ id }) => id);
  };
  expect(await seen(of(north))).toEqual([papers.get(north)]);
  expect(await seen(of(south))).toEqual([papers.get(south)]);
  for (const nobody of [of(), app.anonymous]) expect(await seen(nobody)).toBe("relation");
  const one = await of(north).get(`/v1/kinds/${kind}?include=papers.children`);
  expect(JSON.stringify(one.body)).not.toContain(south);
  expect(JSON.stringify(one.body)).not.toContain(papers.get(south));
});

it("a call that goes across gives what it gives, and nothing more afterwards", async () => {
  const counts = async (path: string, who?: string) => (await of(who).post(path, {})).body.data.counts;
  expect(await counts("/v1/middle/between", north)).toEqual([1, 4, 1, 2, 1]);
  expect(await counts("/v1/middle/between", south)).toEqual([2, 4, 2, 2, 2]);
  expect(await counts("/v1/middle/between")).toEqual([0, 4, 0, 0, 0]);
  for (const [who, own] of [
    [north, 1],
    [south, 2],
  ] as const) {
    expect(await counts("/v1/middle/beside", who)).toEqual([own, 4, own, own]);
    expect(await counts("/v1/middle/after", who)).toEqual([1, 2, own, own]);
  }
  expect(await counts("/v1/plain/through", north)).toEqual([2, 4, 2]);
  expect(await counts("/v1/plain/through")).toEqual([0, 4, 0]);
});

it("a search that goes by rank finds the words of the caller's tenant alone, however few it asks for", async () => {
  for (const who of [north, south]) {
    for (const size of [1, 2, 20]) {
      const { status, body } = await of(who).get(`/v1/papers?q=words&page[size]=${size}`);
      expect([status, body.data.length]).toEqual([200, Math.min(size, 2)]);
      for (const row of body.data) expect(row.of).toBe(who);
    }
  }
});

it("a person who logs in as a service, or becomes one of its roles, has no row before saying whose", async () => {
  const client = new pg.Client(app.database.url);
  await client.connect();
  try {
    const roles = ["doors_outer", "doors_outer__reader", "doors_outer__writer"];
    const { rows } = await client.query("select rolname from pg_roles where rolname like 'doors_outer%'");
    expect(rows.map(({ rolname }) => rolname).sort()).toEqual(expect.arrayContaining(roles.slice(0, 1)));
    for (const { rolname } of rows) {
      if (/login/.test(rolname)) continue;
      await client.query("begin");
      await client.query(`set local role "${rolname}"`);
      const found = await client
        .query('select * from "outer".papers')
        .then(({ rows: all }) => all.length)
        .catch((error: { code: string }) => error.code);
      expect([rolname, found]).toEqual([rolname, expect.toSatisfy((n: unknown) => n === 0 || n === "42501")]);
      await client.query("rollback");
    }
  } finally {
    await client.end();
  }
});

it("a cursor, a tag and a key of another tenant are worth nothing", async () => {
  const key = { "idempotency-key": randomUUID() };
  const first = await of(north).post("/v1/papers", { title: "Mine" }, key);
  const other = await of(south).post("/v1/papers", { title: "Mine" }, key);
  expect(other.body.data.of).toBe(south);
  expect(other.body.data.id).not.toBe(first.body.data.id);
  const tag = first.headers.get("etag") ?? "";
  const id = String(first.body.data.id);
  expect((await of(south).get(`/v1/papers/${id}`, { "if-none-match": tag })).status).toBe(404);
  const changed = await of(south).patch(`/v1/papers/${id}`, { title: "Yours" }, { "if-match": '"9"' });
  expect(changed.status).toBe(404);
  for (const one of [first, other]) {
    const who = String(one.body.data.of);
    await of(who).delete(`/v1/papers/${one.body.data.id}`);
  }
});
