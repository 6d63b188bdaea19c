import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitStatements } from "./split-statements.js";

const texts = (source: string) => splitStatements(source).map((statement) => statement.text);

describe("the statements of a file", () => {
  it.each([
    ["strings and quoted names", `insert into "a;b" values ('it''s; so', E'\\';', "x"";");select 2`, 2],
    ["dollar quotes", "do $$ begin perform 1; end $$; do $x$ ; $$ ; $x$; select $1; select 4", 4],
    ["comments, which nest", "select 1 -- a; b\n, 2; /* ; /* ; */ ; */ select 2;", 2],
    ["parentheses", "create rule r as on insert to t do (select 1; select 2); select 2", 2],
    [
      "atomic bodies",
      "create or replace function f() returns int begin atomic select case when true then 1; end; select 2; end; select 2",
      2,
    ],
    ["a transaction's own begin", "begin; select 1; end; select 2", 4],
    ["nothing but comments and semicolons", "-- a\n;; /* b */ ;", 0],
    ["what is never closed", "select 'a; select 2", 1],
  ])("are found in spite of %s", (_, source, count) => {
    expect(texts(source)).toHaveLength(count);
  });

  it("begin at the line of their first character", () => {
    const source = "-- header\n\nselect 1;\n-- about the second\n/* more\n*/\n  select\n  2;\n";
    expect(splitStatements(source)).toEqual([
      { text: "select 1", line: 3 },
      { text: "select\n  2", line: 7 },
    ]);
  });

  it("are what they were before they were put together", () => {
    const part = fc.constantFrom(
      "select 1",
      "'a;b'",
      '";"',
      "$$;$$",
      "$t$;$$;$t$",
      "/* ; */",
      "x",
      "(a; b)",
      "\n",
      "é$a",
    );
    const statement = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => `s ${parts.join(" ")} e`);
    fc.assert(
      fc.property(fc.array(statement), (statements) => {
        expect(texts(statements.join(" ;\n-- it's; between\n"))).toEqual(statements);
      }),
    );
  });

  it("never throws and never loses a word, whatever is given", () => {
    const unit = fc.constantFrom(..."a;'\"$-/*()E\n\\ ");
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (source) => {
        for (const { text } of splitStatements(source)) expect(source).toContain(text);
      }),
      { numRuns: 1_000 },
    );
  });
});
