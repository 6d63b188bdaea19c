import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Actor,
  acrossTenants,
  allOf,
  allTenants,
  anyOf,
  anyone,
  calledBy,
  type EntityModel,
  entity,
  integer,
  nobody,
  noTenant,
  owner,
  type Rule,
  reference,
  resolve,
  role,
  type SystemModel,
  service,
  signedIn,
  system,
  type TenantReach,
  tenant,
  text,
  uuid,
  when,
} from "../blueprint/index.js";
import { createFacts } from "../facts.js";
import { decide } from "../plan/access.js";
import {
  type ListPlan,
  planContext,
  planCreate,
  planDelete,
  planList,
  planOne,
  planSettings,
  planUpdate,
} from "../plan/index.js";
import { createTestDatabase, type TestDatabase } from "../testing/database.js";
import { collectParameters } from "./compile/parameters.js";
import { predicateSql } from "./compile/predicate.js";
import type { Database } from "./database.js";
import { tableOf } from "./identifier.js";
import { withClient } from "./migrate/connect.js";
import { push } from "./migrate/index.js";
import { openDatabase } from "./open-database.js";
import { adoptRights } from "./rights.js";
import { ensureRoles, privilegeStatements, schemaStatements } from "./schema/index.js";

const [ann, ben] = ["0195d1a0-0000-7000-8000-00000000000a", "0195d1a0-0000-7000-8000-00000000000b"] as const;
const [acme, bolt] = [
  "0199b000-0000-7000-8000-00000000000a",
  "0199b000-0000-7000-8000-00000000000b",
] as const;

type Fields = "holder" | "score";
const crossing = (rule: Rule<Fields>) => acrossTenants(rule, "They look after everybody.");

