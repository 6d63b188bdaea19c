import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeSystem, difference, install } from "../schema/index.js";
import { modelOf, pairs } from "./cases/random-blueprints.js";
import { migrationText, parseMigration } from "./migration-file.js";
import { effectsOf } from "./statement-effects.js";

const products = '"catalog"."products"';

describe("what a statement does to rows and columns", () => {
  it("is known of every statement that db diff writes", () => {
    fc.assert(
      fc.property(pairs, (pair) => {
        const [before, after] = [describeSystem(modelOf(pair.before)), describeSystem(modelOf(pair.after))];
        for (const changes of [install(before), difference(before, after)]) {
          const { statements } = parseMigration(
            "letters",
            "0001_x",
            "0001_x.sql",
            migrationText("letters", "0001_x", changes),
          );
          for (const { text } of statements) expect(effectsOf(text), text).toBeDefined();
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [
      `alter table ${products}\n  add column "size" text not null default 'it''s, "M"'`,
      [
        {
          kind: "column added",
          table: products,
          column: '"size"',
          type: "text",
          notNull: true,
          value: `'it''s, "M"'`,
        },
      ],
    ],
    [
      `alter table ${products}\n  drop constraint "products_stock_range_check",\n  add constraint "products_stock_range_check" check ("stock" between 0 and 9) not valid`,
      [
        {
          kind: "rule",
          table: products,
          name: '"products_stock_range_check"',
          rule: { kind: "check", holds: '"stock" between 0 and 9' },
        },
      ],
    ],
    [
      `create unique index concurrently "k"\n  on ${products} using btree (lower("email"), "name")\n  where "deleted_at" is null`,
      [
        {
          kind: "rule",
          table: products,
          name: '"k"',
          rule: { kind: "unique", keys: 'lower("email"), "name"', where: '"deleted_at" is null' },
        },
      ],
    ],
    [
      `alter table ${products}\n  alter column "price" drop default,\n  alter column "price" type numeric(12,2) using "price"::text::numeric(12,2),\n  alter column "price" set default 1`,
      [
        {
          kind: "column retyped",
          table: products,
          column: '"price"',
          using: '"price"::text::numeric(12,2)',
        },
      ],
    ],
  ])("is read from %s", (statement, effects) => {
    expect(effectsOf(statement)).toEqual(effects);
  });

  it.each([
    "update catalog.products set note = ''",
    "alter table products add column size text",
    `alter table ${products} rename column "a" to "b"`,
    `alter table ${products}\n  add column "a" text,\n  rename to "b"`,
    'drop schema "catalog" cascade',
    "select 1",
  ])("is not guessed of what people write: %s", (statement) => {
    expect(effectsOf(statement)).toBeUndefined();
  });
});
