import { describe, expect, it } from "vitest";
import { anyOf, calledBy, nobody, owner, role, signedIn } from "../access.js";
import { type EntityOptions, entity } from "../entity.js";
import { boolean, email, id, json, money, reference, text, timestamp } from "../fields.js";
import { by, search } from "../index-definition.js";
import { service } from "../service.js";
import { system } from "../system.js";
import { checkSystem } from "./index.js";

const shape = {
  name: text({ max: 100 }),
  slug: text({ max: 100 }).unique(),
  code: text({ max: 100 }).unique().optional(),
  mail: email(),
  price: money(),
  isActive: boolean(),
  soldAt: timestamp().optional(),
  shelf: reference("shelf"),
  customer: id(),
  details: json({ type: "object" }).optional(),
  secret: text().private().default(""),
};
const read = signedIn;

type Options = EntityOptions<typeof shape, false>;

/** What is found about an entity with these options, beside one that stays small. */
function foundOf(options: Options): readonly { code: string; value: string; fix: string }[] {
  const shelf = entity({ name: text() }, { rows: 100, access: { read } });
  const entities = { shelf, product: entity(shape, { access: { read }, ...options }) };
  return checkSystem(system("shop", { version: 1, services: [service("catalog", { entities })] })).filter(
    ({ code }) => code.startsWith("INDEX_MISSING"),
  );
}
const codesOf = (options: Options) => foundOf(options).map(({ code }) => code);
const told = (filter: readonly (keyof typeof shape)[], more: Options = {}): Options => ({
  rows: 1_000_000,
  list: { filter, sort: [] },
  ...more,
});
const sorted = (sort: readonly (keyof typeof shape | "id" | "createdAt")[], more: Options = {}): Options => ({
  rows: 1_000_000,
  list: { filter: [], sort },
  ...more,
});

describe("an index is missing", () => {
  it("for what clients filter and sort by, where nobody says how many rows there will be", () => {
    const findings = foundOf({ indexes: [by("name"), by("customer", "-createdAt")] });
    expect(findings.map(({ code }) => code)).toEqual(["INDEX_MISSING_FOR_FILTER", "INDEX_MISSING_FOR_SORT"]);
    const [filters, sorts] = findings;
    expect(filters?.fix).toBe(
      'Add by("createdAt"), by("updatedAt"), by("version"), by("mail"), by("price"), by("isActive"), by("soldAt") to its indexes, or say how many rows there may be: rows: 1_000 needs no index, with rows: 1_000_000 lists take only what an index serves.',
    );
    expect(sorts?.value).toBe('["code","mail"]');
    expect(sorts?.fix).toContain(
      'Add by("code") to its indexes and leave out "mail", which no index serves,',
    );
  });

  it("where a table is large and its list is told to take more than what is served", () => {
    expect(foundOf(told(["price", "name", "details"], { indexes: [by("name")] }))).toMatchObject([
      {
        code: "INDEX_MISSING_FOR_FILTER",
        value: '["price","details"]',
        fix: 'Add by("price") to its indexes and leave out "details", which no index serves.',
      },
    ]);
  });

  it.each<[string, Options]>([
    ["a partial index", told(["price"], { indexes: [by("price").where({ isActive: true })] })],
    ["an index that has it second", told(["price"], { indexes: [by("name", "price")] })],
    ["a search", told(["name"], { indexes: [search(["name"])] })],
    ["no index", told(["isActive"])],
  ])("where a filter has %s", (_what, options) => {
    expect(codesOf(options)).toEqual(["INDEX_MISSING_FOR_FILTER"]);
  });

  it.each<[string, Options]>([
    ["a partial index", sorted(["price"], { indexes: [by("price").where({ isActive: true })] })],
    ["a unique index whose rows without a value come in no order", sorted(["code"])],
    ["an index without regard to case", sorted(["mail"], { indexes: [by("mail")] })],
  ])("where a sort has %s", (_what, options) => {
    expect(codesOf(options)).toEqual(["INDEX_MISSING_FOR_SORT"]);
  });

  it("where an owner's rows are found by nothing", () => {
    const access = { read: anyOf(owner("customer"), role("support")) };
    expect(foundOf({ rows: 1_000_000, access })).toMatchObject([
      {
        code: "INDEX_MISSING_FOR_OWNER",
        value: '"customer"',
        fix: expect.stringContaining('by("customer")'),
      },
    ]);
    expect(codesOf({ rows: 1_000_000, access, indexes: [by("customer", "-createdAt")] })).toEqual([]);
    expect(codesOf({ rows: 10_000, access })).toEqual([]);
  });
});

describe("no index is missing", () => {
  it.each<[string, Options]>([
    ["of a table that stays small", { rows: 10_000 }],
    ["of a large table whose list takes what is served", { rows: 1_000_000 }],
    ["for the primary key, a unique field and a reference", told(["slug", "code", "shelf"])],
    [
      "for what an index begins with, whatever comes after it",
      told(["price"], { indexes: [by("price", "name")] }),
    ],
    [
      "for a sort in either direction",
      sorted(["price", "soldAt"], { indexes: [by("-price"), by("soldAt")] }),
    ],
    ["for a sort by id, by a unique field and by a reference", sorted(["id", "slug", "shelf"])],
    ["where no client reads", { access: { read: nobody } }],
    ["where only services read", { access: { read: calledBy("orders") } }],
    [
      "where everyone reads rows of their own only",
      { access: { read: anyOf(owner("customer"), calledBy("orders")) }, indexes: [by("customer")] },
    ],
  ])("%s", (_what, options) => {
    expect(codesOf(options)).toEqual([]);
  });
});