describe("the policies of any access rules", () => {
  const leaf = fc.constantFrom<Rule<Fields>>(
    anyone,
    nobody,
    signedIn,
    role("clerk"),
    owner("holder"),
    calledBy("orders"),
    when({ score: { gte: 2 } }),
    crossing(role("clerk")),
    crossing(anyOf(owner("holder"), calledBy("orders"))),
  );
  const rule = fc.letrec<{ rule: Rule<Fields> }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie("rule"), { maxLength: 3 }).map((rules) => anyOf(...rules)),
      fc.array(tie("rule"), { maxLength: 3 }).map((rules) => allOf(...rules)),
    ),
  })).rule;
  const actor: fc.Arbitrary<Actor> = fc.record({
    kind: fc.constantFrom("anonymous", "user", "service"),
    id: fc.constantFrom("", ann, ben, "orders"),
    roles: fc.subarray(["clerk", "other"]),
    tenant: fc.constantFrom(undefined, acme, bolt, bolt.toUpperCase(), "", "acme", "all"),
  });
  const row = fc.record({
    firm: fc.constantFrom(acme, bolt),
    holder: fc.constantFrom(ann, ben, null),
    score: fc.integer({ min: 0, max: 4 }),
  });

  const modelOf = (rules: readonly Rule<never>[]): SystemModel => {
    const [read, create, update, remove] = rules;
    const thing = entity(
      { firm: tenant(), holder: uuid().optional(), score: integer() },
      { access: { read, create, update, delete: remove } as never },
    );
    return resolve(
      system("tenantsecurity", { version: 1, services: [service("box", { entities: { thing } })] }),
    );
  };
  const insertSql = `insert into box.things (id, firm, holder, score)
    select id, firm, holder, score from json_populate_record(null::box.things, $1)`;

  const planned = async (
    client: pg.Client,
    thing: EntityModel,
    act: keyof EntityModel["access"],
    who: Actor,
  ) => {
    const parameters = collectParameters();
    const where = predicateSql(decide(thing.access[act], who, thing), parameters);
    const found = await client.query<{ id: string }>(
      `select id from ${tableOf(thing)} as t where (${where}) order by id`,
      [...parameters.values],
    );
    return found.rows.map(({ id }) => id);
  };

  it("let through what the plan lets through, and across tenants only where a rule says so", {
    timeout: 120_000,
  }, async () => {
    await withClient((await opened()).url, async (client) => {
      await ensureRoles(client, modelOf([anyone, anyone, anyone, anyone]).services);
      await fc.assert(
        fc.asyncProperty(
          fc.array(rule, { minLength: 4, maxLength: 4 }),
          fc.array(actor, { minLength: 1, maxLength: 6 }),
          fc.array(row, { maxLength: 12 }),
          async (rules, actors, rows) => {
            const model = modelOf(rules as unknown as readonly Rule<never>[]);
            const box = model.services[0] ?? expect.unreachable();
            const thing = box.entities[0] ?? expect.unreachable();
            const { reader, writer } = box.clientRoles;
            const withIds = rows.map((one) => ({ ...one, id: randomUUID() }));
            const firmOf = (id: string) => withIds.find((one) => one.id === id)?.firm;
            const withRole = async <T>(
              as: string,
              who: Actor,
              act: keyof EntityModel["access"],
              work: () => Promise<T>,
            ): Promise<T> => {
              const given = /^[0-9a-f-]{36}$/i.test(who.tenant ?? "") ? who.tenant?.toLowerCase() : "";
              const rights = { role: as, actor: who, act, personal: true, tenant: given };
              const { prepared, values } = adoptRights(rights);
              await client.query("savepoint rights");
              try {
                await client.query(prepared.text, [...values]);
                return await work();
              } finally {
                await client.query("rollback to savepoint rights");
              }
            };
            await client.query("begin");
            try {
              await client.query([...schemaStatements(model), ...privilegeStatements(box)].join(";\n"));
              await client.query(
                `grant select, insert, update, delete on box.things to ${reader}, ${writer}`,
              );
              for (const one of withIds) await client.query(insertSql, [JSON.stringify(one)]);
              for (const who of actors) {
                const ids = async (sql: string) =>
                  (await client.query<{ id: string }>(sql)).rows.map(({ id }) => id).sort();
                const read = await planned(client, thing, "read", who);
                expect(await withRole(reader, who, "read", () => ids("select id from box.things"))).toEqual(
                  read,
                );
                if (!who.roles.includes("clerk") && who.id !== "orders" && !who.id.startsWith("0195"))
                  for (const id of read) expect(firmOf(id)).toBe(who.tenant?.toLowerCase());
                for (const [act, statement] of [
                  ["update", "update box.things set score = score returning id"],
                  ["delete", "delete from box.things returning id"],
                ] as const) {
                  const allowed = (await planned(client, thing, act, who)).filter((id) => read.includes(id));
                  expect(await withRole(writer, who, act, () => ids(statement))).toEqual(allowed);
                }
                const creatable = new Set(await planned(client, thing, "create", who));
                for (const one of withIds) {
                  const again = JSON.stringify({ ...one, id: randomUUID() });
                  const made = await withRole(writer, who, "create", () =>
                    client.query(insertSql, [again]).then(
                      () => true,
                      (error: { code?: string }) => error.code !== "42501",
                    ),
                  );
                  expect(made).toBe(creatable.has(one.id));
                }
              }
            } finally {
              await client.query("rollback");
            }
          },
        ),
        { numRuns: Number(process.env.LINTEL_RUNS ?? 25) },
      );
    });
  });
});

const notes = service("notes", {
  entities: {
    folder: entity({ firm: tenant(), name: text({ max: 50 }).unique() }, { access: { read: signedIn } }),
    note: entity(
      { firm: tenant(), body: text({ max: 200 }), folder: reference("folder").optional() },
      { access: { read: anyone, write: signedIn } },
    ),
  },
});
const model = resolve(system("tenantsecurity2", { version: 1, services: [notes] }));
const box = model.services[0] ?? expect.unreachable();
const [, note] = box.entities as [EntityModel, EntityModel];
const settings = planSettings(model, { secret: "s".repeat(32) });
const person = (of: string | undefined): Actor => ({ kind: "user", id: ann, roles: [], tenant: of });
const as = (of: string | undefined) => planContext(settings, person(of));
let own: TestDatabase;
let database: Database;
async function opened() {
  return own;
}
beforeAll(async () => {
  own = await createTestDatabase();
  await push({ url: own.url, model });
  database = openDatabase({
    model,
    urls: own.url,
    facts: createFacts(),
    statementTimeout: 5_000,
    connections: { reads: 1, transactions: 2 },
  });
});
afterAll(async () => {
  await database.close(0);
  await own.drop();
});
const db = () => database.service("notes");
const always = { kind: "always" } as const;

