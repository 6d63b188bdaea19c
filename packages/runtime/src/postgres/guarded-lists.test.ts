import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Actor,
  anyOf,
  boolean,
  by,
  email,
  entity,
  many,
  money,
  owner,
  reference,
  resolve,
  role,
  search,
  service,
  system,
  text,
  uuid,
  when,
} from "../blueprint/index.js";
import { createFacts } from "../facts.js";
import { type ListPlan, planContext, planList, planOne, planSettings } from "../plan/index.js";
import { createTestDatabase, type TestDatabase } from "../testing/database.js";
import { compileList } from "./compile/list.js";
import type { Bound } from "./compile/prepared.js";
import type { Database, JsonPage } from "./database.js";
import { withClient } from "./migrate/connect.js";
import { push } from "./migrate/index.js";
import { openDatabase } from "./open-database.js";
import { adoptRights, readingRights } from "./rights.js";

/** Lists of a table whose rows not everyone may see, by what PostgreSQL asks only behind the policy. */
const offers = service("offers", {
  entities: {
    seller: entity(
      { name: text({ max: 50 }), offers: many("offer", "seller") },
      { access: { read: role("any") } },
    ),
    offer: entity(
      {
        holder: uuid(),
        seller: reference("seller").optional(),
        title: text({ max: 100 }),
        price: money(),
        contact: email(),
        open: boolean(),
      },
      {
        access: { read: anyOf(when({ open: true }), owner("holder")) },
        indexes: [by("price"), by("contact"), search(["title"])],
      },
    ),
  },
});
const model = resolve(system("guardedlists", { version: 1, services: [offers] }));
const box = model.services[0] ?? expect.unreachable();
const offer = box.entities.find(({ name }) => name === "offer") ?? expect.unreachable();
const seller = box.entities.find(({ name }) => name === "seller") ?? expect.unreachable();
const ann: Actor = { kind: "user", id: "0195d1a0-0000-7000-8000-00000000000a", roles: ["any"] };
const stranger: Actor = { kind: "anonymous", id: "", roles: [] };
const settings = planSettings(model, { secret: "s".repeat(32) });
const planned = (actor: Actor, query: string): ListPlan =>
  planList(planContext(settings, actor), offer, query.replaceAll("[", "%5B").replaceAll("]", "%5D"));

let database: TestDatabase;
let opened: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  await push({ url: database.url, model });
  await database.sql(
    `insert into offers.sellers (id, name) values ('0195d1a0-0000-7000-8000-0000000000ff', 'Ann and sons')`,
  );
  await database.sql(
    `insert into offers.offers (id, holder, seller_id, title, price, contact, open)
     select md5('offer ' || n)::uuid,
            case when n % 7 = 0 then $1::uuid else gen_random_uuid() end,
            case when n % 11 = 0 then '0195d1a0-0000-7000-8000-0000000000ff'::uuid end,
            'word' || n % 50 || case when n % 3 = 0 then ' lamp' else ' chair' end || case when n % 2 = 0 then ' lamp' else '' end,
            n % 300, 'Person' || n % 400 || '@example.org', n % 5 <> 0
       from generate_series(1, 8000) n`,
    [ann.id],
  );
  await database.sql("vacuum analyze offers.offers");
  opened = openDatabase({ model, urls: database.url, facts: createFacts(), statementTimeout: 5_000 });
});
afterAll(async () => {
  await opened.close(0);
  await database.drop();
});

const ids = (page: JsonPage) => page.rows.map((json) => (JSON.parse(json) as { id: string }).id);

/** All pages one after another, and then back again. */
async function walk(actor: Actor, query: string): Promise<readonly string[]> {
  return walkPlan(planned(actor, query));
}

async function walkPlan(plan: ListPlan): Promise<readonly string[]> {
  const there: string[] = [];
  let page = await opened.service("offers").readList(plan);
  there.push(...ids(page));
  while (page.after && page.last) {
    page = await opened
      .service("offers")
      .readList({ ...plan, position: { direction: "after", key: page.last } });
    there.push(...ids(page));
  }
  const back = [...ids(page)];
  while (page.before && page.first) {
    page = await opened
      .service("offers")
      .readList({ ...plan, position: { direction: "before", key: page.first } });
    back.unshift(...ids(page));
  }
  expect(back).toEqual(there);
  return there;
}

const visible = (actor: Actor) => (actor === stranger ? "open" : `(open or holder = '${actor.id}')`);

