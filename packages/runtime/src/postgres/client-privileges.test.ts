import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Actor,
  allOf,
  anyOf,
  boolean,
  calledBy,
  type EntityModel,
  email,
  entity,
  integer,
  json,
  list,
  many,
  money,
  nobody,
  open,
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
  timestamp,
  uuid,
  when,
} from "../blueprint/index.js";
import { LintelError } from "../errors.js";
import { createFacts } from "../facts.js";
import {
  newId,
  type PlanContext,
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
import type { Database, ServiceDatabase } from "./database.js";
import { ensureLogins, push } from "./migrate/index.js";
import { openDatabase } from "./open-database.js";

/** Any blueprint, pushed for real and served by its own login: no request asks for a column that its role has not. */

const ann = "0195d1a0-0000-7000-8000-00000000000a";
const callers: readonly Actor[] = [
  { kind: "anonymous", id: "", roles: [] },
  { kind: "user", id: ann, roles: [] },
  { kind: "user", id: ann, roles: ["clerk"] },
  { kind: "service", id: "other", roles: [] },
];

const ruleOf = (softDelete: boolean) =>
  fc.letrec<{ rule: Rule<string> }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom<Rule<string>>(
        open("for the test"),
        open("for the test"),
        nobody,
        signedIn,
        role("clerk"),
        owner("holder"),
        owner("keeper"),
        owner("parent"),
        calledBy("other"),
        when({ flag: true }),
        when({ score: { gte: 2 } }),
        when({ mail: { isNull: false } }),
        ...(softDelete
          ? [when({ deletedAt: { isNull: true } }), when({ deletedAt: { isNull: false } })]
          : []),
        when({ version: { lt: 3 } }),
      ),
      fc.array(tie("rule"), { minLength: 1, maxLength: 3 }).map((rules) => anyOf(...rules)),
      fc.array(tie("rule"), { minLength: 1, maxLength: 3 }).map((rules) => allOf(...rules)),
    ),
  })).rule;
const callerRule = fc.constantFrom<Rule>(
  open("for the test"),
  nobody,
  signedIn,
  role("clerk"),
  calledBy("other"),
);

const columns = [
  "holder",
  "keeper",
  "flag",
  "score",
  "mail",
  "price",
  "seen",
  "tags",
  "data",
  "parent",
] as const;
const entityWith = (softDelete: boolean, anyRule = ruleOf(softDelete)) =>
  fc.record({
    softDelete: fc.constant(softDelete),
    private: fc.subarray([...columns], { maxLength: 3 }),
    access: fc.record({
      read: fc.oneof(
        { weight: 3, arbitrary: anyRule },
        { weight: 1, arbitrary: fc.constant(open("for the test")) },
      ),
      create: anyRule,
      update: anyRule,
      delete: anyRule,
      restore: anyRule,
    }),
    fields: fc.dictionary(
      fc.constantFrom(...columns, "name"),
      fc.record({ read: callerRule, write: callerRule }, { requiredKeys: [] }),
      { maxKeys: 4 },
    ),
    searched: fc.boolean(),
  });
const anyEntity = fc.boolean().chain((softDelete) => entityWith(softDelete));

type Drawn = typeof anyEntity extends fc.Arbitrary<infer D> ? D : never;

const shape = {
  name: text({ max: 100 }).default("a name"),
  holder: uuid().optional(),
  keeper: text({ max: 50 }).optional(),
  flag: boolean().default(true),
  score: integer().default(1),
  mail: email().optional(),
  price: money().default("1.00"),
  seen: timestamp().optional(),
  tags: list(text({ max: 20 })).default([]),
  data: json({}).optional(),
  parent: reference("thing0").optional(),
  children: many("thing0", "parent"),
};

function entityOf(drawn: Drawn) {
  const fields = Object.entries(shape).map(([name, field]) => [
    name,
    drawn.private.some((one) => one === name) ? (field as ReturnType<typeof uuid>).private() : field,
  ]);
  const { restore, ...access } = drawn.access;
  return entity(
    Object.fromEntries(fields) as typeof shape,
    {
      softDelete: drawn.softDelete,
      access: { ...access, ...(drawn.softDelete && { restore }), fields: drawn.fields },
      indexes: drawn.searched ? [search(["name"])] : [],
    } as never,
  );
}

