import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  boolean,
  by,
  entity,
  enumeration,
  integer,
  reference,
  resolve,
  search,
  service,
  system,
  text,
  timestamp,
} from "../../blueprint/index.js";
import type { ListPlan, Predicate, Value } from "../../plan/index.js";
import { createTestDatabase, type TestDatabase } from "../../testing/database.js";
import { type Connection, openConnection } from "../connection/connection.js";
import { fieldNamed, stranger } from "../fixture.js";
import { compileList } from "./list.js";
import { isServedByIndex } from "./served-by-index.js";

const model = resolve(
  system("post", {
    version: 1,
    services: [
      service("mail", {
        entities: {
          box: entity({ name: text() }),
          letter: entity(
            {
              box: reference("box"),
              origin: reference("box"),
              sender: text(),
              size: integer(),
              state: enumeration("new", "read"),
              isSpam: boolean(),
              readAt: timestamp().optional(),
            },
            {
              indexes: [
                by("sender", "-createdAt"),
                by("size").where({ isSpam: false }),
                by("readAt"),
                by("state", "size"),
                by("origin", "size"),
                search(["sender"]),
              ],
            },
          ),
        },
      }),
    ],
  }),
);
const letter = model.services[0]?.entities.find(({ name }) => name === "letter");
if (!letter) throw new Error("There is no letter.");
const field = (name: string) => fieldNamed(letter, name);
const compare = (name: string, value: Value, operator: "eq" | "gte" | "lt" = "eq"): Predicate => ({
  kind: "compare",
  field: field(name),
  operator,
  value,
});
const sort = (...names: string[]) =>
  names.map((name) => ({ field: field(name.replace("-", "")), descending: name.startsWith("-") }));
const list = (parts: readonly Predicate[], by: string[], more: Partial<ListPlan> = {}): ListPlan => ({
  kind: "list",
  actor: stranger,
  entity: letter,
  select: letter.fields,
  where: { kind: "and", parts },
  sort: sort(...by),
  size: 20,
  include: [],
  ...more,
});

describe("one index serves", () => {
  it.each([
    ["all rows by id, either way", [], ["-id"]],
    ["a value, sorted by what follows it", [compare("sender", "a")], ["-createdAt", "-id"]],
    ["the same from the other end", [compare("sender", "a")], ["createdAt", "id"]],
    ["a reference", [compare("box", "b")], ["id"]],
    [
      "a range of what it is sorted by",
      [compare("isSpam", false), compare("size", 1, "gte")],
      ["size", "id"],
    ],
    ["a constant before it", [compare("state", "new"), compare("size", 9, "lt")], ["size", "id"]],
    [
      "a constant that is not in it, within a narrow range of what it is sorted by",
      [
        compare("state", "new"),
        compare("isSpam", false),
        compare("size", 1, "gte"),
        compare("size", 9, "lt"),
      ],
      ["size", "id"],
    ],
    ["words, best first", [], [], { search: "words", sort: "rank" }],
    ["words and constants, best first", [compare("isSpam", false)], [], { search: "words", sort: "rank" }],
  ] as const)("%s", (_, parts, by, more?: Partial<ListPlan>) => {
    expect(isServedByIndex(list(parts, [...by], more))).toBe(true);
  });
});

describe("no index serves", () => {
  it.each([
    ["a value that is not in front of what it is sorted by", [compare("sender", "a")], ["size", "id"]],
    ["rows that are not in a partial index", [compare("size", 1, "gte")], ["size", "id"]],
    ["rows of the other part", [compare("isSpam", true), compare("size", 1, "gte")], ["size", "id"]],
    ["a bound on what it is not sorted by", [compare("size", 1, "gte")], ["-createdAt", "-id"]],
    ["a reference that only begins an index, by id", [compare("origin", "b")], ["id"]],
    ["two directions", [compare("sender", "a")], ["-createdAt", "id"]],
    [
      "several values",
      [{ kind: "in", field: field("sender"), values: ["a"] } as Predicate],
      ["-createdAt", "-id"],
    ],
    ["a constant that is not in it", [compare("isSpam", true)], ["-id"]],
    [
      "a constant that is not in it, behind a place",
      [compare("isSpam", true)],
      ["id"],
      { position: { direction: "after", key: ["x"] } },
    ],
    [
      "a constant that is not in it, beside a bound on one side",
      [compare("state", "new"), compare("isSpam", true), compare("size", 1, "gte")],
      ["size", "id"],
    ],
    ["all but a constant", [{ ...compare("state", "new"), operator: "ne" } as Predicate], ["id"]],
    [
      "what is there or not",
      [{ kind: "isNull", field: field("readAt"), isNull: false } as Predicate],
      ["id"],
    ],
    ["a part of a text", [{ kind: "contains", field: field("sender"), value: "a" } as Predicate], ["id"]],
    [
      "what may be null, behind a place",
      [],
      ["readAt", "id"],
      { position: { direction: "after", key: ["x", "y"] } },
    ],
    ["a search", [], ["id"], { search: "words" }],
    ["words beside a value, best first", [compare("sender", "a")], [], { search: "words", sort: "rank" }],
  ] as const)("%s", (_, parts, by, more?: Partial<ListPlan>) => {
    expect(isServedByIndex(list(parts, [...by], more))).toBe(false);
  });
});