describe.each([
  ["a stranger", stranger],
  ["an owner", ann],
])("%s is shown, page by page, what they may see", (_, actor) => {
  it.each([
    [
      "in a range of prices",
      "filter[price][gte]=20&filter[price][lt]=40&sort=-price&page[size]=70",
      "price >= 20 and price < 40",
      "price desc, id desc",
    ],
    ["by price", "sort=price&page[size]=100&filter[price][lt]=50", "price < 50", "price, id"],
    [
      "by e-mail address in any case",
      "filter[contact]=PERSON7@example.org&page[size]=3",
      "lower(contact) = 'person7@example.org'",
      "id",
    ],
    [
      "by the beginning of a title",
      "filter[title][startsWith]=word49%20l&page[size]=7",
      "title like 'word49 l%'",
      "id",
    ],
    [
      "by words, in order",
      "q=word17&sort=-price&page[size]=11",
      "title like 'word17 %'",
      "price desc, id desc",
    ],
  ])("%s", async (__, query, condition, order) => {
    const expected = await database.sql<{ id: string }>(
      `select id from offers.offers where ${condition} and ${visible(actor)} order by ${order}`,
    );
    expect(expected.length).toBeGreaterThan(3);
    expect(await walk(actor, query)).toEqual(expected.map(({ id }) => id));
  });

  it("by words, the best first", async () => {
    const expected = await database.sql<{ id: string }>(
      `select id from offers.offers
        where search_vector @@ websearch_to_tsquery('english', 'lamp word3') and ${visible(actor)}
        order by ts_rank(search_vector, websearch_to_tsquery('english', 'lamp word3')) desc, id`,
    );
    expect(expected.length).toBeGreaterThan(20);
    expect(await walk(actor, "q=lamp%20word3&page[size]=9")).toEqual(expected.map(({ id }) => id));
  });
});

/** The plan with its conditions on the price alone, as if that of the access rule had been forgotten. */
function withoutRule(plan: ListPlan): ListPlan {
  const { where } = plan;
  if (where.kind !== "and") return expect.unreachable();
  const parts = where.parts.filter((part) => part.kind === "compare" && part.field.name === "price");
  expect(parts.length).toBeLessThan(where.parts.length);
  return { ...plan, where: { ...where, parts } };
}

it("are held to the policy where their condition was forgotten", async () => {
  const plan = planned(stranger, "filter[price][gte]=20&filter[price][lt]=40&page[size]=100");
  const page = await opened.service("offers").readList(withoutRule(plan));
  const found = page.rows.map((json) => (JSON.parse(json) as { open: boolean }).open);
  expect(found.length).toBeGreaterThan(50);
  expect(new Set(found)).toEqual(new Set([true]));
});

it("go on behind a page of which the policy lets fewer rows through than the plan found", async () => {
  const priced = withoutRule(planned(stranger, "filter[price][gte]=20&filter[price][lt]=40&page[size]=12"));
  const expected = await database.sql<{ id: string }>(
    "select id from offers.offers where price >= 20 and price < 40 and open order by id",
  );
  expect(await walkPlan(priced)).toEqual(expected.map(({ id }) => id));
  const searched: ListPlan = { ...planned(stranger, "q=lamp&page[size]=90"), where: { kind: "always" } };
  const found = await database.sql<{ id: string }>(
    "select id from offers.offers where search_vector @@ websearch_to_tsquery('english', 'lamp') and open order by id",
  );
  expect([...(await walkPlan(searched))].sort()).toEqual(found.map(({ id }) => id));
});

it("are what they are in one snapshot with what is read along", async () => {
  const sellers = planList(planContext(settings, ann), seller, "include=offers");
  const [row] = (await opened.service("offers").readList(sellers)).rows;
  const included = JSON.parse(row ?? "{}") as { offers: { holder: string; open: boolean }[] };
  expect(included.offers.length).toBeGreaterThan(10);
  expect(included.offers.every(({ holder, open }) => open || holder === ann.id)).toBe(true);
  const list = planned(ann, "filter[price][gte]=20&filter[price][lt]=40&include=seller&sort=price");
  const page = await opened.service("offers").readList(list);
  expect(page.rows).toHaveLength(20);
  const kinds = page.rows.map((json) => typeof (JSON.parse(json) as { seller: unknown }).seller);
  expect(new Set(kinds)).toEqual(new Set(["object"]));
});

