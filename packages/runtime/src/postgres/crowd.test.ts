import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Actor,
  anyOf,
  boolean,
  by,
  entity,
  many,
  money,
  nobody,
  owner,
  reference,
  resolve,
  search,
  service,
  system,
  text,
  uuid,
  when,
} from "../blueprint/index.js";
import { LintelError } from "../errors.js";
import { createFacts } from "../facts.js";
import { onceInTransaction } from "../guards/idempotency/index.js";
import {
  always,
  type ListPlan,
  newId,
  planContext,
  planCreate,
  planDelete,
  planList,
  planOne,
  planSettings,
  planUpdate,
} from "../plan/index.js";
import { createTestDatabase, type TestDatabase } from "../testing/database.js";
import type { Database } from "./database.js";
import { ensureLogins, push } from "./migrate/index.js";
import { openDatabase } from "./open-database.js";

/** Many callers at once on three connections, with all that can go wrong between them: each is shown their own rows. */

const access = { read: anyOf(owner("holder"), when({ open: true })), write: owner("holder") };
const diary = service("diary", {
  entities: {
    shelf: entity(
      { name: text({ max: 50 }), pages: many("page", "shelf"), slips: many("slip", "shelf") },
      { access: { read: when({ name: "shared" }), write: nobody } },
    ),
    page: entity(
      {
        holder: uuid(),
        shelf: reference("shelf"),
        words: text({ max: 100 }),
        price: money(),
        open: boolean().default(false),
        slug: text({ max: 60 }).unique().optional(),
      },
      { softDelete: true, access, indexes: [by("price"), search(["words"])] },
    ),
    slip: entity(
      {
        holder: uuid(),
        shelf: reference("shelf"),
        words: text({ max: 100 }),
        open: boolean().default(false),
      },
      { access, timeouts: { row: "3s", list: "4s" } },
    ),
  },
});
const model = resolve(system("crowd", { version: 1, services: [diary] }));
const box = model.services[0] ?? expect.unreachable();
const named = (name: string) => box.entities.find((one) => one.name === name) ?? expect.unreachable();
const [shelf, page, slip] = [named("shelf"), named("page"), named("slip")];
const settings = planSettings(model, { secret: "s".repeat(32) });
const people: readonly Actor[] = Array.from({ length: 8 }, () => ({ kind: "user", id: newId(), roles: [] }));
const stranger: Actor = { kind: "anonymous", id: "", roles: [] };
const shelfId = newId();
const pageOf = new Map<string, string>();

let database: TestDatabase;
let opened: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  await push({ url: database.url, model });
  const [login] = await ensureLogins({ url: database.url, model, rotate: true });
  await database.sql("insert into diary.shelves (id, name) values ($1, 'shared')", [shelfId]);
  for (const { id } of people) {
    pageOf.set(id, newId());
    await database.sql(
      "insert into diary.pages (id, holder, shelf_id, words, price) values ($1, $2, $3, 'kept lamp', 7)",
      [pageOf.get(id), id, shelfId],
    );
    await database.sql("insert into diary.slips (id, holder, shelf_id, words) values ($1, $2, $3, 'kept')", [
      newId(),
      id,
      shelfId,
    ]);
  }
  opened = openDatabase({
    model,
    urls: login?.url ?? "",
    facts: createFacts(),
    statementTimeout: 5_000,
    connections: { reads: 1, transactions: 2 },
    waitTimeout: 60_000,
  });
});
afterAll(async () => {
  await opened.close(1_000);
  await database.drop();
});

const db = () => opened.service("diary");
const as = (actor: Actor) => planContext(settings, actor);
/** As if the condition of the access rule had been forgotten: what is left is the policy, for whom it takes to ask. */
const bare = (plan: ListPlan, actor: Actor): ListPlan => ({ ...plan, actor, where: always });
const holdersIn = (rows: readonly string[]) =>
  rows.map((row) => (JSON.parse(row) as { holder: string }).holder);
const draft = (holder: string, more: object = {}) => ({
  holder,
  shelf: shelfId,
  words: "a lamp",
  price: "3.00",
  ...more,
});

type Deed = (who: Actor, other: Actor) => Promise<void>;
const owned = (who: Actor, rows: readonly string[]) => {
  expect(new Set(holdersIn(rows))).toEqual(new Set(who === stranger ? [] : [who.id]));
};
const planner = people[0] ?? stranger;
const listed =
  (query: string, of = page): Deed =>
  async (who) =>
    owned(
      who,
      (await db().readList(bare(planList(as(planner), of, `page%5Bsize%5D=100&${query}`), who))).rows,
    );
/** The failure of a request whose connection ended, or whose statement was cancelled. */
const isHindered = (error: unknown) =>
  error instanceof LintelError && ["DATABASE_UNAVAILABLE", "STATEMENT_TIMEOUT"].includes(error.code);
const refused = async (code: string, work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (isHindered(error)) throw error;
  expect(error).toMatchObject({ code });
};

