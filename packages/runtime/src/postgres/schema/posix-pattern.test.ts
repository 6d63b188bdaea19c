import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/database.js";
import { posixPattern } from "./posix-pattern.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
});

const pieces = [
  "a",
  "b",
  "-",
  "\\.",
  ".",
  "\\d",
  "\\D",
  "\\w",
  "\\W",
  "\\s",
  "\\S",
  "[a-c]",
  "[^a\\d]",
  "[[]",
  "[\\]x-]",
  "\\u00e9",
  "\\/",
  "\\n",
  "(a|b)",
  "(?:ab|[.])",
];
const piece = fc.tuple(
  fc.constantFrom(...pieces),
  fc.constantFrom("", "*", "+", "?", "{2}", "{1,}", "{0,3}?", "+?"),
);
const pattern = fc
  .tuple(fc.boolean(), fc.array(piece, { minLength: 1, maxLength: 5 }), fc.boolean())
  .map(
    ([start, parts, end]) =>
      `${start ? "^" : ""}${parts.map((part) => part.join("")).join("")}${end ? "$" : ""}`,
  );
const subject = fc.string({
  unit: fc.constantFrom(..."abcdx019-_. \n\r\t[]/éÉ\u00a0\u2003\ufeff\u2028😀"),
  maxLength: 6,
});

describe("a pattern in PostgreSQL's words", () => {
  it("matches what it matches in ECMAScript", async () => {
    await fc.assert(
      fc.asyncProperty(
        pattern,
        fc.array(subject, { minLength: 8, maxLength: 8 }),
        async (source, subjects) => {
          const translated = posixPattern(source);
          expect(translated).toBeDefined();
          const rows = await database.sql<{ matches: boolean }>(
            "select subject ~ $1 as matches from unnest($2::text[]) with ordinality as s (subject, at) order by at",
            [translated, subjects],
          );
          const expression = new RegExp(source, "u");
          expect(rows.map((row) => row.matches)).toEqual(subjects.map((one) => expression.test(one)));
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    "(?=a)",
    "(?!a)",
    "(?<=a)",
    "(?<n>a)",
    "\\b",
    "\\1",
    "\\p{L}",
    "[^]",
    "[]",
    "a{256}",
    "\\cA",
    "[\\D]",
    "[a",
    "{",
    "\\u{1F600}",
    "\\ud83d",
  ])("is not made of %s, which the two may read otherwise", (source) => {
    expect(posixPattern(source)).toBeUndefined();
  });
});