it("are read on one snapshot, and other reads each on that of their moment", async () => {
  const [table] = await database.sql<{ isolation: string }>(
    "select current_setting('transaction_isolation') as isolation",
  );
  expect(table?.isolation).toBe("read committed");
  // The policy tells under which isolation it is asked.
  await database.sql(`
    create function offers.isolation() returns text language sql stable as $$select current_setting('transaction_isolation')$$;
    grant execute on function offers.isolation() to ${box.clientRoles.reader};
    alter table offers.offers add column seen text;
    alter policy lintel_read on offers.offers using (offers.isolation() = 'repeatable read')`);
  const count = async (query: string) =>
    (await opened.service("offers").readList(planned(ann, query))).rows.length;
  const guarded = await count("filter[price][gte]=20&filter[price][lt]=40");
  const plain = await count("sort=id");
  await database.sql(
    "alter policy lintel_read on offers.offers using (open or holder = nullif(current_setting('lintel.user_uuid', true), '')::uuid)",
  );
  expect([guarded, plain]).toEqual([20, 0]);
});

it.each([
  [
    "one row",
    (id: string) => opened.service("offers").readOne(planOne(planContext(settings, ann), offer, id)),
  ],
  [
    "a page",
    () =>
      opened
        .service("offers")
        .readList(planned(ann, "sort=id"))
        .then(({ rows }) => rows[0]),
  ],
])("reads %s of a table that is written anew meanwhile", async (_, read) => {
  const [row] = await database.sql<{ id: string }>(
    "select id from offers.offers where open order by id limit 1",
  );
  await read(row?.id ?? "");
  const rewriting = withClient(database.url, async (client) => {
    await client.query("begin");
    await client.query(
      "alter table offers.offers add column if not exists anew uuid default gen_random_uuid()",
    );
    // On another connection: within a transaction pg_stat_activity stays what it was at the first look.
    await until(async () => {
      const waiting = await database.sql(
        "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      );
      return waiting.length > 0;
    });
    await client.query("commit");
    await client.query("alter table offers.offers drop column anew");
  });
  await until(async () => {
    const held = await database.sql(
      "select from pg_locks where database = (select oid from pg_database where datname = current_database()) and relation = 'offers.offers'::regclass and mode = 'AccessExclusiveLock' and granted",
    );
    return held.length > 0;
  });
  expect(await read(row?.id ?? "")).toBeDefined();
  await rewriting;
});

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error("It did not become so.");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("read an index and not the table", () => {
  /** The plan of a statement as it is run for a caller, with the generic plan that prepared statements come to. */
  async function explained(actor: Actor, query: string): Promise<string> {
    const statement = compileList(planned(actor, query));
    const own: Bound = { prepared: statement.prepared, values: statement.values };
    return withClient(database.url, async (client) => {
      await client.query("begin; set local plan_cache_mode = force_generic_plan");
      const explain = async ({ prepared, values }: Bound, run: boolean) => {
        const name = `s${randomUUID().replaceAll("-", "")}`;
        const given = values.map((value) => (value === null ? "null" : `'${value.replaceAll("'", "''")}'`));
        const call = given.length > 0 ? `${name}(${given.join(", ")})` : name;
        await client.query(`prepare ${name} as ${prepared.text}`);
        const { rows } = await client.query<{ "QUERY PLAN": string }>(`explain execute ${call}`);
        if (run) await client.query(`execute ${call}`);
        return rows.map((row) => row["QUERY PLAN"]).join("\n");
      };
      await client.query(`set local role ${box.role}`);
      const keys = statement.keys ? await explain(statement.keys, true) : "";
      const rights = adoptRights(readingRights(box, actor, offer, []));
      await client.query(rights.prepared.text, [...rights.values]);
      return `${keys}\n${await explain(own, false)}`;
    });
  }

  it.each([
    ["a range of prices", "filter[price][gte]=20&filter[price][lt]=22&sort=price", /Index Cond: .*price >= /],
    ["an e-mail address", "filter[contact]=person7@example.org", /Index Cond: \(lower\(contact\) = /],
    ["words", "q=word17", /Index Cond: \(+search_vector @@ /],
    ["a row by its id", `filter[id]=${ann.id}`, /Index Cond: \(id = /],
  ])("for %s", async (_, query, condition) => {
    const plan = await explained(ann, query);
    expect(plan).toMatch(condition);
    expect(plan).not.toContain("Seq Scan");
  });
});