const deeds: { readonly [what: string]: Deed } = {
  "a list": listed(""),
  "a list under another limit": listed("", slip),
  "a list, keys first": listed("filter%5Bprice%5D%5Bgte%5D=1"),
  "a list by words": listed("q=lamp"),
  "words that PostgreSQL refuses": async (who) =>
    refused(
      "PARAMETER_INVALID",
      db().readList(bare(planList(as(planner), page, `q=${"-".repeat(300)}a`), who)),
    ),
  "a row of one's own and another's": async (who, other) => {
    const one = (id: string) =>
      db().readOne({ ...planOne(as(planner), page, pageOf.get(id) ?? ""), actor: who, where: always });
    if (who !== stranger) expect(await one(who.id)).toBeDefined();
    if (other !== who && other !== stranger) expect(await one(other.id)).toBeUndefined();
  },
  "what is read along": async (who) => {
    const plan = planOne(as(planner), shelf, shelfId, "include=pages,slips");
    const include = plan.include.map((one) => ({ ...one, where: always }));
    const row = JSON.parse((await db().readOne({ ...plan, actor: who, include }))?.json ?? "{}") as {
      [name: string]: { holder: string }[];
    };
    for (const name of ["pages", "slips"])
      owned(
        who,
        (row[name] ?? []).map((one) => JSON.stringify(one)),
      );
  },
  "a new row, changed and gone again": async (who, other) => {
    if (who === stranger) return;
    const [made] = await db().insert(planCreate(as(who), page, draft(who.id)));
    const id = made?.id ?? "";
    if (other !== who && other !== stranger) {
      const foreign = {
        ...planUpdate(as(other), page, id, { words: "taken" }),
        visible: always,
        must: always,
      };
      await refused("ENTITY_NOT_FOUND", db().update(foreign));
    }
    await db().update(planUpdate(as(who), page, id, { words: "changed lamp" }));
    await db().delete(planDelete(as(who), page, id));
  },
  "a value that is taken": async (who) => {
    if (who === stranger) return;
    const slug = newId();
    await db().insert(planCreate(as(who), page, draft(who.id, { slug })));
    await refused("ENTITY_EXISTS", db().insert(planCreate(as(who), page, draft(who.id, { slug }))));
  },
  "a row for another": async (who, other) => {
    if (who === stranger || other === who || other === stranger) return;
    const forged = { ...planCreate(as(other), page, draft(other.id)), actor: who, must: always };
    await refused("ACCESS_DENIED", db().insert(forged));
  },
  "a row made once, among statements of the service's own": async (who) => {
    if (who === stranger) return;
    const once = { scope: who.id, key: newId(), fingerprint: Buffer.from("same") };
    const plan = planCreate(as(who), page, draft(who.id));
    const make = () =>
      db().transaction({}, (transaction) =>
        onceInTransaction(transaction, once, async () => {
          const [row] = await transaction.insert(plan);
          owned(
            who,
            (await transaction.readList(bare(planList(as(who), page, "q=lamp&page%5Bsize%5D=100"), who)))
              .rows,
          );
          await transaction
            .as("diary", async (inner) => {
              owned(who, (await inner.readList(bare(planList(as(who), slip), who))).rows);
              throw new Error("undone");
            })
            .catch(() => {});
          const all = await transaction.run<{ n: string }>({
            text: "select count(distinct holder) as n from diary.slips",
            values: [],
          });
          expect(Number(all[0]?.n)).toBe(people.length);
          return { status: 201, headers: {}, body: row?.id ?? "" };
        }),
      );
    const [first, again] = [await make(), await make()];
    expect([again.body, again.replayed]).toEqual([first.body, true]);
  },
};

const hindrances: { readonly [what: string]: string } = {
  "a connection that ends": "pg_terminate_backend",
  "a statement that is cancelled": "pg_cancel_backend",
};

it("each of many callers is shown their own rows, whatever becomes of the others", {
  timeout: 180_000,
}, async () => {
  const done = new Map<string, number>();
  let hindering: Promise<unknown> = Promise.resolve();
  // A session heeds a signal when it next can, which may be among the deeds that come after.
  let isHinderedStill = false;
  const step = fc.record({
    what: fc.constantFrom(...Object.keys(deeds), ...Object.keys(deeds), ...Object.keys(hindrances)),
    who: fc.constantFrom(stranger, ...people),
    other: fc.constantFrom(...people),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 120, size: "max" }), async (steps) => {
      const isHinderedNow = steps.some(({ what }) => what in hindrances);
      const hinders = isHinderedNow || isHinderedStill;
      isHinderedStill = isHinderedNow;
      const outcomes = await Promise.allSettled(
        steps.map(async ({ what, who, other }) => {
          const call = hindrances[what];
          if (call) {
            hindering = hindering.then(() =>
              database.sql(
                `select ${call}(pid) from pg_stat_activity
                  where datname = current_database() and application_name = 'crowd/diary' order by random() limit 1`,
              ),
            );
            await hindering;
          } else await deeds[what]?.(who, other);
          done.set(what, (done.get(what) ?? 0) + 1);
        }),
      );
      for (const outcome of outcomes) {
        if (outcome.status === "fulfilled") continue;
        if (!hinders || !isHindered(outcome.reason)) throw outcome.reason;
      }
    }),
    { numRuns: Number(process.env.LINTEL_RUNS ?? 12), endOnFailure: true },
  );
  for (const what of [...Object.keys(deeds), ...Object.keys(hindrances)])
    expect(done.get(what), what).toBeGreaterThan(0);
});