function modelOf(drawn: readonly Drawn[]): SystemModel {
  const things = Object.fromEntries(drawn.map((one, at) => [`thing${at}`, entityOf(one)]));
  return resolve(
    system("clientprivileges", {
      version: 1,
      services: [
        service("box", { entities: things }),
        service("other", { entities: { spare: entity({ name: text() }, { access: { read: nobody } }) } }),
      ],
    }),
  );
}

const values: { readonly [name: string]: unknown } = {
  name: "a lamp",
  holder: ann,
  keeper: ann,
  flag: false,
  score: 3,
  mail: "ann@example.org",
  price: "2.50",
  seen: "2026-01-01T00:00:00Z",
  tags: ["a"],
  data: { a: 1 },
};

type Planned = () => (db: ServiceDatabase) => Promise<unknown>;

/** Every kind of request, by a caller, about a row; each is planned once, and can be run by several databases. */
function requests(context: PlanContext, of: EntityModel, id: string): readonly Planned[] {
  const settable = Object.keys(values);
  const sorts = ["price", "-price", "seen", "-mail", "score,-price", "parent", "-keeper,flag", "name"];
  const filters = [
    "",
    "filter[price][gte]=1",
    "filter[mail]=ANN@example.org",
    "filter[name][contains]=a",
    "filter[keeper][startsWith]=0",
    "filter[flag]=true&filter[score]=1",
    "filter[parent][isNull]=true",
    "filter[seen][lt]=2027-01-01T00:00:00Z",
    `filter[holder][in]=${ann},0195d1a0-0000-7000-8000-00000000000b`,
  ];
  const more = [
    "",
    "include=parent",
    "include=children",
    "include=parent.children,children.parent",
    "fields=id",
    "fields=price",
  ];
  const one = (query: string) => {
    const plan = planOne(context, of, id, query);
    return (db: ServiceDatabase) => db.readOne(plan);
  };
  const pages = (query: string) => {
    const plan = planList(context, of, query.replaceAll("[", "%5B").replaceAll("]", "%5D"));
    return async (db: ServiceDatabase) => {
      const page = await db.readList(plan);
      const { first, last } = page;
      return [
        page,
        last && (await db.readList({ ...plan, position: { direction: "after", key: last } })),
        first && (await db.readList({ ...plan, position: { direction: "before", key: first } })),
      ];
    };
  };
  const made = (body: object) => {
    const plan = planCreate(context, of, body);
    return (db: ServiceDatabase) => db.insert(plan);
  };
  const changed = (patch: object, condition: object = {}) => {
    const plan = planUpdate(context, of, id, patch, condition);
    return (db: ServiceDatabase) => db.update(plan);
  };
  const removed = (condition: object = {}) => {
    const plan = planDelete(context, of, id, condition);
    return (db: ServiceDatabase) => db.delete(plan);
  };
  const restored = () => {
    const plan = planRestore(context, of, id);
    return (db: ServiceDatabase) => db.restore(plan);
  };
  const reads = [
    ...more.map((query) => () => one(query)),
    ...filters.flatMap((filter, at) =>
      [more[at % more.length], more[(at + 2) % more.length]].map(
        (query) => () => pages(`${filter}&${query}&page[size]=2`),
      ),
    ),
    ...sorts.map((sort) => () => pages(`sort=${sort}&page[size]=1`)),
    () => pages("q=lamp&page[size]=1"),
    () => pages("q=lamp&sort=-price&include=children"),
  ];
  return [
    ...reads,
    () => made({}),
    ...settable.map((name) => () => made({ [name]: values[name] })),
    () => made({ parent: id }),
    () => made(values),
    () => made({ id, name: "taken" }),
    ...settable.map((name) => () => changed({ [name]: values[name] })),
    () => changed({ name: "b" }, { ifVersion: [1], unlessVersion: [7] }),
    () => changed({ holder: "0195d1a0-0000-7000-8000-00000000000b" }),
    () => changed({ holder: ann, keeper: "somebody else" }),
    () => changed(values),
    () => removed({ ifVersion: [99] }),
    removed,
    ...reads.slice(0, 8),
    removed,
    restored,
    restored,
    () => changed({ name: "restored" }),
    removed,
  ];
}