describe("a running service whose plans forget the tenant", () => {
  const write = async (of: string, body: string) => {
    const [row] = await db().insert(planCreate(as(of), note, { body }));
    return row ?? expect.unreachable();
  };
  const bodies = (rows: readonly string[]) => rows.map((json) => (JSON.parse(json) as { body: string }).body);

  it("shows, changes and makes nothing of another tenant", async () => {
    const mine = await write(acme, "acme's");
    await write(bolt, "bolt's");
    const forgotten: ListPlan = { ...planList(as(acme), note), where: always };
    expect(bodies((await db().readList(forgotten)).rows)).toEqual(["acme's"]);
    expect(bodies((await db().readList({ ...forgotten, actor: person(bolt) })).rows)).toEqual(["bolt's"]);
    expect(bodies((await db().readList({ ...forgotten, actor: person(undefined) })).rows)).toEqual([]);
    expect(await db().readOne({ ...planOne(as(bolt), note, mine.id), where: always })).toBeUndefined();
    const update = planUpdate(as(bolt), note, mine.id, { body: "taken" });
    await expect(db().update({ ...update, visible: always, must: always })).rejects.toThrow();
    const gone = planDelete(as(bolt), note, mine.id);
    await expect(db().delete({ ...gone, visible: always, must: always })).rejects.toThrow();
    const made = planCreate(as(bolt), note, { body: "forged" });
    const forged = made.rows.map(
      (row) =>
        new Map([...row].map(([field, value]) => [field, field.name === "firm" ? acme : value] as const)),
    );
    await expect(db().insert({ ...made, rows: forged, must: always })).rejects.toMatchObject({
      code: "ACCESS_DENIED",
    });
    expect(await own.sql("select body from notes.notes order by body")).toEqual([
      { body: "acme's" },
      { body: "bolt's" },
    ]);
  });

  it("keeps tenants apart who read on one connection at the same time", async () => {
    const reads = await Promise.all(
      Array.from({ length: 200 }, async (_, at) => {
        const of = [acme, bolt, undefined][at % 3];
        const plan = { ...planList(as(acme), note), where: always, actor: person(of) };
        return [of, bodies((await db().readList(plan)).rows)] as const;
      }),
    );
    for (const [of, found] of reads) {
      expect(found).toEqual(of === undefined ? [] : [of === acme ? "acme's" : "bolt's"]);
    }
  });

  const seen = (reach?: TenantReach) =>
    db().transaction(reach ? { reach } : {}, async (transaction) =>
      (await transaction.run<{ body: string }>({ text: "select body from notes order by body", values: [] }))
        .map(({ body }) => body)
        .join(),
    );

  it("has the rows of the transaction's tenant under its own role, and nobody's unless told", async () => {
    expect(await Promise.all([seen(), seen(noTenant), seen({ tenant: acme }), seen(allTenants)])).toEqual([
      "",
      "",
      "acme's",
      "acme's,bolt's",
    ]);
    const foreign = db().transaction({ reach: { tenant: acme } }, (transaction) =>
      transaction.run({
        text: `insert into notes (id, firm, body) values (gen_random_uuid(), $1, 'forged')`,
        values: [bolt],
      }),
    );
    await expect(foreign).rejects.toThrow();
  });

  it("has its own reach again after what it did on behalf of a client", async () => {
    await db().transaction({ reach: { tenant: acme } }, async (transaction) => {
      const list = { ...planList(as(bolt), note), where: always };
      expect(bodies((await transaction.readList(list)).rows)).toEqual(["bolt's"]);
      const rows = await transaction.run({ text: "select body from notes", values: [] });
      expect(rows).toEqual([{ body: "acme's" }]);
    });
  });

  it("holds references to the tenant in PostgreSQL itself, whoever writes", async () => {
    const [folder] = await own.sql<{ id: string }>(
      "insert into notes.folders (id, firm, name) values (gen_random_uuid(), $1, 'f') returning id",
      [bolt],
    );
    await expect(
      own.sql("insert into notes.notes (id, firm, body, folder_id) values (gen_random_uuid(), $1, 'n', $2)", [
        acme,
        folder?.id,
      ]),
    ).rejects.toMatchObject({ code: "23503" });
  });
});
