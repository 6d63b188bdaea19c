import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anyone, boolean, entity, environment, open, service, system, text } from "../index.js";
import { type TestSystem, testSystem } from "../testing/index.js";

const access = open("Nothing but a test calls it.");
const output = { done: boolean() };

const reports = service("reports", {
  entities: {
    page: entity({ name: text() }, { access: { read: anyone }, timeouts: { row: "80ms", list: "90ms" } }),
  },
})
  .command("rebuild", {
    access,
    output,
    timeout: "100ms",
    run: async ({ db }) => {
      await db.sql`select pg_sleep(3)`;
      return { done: true };
    },
  })
  .command("archive", {
    access,
    output,
    timeout: "2s",
    run: async ({ db }) => {
      await db.sql`select pg_sleep(0.5)`;
      return { done: true };
    },
  })
  .query("yearly", {
    access,
    output,
    timeout: "110ms",
    run: async ({ db }) => {
      await db.sql`select pg_sleep(3)`;
      return { done: true };
    },
  });

let app: TestSystem;
beforeAll(async () => {
  const test = environment({ timeouts: { statement: "400ms" } });
  app = await testSystem(system("slow-reports", { version: 1, services: [reports], environments: { test } }));
  await app.database.sql(`
    insert into reports.pages (id, name) values ('01890000-0000-7000-8000-000000000001', 'slow');
    alter table reports.pages rename to sheets;
    create function reports.is_seen(name text) returns boolean language plpgsql as
      'begin perform pg_sleep(2); return true; end';
    create view reports.pages as select * from reports.sheets where reports.is_seen(name);
    grant select on reports.pages to slow_reports_reports, slow_reports_reports__reader;`);
});
afterAll(() => app?.stop());

const tooLong = (limit: number) => ({
  status: 503,
  body: {
    code: "STATEMENT_TIMEOUT",
    detail: `A statement of this request did not finish within the ${limit} ms that it may take here; ask for less, or try again later.`,
  },
});

describe("a route whose statement takes too long", () => {
  it.each([
    ["one row", "/v1/pages/01890000-0000-7000-8000-000000000001", 80],
    ["a page", "/v1/pages", 90],
    ["a query", "/v1/reports/yearly", 110],
  ])("of %s answers with its limit", async (_what, path, limit) => {
    expect(await app.anonymous.get(path)).toMatchObject(tooLong(limit));
  });

  it("of a command answers with its limit, with an Idempotency-Key too", async () => {
    expect(await app.anonymous.post("/v1/reports/rebuild")).toMatchObject(tooLong(100));
    const once = { "idempotency-key": "first" };
    expect(await app.anonymous.post("/v1/reports/rebuild", {}, once)).toMatchObject(tooLong(100));
  });

  it("is let go on where its command says so", async () => {
    expect(await app.anonymous.post("/v1/reports/archive")).toMatchObject({
      status: 200,
      body: { data: { done: true } },
    });
  });
});