let guarded: TestDatabase;
/** The same, with the policies lifted: there the conditions of the statements stand alone. */
let lifted: TestDatabase;
beforeAll(async () => {
  [guarded, lifted] = await Promise.all([createTestDatabase(), createTestDatabase()]);
});
afterAll(() => Promise.all([guarded.drop(), lifted.drop()]));

/** Makes the tables of the model in both databases, and opens both with the logins of its services. */
async function openBoth(model: SystemModel) {
  const opened: Database[] = [];
  let passwords = new Map<string, string>();
  for (const database of [guarded, lifted]) {
    await database.sql("drop schema if exists box, other, lintel cascade");
    await push({ url: database.url, model });
    const logins = await ensureLogins({ url: database.url, model, rotate: database === guarded });
    const address = (service: string, made: string | undefined) => {
      const url = new URL(made ?? passwords.get(service) ?? "");
      url.pathname = new URL(database.url).pathname;
      return url.toString();
    };
    passwords = new Map(logins.map(({ service, url }) => [service, address(service, url)]));
    opened.push(
      openDatabase({
        model,
        urls: Object.fromEntries(passwords),
        facts: createFacts(),
        statementTimeout: 5_000,
        connections: { reads: 1, transactions: 2 },
      }),
    );
  }
  for (const { table } of model.services.flatMap(({ entities }) => entities)) {
    await lifted.sql(`alter table if exists box.${table} disable row level security`);
  }
  return opened;
}

const failedWith = (code: string) => (outcome: unknown) => Array.isArray(outcome) && outcome[0] === code;
const isDenied = failedWith("ACCESS_DENIED");
const isTaken = failedWith("ENTITY_EXISTS");

/** What comes of a request, without the moments at which things happened. */
async function outcome(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return JSON.parse(
      JSON.stringify((await work()) ?? null).replaceAll(
        /(\\"(?:created|updated|deleted)At\\":)\\"[^"]*"/g,
        "$1",
      ),
    ) as unknown;
  } catch (error) {
    if (!(error instanceof LintelError) || error.status >= 500) throw error;
    return [error.code, error.message];
  }
}

it("no request touches what its role may not, and no policy changes what comes of it", {
  timeout: 240_000,
}, async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(anyEntity, { minLength: 2, maxLength: 2 }), async (drawn) => {
      const model = modelOf(drawn);
      const box = model.services[0] ?? expect.unreachable();
      const opened = await openBoth(model);
      const [one, other] = opened.map((database) => database.service("box"));
      if (!one || !other) return expect.unreachable();
      try {
        const settings = planSettings(model, { secret: "s".repeat(32) });
        for (const of of box.entities) {
          for (const actor of callers) {
            const id = newId();
            for (const database of [guarded, lifted]) {
              await database.sql(
                `insert into box.${of.table} (id, holder, keeper) values ($1, $2::uuid, $2::text)`,
                [id, ann],
              );
            }
            for (const request of requests(planContext(settings, actor), of, id)) {
              let run: (db: ServiceDatabase) => Promise<unknown>;
              try {
                run = request();
              } catch (error) {
                if (!(error instanceof LintelError) || error.status >= 500) throw error;
                continue;
              }
              const [held, free] = [await outcome(() => run(one)), await outcome(() => run(other))];
              // A policy is asked before a unique value is: it then tells less.
              if (!isDenied(held) || !isTaken(free)) expect(held).toEqual(free);
              const kind = Array.isArray(held) ? String(held[0]) : "answered";
              seen.set(kind, (seen.get(kind) ?? 0) + 1);
            }
          }
        }
      } finally {
        await Promise.all(opened.map((database) => database.close(1_000)));
      }
    }),
    { numRuns: Number(process.env.LINTEL_RUNS ?? 4), endOnFailure: true },
  );
  for (const kind of ["answered", "ACCESS_DENIED", "ENTITY_NOT_FOUND"]) {
    expect(seen.get(kind)).toBeGreaterThan(0);
  }
});
