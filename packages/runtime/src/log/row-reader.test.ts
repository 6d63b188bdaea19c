import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { membersOf } from "./json-members.js";
import { createRowReader } from "./row-reader.js";

/** JSON as PostgreSQL writes it: a space after each colon and comma. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${written(one)}`);
  return `{${members.join(", ")}}`;
}

const name = fc.oneof(
  fc.constantFrom("id", "name", "at", "a", "a: ", 'b", "c', "d\\", "e\tf", "}"),
  fc.string({ unit: "grapheme", maxLength: 4 }),
);
const value = fc.oneof(
  fc.constantFrom("", '"', "\\", '\\"', "}", ", ", '": ', "\n"),
  fc.string({ unit: "grapheme", maxLength: 6 }),
  fc.double({ noNaN: true }),
  fc.constant(null),
  fc.boolean(),
  fc.jsonValue({ maxDepth: 2 }),
);
/** Rows of a few tables: those of one have the same columns in the same order. */
const rows = fc
  .array(fc.uniqueArray(name, { maxLength: 5 }), { minLength: 1, maxLength: 4 })
  .chain((tables) =>
    fc.array(
      fc
        .tuple(fc.nat(tables.length - 1), fc.array(value, { minLength: 5, maxLength: 5 }), fc.nat(9))
        .map(([table, values, form]) => {
          const columns = tables[table] ?? [];
          const text = written(Object.fromEntries(columns.map((column, at) => [column, values[at]])));
          // Now and then as nobody writes it, which is JSON all the same.
          if (form === 0) return text.replaceAll('": ', '":');
          return form === 1 ? text.replace("{", "{  ") : text;
        }),
      { minLength: 1, maxLength: 20 },
    ),
  );

describe("a reader of rows", () => {
  it("finds what taking each row apart finds, wherever they stand in a text and however they are laid out", () => {
    fc.assert(
      fc.property(rows, (texts) => {
        const read = createRowReader();
        const all = texts.join("\t");
        let from = 0;
        for (const text of texts) {
          const members = membersOf(text);
          const row = read(all, from);
          for (const column of [...members.keys(), "another"])
            expect([column, row.get(column)]).toEqual([column, members.get(column)]);
          from += text.length + 1;
        }
      }),
      { numRuns: 500 },
    );
  });

  it("does not take a row for another whose columns begin alike", () => {
    const read = createRowReader();
    const get = (text: string) => ["a", "b", "c"].map((column) => read(text, 0).get(column));
    expect(get('{"a": 1, "b": 2}')).toEqual(["1", "2", undefined]);
    expect(get('{"a": 1, "b": 2, "c": 3}')).toEqual(["1", "2", "3"]);
    expect(get('{"a": 1}')).toEqual(["1", undefined, undefined]);
    expect(get('{"a": 4, "b": 5}')).toEqual(["4", "5", undefined]);
    expect(get("{}")).toEqual([undefined, undefined, undefined]);
    expect(get("null")).toEqual([undefined, undefined, undefined]);
  });
});
