import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Actor,
  allOf,
  anyOf,
  anyone,
  boolean,
  calledBy,
  type EntityModel,
  entity,
  integer,
  many,
  nobody,
  owner,
  type Rule,
  reference,
  resolve,
  role,
  type SystemModel,
  search,
  service,
  signedIn,
  system,
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
  planRestore,
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
import { adoptRights, readingRights } from "./rights.js";
import { ensureRoles, privilegeStatements, schemaStatements } from "./schema/index.js";

const ann = "0195d1a0-0000-7000-8000-00000000000a";
const ben = "0195d1a0-0000-7000-8000-00000000000b";
const person = (id: string, ...roles: readonly string[]): Actor => ({ kind: "user", id, roles });
const stranger: Actor = { kind: "anonymous", id: "", roles: [] };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe("the policies of any access rules", () => {
  const leaf: fc.Arbitrary<Rule<"holder" | "holderName" | "open" | "score" | "note">> = fc.oneof(
    fc.constantFrom<Rule<"holder" | "holderName" | "open" | "score" | "note">>(
      anyone,
      nobody,
      signedIn,
      role("clerk"),
      role('it\'s, "odd" {role}'),
      owner("holder"),
      owner("holderName"),
      calledBy("orders"),
      calledBy("orders", "it's"),
      when({ open: true }),
      when({ open: { ne: true } }),
      when({ score: { gte: 2 }, note: { isNull: false } }),
      when({ note: "it's" }),
      when({ note: { in: ["a", "it's"] } }),
      when({ note: { startsWith: "a%" } }),
      when({ note: null }),
    ),
  );
  const rule = fc.letrec<{ rule: Rule<"holder" | "holderName" | "open" | "score" | "note"> }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie("rule"), { maxLength: 3 }).map((rules) => anyOf(...rules)),
      fc.array(tie("rule"), { maxLength: 3 }).map((rules) => allOf(...rules)),
    ),
  })).rule;
  const actor: fc.Arbitrary<Actor> = fc.record({
    kind: fc.constantFrom("anonymous", "user", "service"),
    id: fc.constantFrom("", ann, ben, ann.toUpperCase(), "ann", "orders", "it's", "nul\0"),
    roles: fc.subarray(["clerk", 'it\'s, "odd" {role}', "other", "NULL", "\0"]),
  });
  const row = fc.record({
    holder: fc.constantFrom(ann, ben, null),
    holder_name: fc.constantFrom("ann", ann, "", null),
    open: fc.boolean(),
    score: fc.integer({ min: 0, max: 4 }),
    note: fc.constantFrom(null, "a", "a%b", "ab", "it's", ""),
    deleted_at: fc.constantFrom(null, null, "2026-01-01T00:00:00Z"),
  });
  type Row = typeof row extends fc.Arbitrary<infer R> ? R : never;

  const modelOf = (rules: readonly Rule<never>[]): SystemModel => {
    const [read, create, update, remove, restore] = rules;
    const thing = entity(
      {
        holder: uuid().optional(),
        holderName: text({ max: 100 }).optional(),
        open: boolean(),
        score: integer(),
        note: text({ max: 100 }).optional(),
      },
      { softDelete: true, access: { read, create, update, delete: remove, restore } as never },
    );
    return resolve(
      system("rowsecurity", { version: 1, services: [service("box", { entities: { thing } })] }),
    );
  };

  const insertSql = `insert into box.things (id, holder, holder_name, open, score, note, deleted_at)
    select id, holder, holder_name, open, score, note, deleted_at from json_populate_record(null::box.things, $1)`;

  /** The ids of the rows that the plan's condition lets through, as the owner of the tables sees them. */
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
  /** What comes of `work` with the rights of a role on behalf of a caller; undone afterwards. */
  const withRole = async <T>(
    client: pg.Client,
    role: string,
    who: Actor,
    act: keyof EntityModel["access"],
    work: () => Promise<T>,
  ): Promise<T> => {
    const { prepared, values } = adoptRights({ role, actor: who, act, personal: true });
    await client.query("savepoint rights");
    try {
      await client.query(prepared.text, [...values]);
      return await work();
    } finally {
      await client.query("rollback to savepoint rights");
    }
  };

  it("let through the rows that the plan lets through, for every act", { timeout: 120_000 }, async () => {
    await withClient(database.url, async (client) => {
      await ensureRoles(client, modelOf([anyone, anyone, anyone, anyone, anyone]).services);
      await fc.assert(
        fc.asyncProperty(
          fc.array(rule, { minLength: 5, maxLength: 5 }),
          fc.array(actor, { minLength: 1, maxLength: 6 }),
          fc.array(row, { maxLength: 12 }),
          async (rules, actors, rows) => {
            const model = modelOf(rules as unknown as readonly Rule<never>[]);
            const box = model.services[0] ?? expect.unreachable();
            const thing = box.entities[0] ?? expect.unreachable();
            const { reader, writer } = box.clientRoles;
            const withIds = rows.map((one): Row & { id: string } => ({ ...one, id: randomUUID() }));
            await client.query("begin");
            try {
              await client.query([...schemaStatements(model), ...privilegeStatements(box)].join(";\n"));
              // The privileges of columns are the subject of another test.
              await client.query(
                `grant select, insert, update, delete on box.things to ${reader}, ${writer}`,
              );
              for (const one of withIds) await client.query(insertSql, [JSON.stringify(one)]);
              for (const who of actors) {
                const ids = async (sql: string) =>
                  (await client.query<{ id: string }>(sql)).rows.map(({ id }) => id).sort();
                const read = await planned(client, thing, "read", who);
                expect(
                  await withRole(client, reader, who, "read", () => ids("select id from box.things")),
                ).toEqual(read);

                for (const [act, statement, deleted] of [
                  ["update", "update box.things set score = score returning id", undefined],
                  ["delete", "update box.things set deleted_at = now() returning id", undefined],
                  ["restore", "update box.things set deleted_at = null returning id", true],
                ] as const) {
                  const allowed = (await planned(client, thing, act, who)).filter(
                    (id) =>
                      read.includes(id) &&
                      (deleted === undefined || withIds.find((one) => one.id === id)?.deleted_at),
                  );
                  expect(await withRole(client, writer, who, act, () => ids(statement))).toEqual(allowed);
                }
                const creatable = new Set(await planned(client, thing, "create", who));
                for (const one of withIds) {
                  const again = JSON.stringify({ ...one, id: randomUUID() });
                  const made = await withRole(client, writer, who, "create", () =>
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
        { numRuns: Number(process.env.LINTEL_RUNS ?? 40) },
      );
    });
  });
});

describe("a running service", () => {
  const notes = service("notes", {
    entities: {
      folder: entity(
        { name: text({ max: 50 }), notes: many("note", "folder") },
        { access: { read: anyone, write: nobody } },
      ),
      note: entity(
        {
          holder: uuid(),
          body: text({ max: 200 }),
          code: text({ max: 20 }).private().optional(),
          slug: text({ max: 20 }).unique().optional(),
          shared: boolean().default(false),
          folder: reference("folder").optional(),
        },
        {
          softDelete: true,
          access: {
            read: anyOf(owner("holder"), when({ shared: true })),
            write: owner("holder"),
            update: signedIn,
          },
          indexes: [search(["body"])],
        },
      ),
      letter: entity(
        { body: text({ max: 200 }) },
        { access: { read: role("clerk"), create: signedIn, update: nobody, delete: role("clerk") } },
      ),
    },
  });
  const model = resolve(system("rowsecurity2", { version: 1, services: [notes] }));
  const box = model.services[0] ?? expect.unreachable();
  const named = (name: string) => box.entities.find((one) => one.name === name) ?? expect.unreachable();
  const [note, folder, letter] = [named("note"), named("folder"), named("letter")];
  const settings = planSettings(model, { secret: "s".repeat(32) });
  const as = (actor: Actor) => planContext(settings, actor);
  let own: TestDatabase;
  let opened: Database;
  const db = () => opened.service("notes");
  beforeAll(async () => {
    own = await createTestDatabase();
    await push({ url: own.url, model });
    opened = openDatabase({
      model,
      urls: own.url,
      facts: createFacts(),
      statementTimeout: 5_000,
      connections: { reads: 1, transactions: 2 },
    });
  });
  afterAll(async () => {
    await opened.close(0);
    await own.drop();
  });
  const write = async (holder: string, body: string, more: object = {}) => {
    const [row] = await db().insert(planCreate(as(person(holder)), note, { holder, body, ...more }));
    return row ?? expect.unreachable();
  };
  const bodies = (rows: readonly string[]) =>
    rows.map((json) => (JSON.parse(json) as { body: string }).body).sort();
  const unconditional = (plan: ListPlan): ListPlan => ({ ...plan, where: { kind: "always" } });

  it("shows nothing of others where a condition was forgotten in code", async () => {
    const mine = await write(ann, "ann's");
    await write(ben, "ben's");
    const forgotten = unconditional(planList(as(person(ann)), note));
    expect(bodies((await db().readList(forgotten)).rows)).toEqual(["ann's"]);
    expect(bodies((await db().readList({ ...forgotten, actor: stranger })).rows)).toEqual([]);
    const one = { ...planOne(as(person(ben)), note, mine.id), where: { kind: "always" } as const };
    expect(await db().readOne(one)).toBeUndefined();
    const update = planUpdate(as(person(ben)), note, mine.id, { body: "taken" });
    await expect(db().update({ ...update, visible: { kind: "always" } })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect((await own.sql("select body from notes.notes where id = $1", [mine.id]))[0]).toEqual({
      body: "ann's",
    });
    const gone = { ...planDelete(as(person(ben)), note, mine.id), must: { kind: "always" } as const };
    await expect(db().delete({ ...gone, visible: { kind: "always" } })).rejects.toMatchObject({
      code: "ENTITY_NOT_FOUND",
    });
    const other = planCreate(as(person(ben)), note, { holder: ben, body: "b" });
    const forged = other.rows.map(
      (row) =>
        new Map([...row].map(([field, value]) => [field, field.name === "holder" ? ann : value] as const)),
    );
    await expect(db().insert({ ...other, rows: forged, must: { kind: "always" } })).rejects.toMatchObject({
      code: "ACCESS_DENIED",
    });
  });

  it("keeps callers apart who read on one connection at the same time", async () => {
    const people = Array.from({ length: 12 }, () => randomUUID());
    for (const holder of people) await write(holder, holder);
    const lists = await Promise.all(
      Array.from({ length: 240 }, async (_, at) => {
        const holder = people[at % people.length] ?? "";
        const actor = at % 5 === 0 ? stranger : person(holder);
        const plan = { ...unconditional(planList(as(person(holder)), note)), actor };
        return { actor, holder, found: bodies((await db().readList(plan)).rows) };
      }),
    );
    for (const { actor, holder, found } of lists) expect(found).toEqual(actor === stranger ? [] : [holder]);
  });

  it("holds what is read along to the same rules, in one snapshot", async () => {
    const [made] = await db().transaction({}, async ({ db: all }) => {
      const folders = (
        all as unknown as { folder: { insertMany(rows: object[]): Promise<{ id: string }[]> } }
      ).folder;
      return folders.insertMany([{ name: "plans" }]);
    });
    const id = made?.id ?? "";
    await write(ann, "in the folder", { folder: id });
    await write(ben, "shared", { folder: id, shared: true });
    await write(ben, "in the folder too", { folder: id });
    const plan = planOne(as(person(ann)), folder, id, "include=notes");
    const forgotten = {
      ...plan,
      include: plan.include.map((one) => ({ ...one, where: { kind: "always" } as const })),
    };
    const row = await db().readOne(forgotten);
    const found = JSON.parse(row?.json ?? "{}") as { notes: { body: string }[] };
    expect(found.notes.map(({ body }) => body).sort()).toEqual(["in the folder", "shared"]);
  });

  it("lets a caller write what the rule of the act allows, also where the row then leaves their sight", async () => {
    const shared = await write(ben, "ben's own", { shared: true });
    const changed = await db().update(planUpdate(as(person(ann)), note, shared.id, { shared: false }));
    expect(JSON.parse(changed.json)).toMatchObject({ shared: false });
    const [sent] = await db().insert(planCreate(as(person(ann)), letter, { body: "to whom it may concern" }));
    expect(sent?.json).toBe(`{"id":"${sent?.id}"}`);
    const mine = await write(ann, "to restore");
    await db().delete(planDelete(as(person(ann)), note, mine.id));
    expect(await db().readOne(planOne(as(person(ann)), note, mine.id))).toBeUndefined();
    await db().restore(planRestore(as(person(ann)), note, mine.id));
    expect(await db().readOne(planOne(as(person(ann)), note, mine.id))).toBeDefined();
  });

  it("tells a row that may not be changed from one that may not be seen", async () => {
    const shared = await write(ben, "for all to see", { shared: true });
    await expect(db().delete(planDelete(as(person(ann)), note, shared.id))).rejects.toMatchObject({
      code: "ACCESS_DENIED",
    });
    const hidden = await write(ben, "hidden");
    await expect(db().delete(planDelete(as(person(ann)), note, hidden.id))).rejects.toMatchObject({
      code: "ENTITY_NOT_FOUND",
    });
    const stale = planDelete(as(person(ben)), note, shared.id, { ifVersion: [9] });
    await expect(db().delete(stale)).rejects.toMatchObject({ code: "VERSION_MISMATCH" });
  });

  it("refuses a row of somebody else's before it says that a value is taken", async () => {
    await write(ben, "ben's", { slug: "taken" });
    const plan = planCreate(as(person(ann)), note, { holder: ann, body: "x", slug: "taken" });
    const forged = plan.rows.map(
      (row) =>
        new Map([...row].map(([field, value]) => [field, field.name === "holder" ? ben : value] as const)),
    );
    await expect(db().insert({ ...plan, rows: forged, must: { kind: "always" } })).rejects.toMatchObject({
      code: "ACCESS_DENIED",
    });
  });

  it("takes the service's own rights back after a write on behalf of a caller, and loses no caller at a savepoint", async () => {
    await write(ben, "of ben's alone");
    const counted = await db().transaction({}, async (transaction) => {
      const count = async () =>
        Number(
          (
            await transaction.run<{ n: string }>({
              text: "select count(*) as n from notes.notes",
              values: [],
            })
          )[0]?.n,
        );
      const before = await count();
      await transaction.insert(planCreate(as(person(ann)), note, { holder: ann, body: "in between" }));
      const seen = await transaction.readList(
        unconditional(planList(as(person(ann)), note, "page%5Bsize%5D=100")),
      );
      expect(bodies(seen.rows)).not.toContain("of ben's alone");
      await expect(
        transaction.as("notes", async (inner) => {
          await inner.insert(planCreate(as(person(ann)), note, { holder: ann, body: "undone" }));
          throw new Error("undo");
        }),
      ).rejects.toThrow("undo");
      return [before, await count()];
    });
    expect(counted[1]).toBe((counted[0] ?? 0) + 1);
  });

  describe("gives its roles no more than they need:", () => {
    const run = (role: string, sql: string) =>
      withClient(own.url, async (client) => {
        await client.query("begin");
        await client.query(`set local role ${role}`);
        return client.query(sql).then(
          () => "done",
          (error: { code?: string }) => error.code,
        );
      });
    const { reader, writer } = box.clientRoles;
    const forbidden = "42501";
    it.each([
      [
        "the reader reads what a rule may show",
        reader,
        "select id, body, holder, version from notes.notes",
        "done",
      ],
      [
        "the reader searches",
        reader,
        "select id from notes.notes where search_vector @@ 'x'::tsquery",
        "done",
      ],
      ["the reader reads no private field", reader, "select code from notes.notes", forbidden],
      ["the reader writes nothing", reader, "update notes.notes set body = ''", forbidden],
      [
        "the reader adds nothing",
        reader,
        "insert into notes.letters (id, body) values (gen_random_uuid(), '')",
        forbidden,
      ],
      [
        "the reader sees no answers kept for others",
        reader,
        "select * from notes.idempotency_keys",
        forbidden,
      ],
      ["the reader runs no function", reader, "select notes.lintel_touch()", forbidden],
      ["the writer sets no private field", writer, "update notes.notes set code = ''", forbidden],
      ["the writer moves no row's id", writer, "update notes.notes set id = gen_random_uuid()", forbidden],
      ["the writer changes what nobody may", writer, "update notes.letters set body = ''", forbidden],
      ["the writer writes what only commands do", writer, "update notes.folders set name = ''", forbidden],
      ["the writer deletes for good what is deleted softly", writer, "delete from notes.notes", forbidden],
      ["the writer may delete for good elsewhere", writer, "delete from notes.letters", "done"],
      ["the writer empties no table", writer, "truncate notes.letters", forbidden],
      ["the service's own role sees all", box.role, "select code from notes.notes", "done"],
      ["the service's own role makes no table", box.role, "create table notes.more ()", forbidden],
      [
        "the service's own role cannot lift the policies",
        box.role,
        "alter table notes.notes disable row level security",
        forbidden,
      ],
    ])("%s", async (_, role, sql, expected) => {
      expect(await run(role, sql)).toBe(expected);
    });
  });

  it("tells the database who asks only where the answer depends on it", async () => {
    const isPersonal = ({ actor, entity, include }: ListPlan) =>
      readingRights(box, actor, entity, include).personal;
    expect(isPersonal(planList(as(person(ann)), folder))).toBe(false);
    expect(isPersonal(planList(as(stranger), note))).toBe(false);
    expect(isPersonal(planList(as(person(ann)), note))).toBe(true);
    expect(isPersonal(planList(as(person(ann)), folder, "include=notes"))).toBe(true);
  });
});