describe("on a connection that keeps plans", () => {
  let test: TestDatabase;
  let connection: Connection;
  beforeAll(async () => {
    test = await createTestDatabase();
    await test.sql(`
      create schema mail;
      create table mail.letters (id uuid primary key default gen_random_uuid(), box_id uuid, origin_id uuid, sender text, size integer,
        state text, is_spam boolean, read_at timestamptz, created_at timestamptz default now(),
        updated_at timestamptz default now(), version integer default 1);
      insert into mail.letters (sender, size, state, is_spam)
      select case n when 7 then 'rare' else 'common' end, n % 1000, 'new', false from generate_series(1, 20000) as n;
      create index on mail.letters (sender, created_at desc, id desc);
      create index by_size on mail.letters (size, id) where is_spam = false;
      create index by_state on mail.letters (state, size, id);
      analyze mail.letters`);
    connection = await openConnection(
      {
        url: test.url,
        role: new URL(test.url).username,
        schema: "mail",
        applicationName: "plans",
        statementTimeout: 5_000,
        idleInTransactionTimeout: 5_000,
        connectTimeout: 5_000,
        readOnly: true,
        plans: "kept",
      },
      () => {},
    );
  });
  afterAll(async () => {
    await connection.end();
    await test.drop();
  });

  async function plansOf(plan: ListPlan): Promise<{ kept: number; anew: number; rows: number }> {
    const { prepared, values } = compileList(plan);
    let rows = 0;
    for (let times = 0; times < 10; times += 1)
      rows = (await connection.execute({ prepared, values, describe: false })).rows.length;
    const { rows: found } = await connection.execute({
      prepared: {
        name: "",
        label: "",
        text: "select generic_plans, custom_plans from pg_prepared_statements where name = $1",
      },
      values: [prepared.name],
      describe: false,
    });
    return { kept: Number(found[0]?.[0]), anew: Number(found[0]?.[1]), rows };
  }

  it("a list that an index serves is planned once, and reads the index in order", async () => {
    const plan = list(
      [compare("isSpam", false), compare("size", 10, "gte"), compare("size", 900, "lt")],
      ["size", "id"],
    );
    expect(await plansOf(plan)).toEqual({ kept: 10, anew: 0, rows: 21 });
    const { prepared, values } = compileList(plan);
    await test.sql("set plan_cache_mode = force_generic_plan");
    await test.sql(`prepare asked as ${prepared.text}`);
    const lines = await test.sql<{ "QUERY PLAN": string }>(
      `explain execute asked(${values.map((value) => `'${value}'`).join(", ")})`,
    );
    const shown = lines.map((line) => line["QUERY PLAN"]).join("\n");
    expect(shown).toContain("Index Scan using by_size");
    expect(shown).not.toContain("Sort");
  });

  it("any other is planned for its values, and the next statement keeps its plan again", async () => {
    const skewed = (sender: string) => list([compare("sender", sender)], ["size", "id"]);
    expect((await plansOf(skewed("rare"))).anew).toBeGreaterThanOrEqual(5);
    const found = await connection.execute({
      prepared: { name: "", label: "", text: "show plan_cache_mode" },
      values: [],
      describe: false,
    });
    expect(found.rows).toEqual([["force_generic_plan"]]);
  });
});
