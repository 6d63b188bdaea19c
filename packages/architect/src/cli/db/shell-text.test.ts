import { expect, it } from "vitest";
import { formatAnswer, isComplete } from "./shell-text.js";

it.each([
  ["select 1;", true],
  ["select 1", false],
  ["select ';", false],
  ["select ';';", true],
  ["select 'it''s;'", false],
  ['select ";" from t;', true],
  ["select 1 -- not here;", false],
  ["select 1 -- not here;\n;", true],
  ["/* ; */ select 1", false],
  ["do $$ begin null; end $$;", true],
  ["do $$ begin null;", false],
  ["do $body$ begin; end $body$;\n", true],
])("knows whether %j ends a statement", (sql, ends) => {
  expect(isComplete(sql)).toBe(ends);
});

it("shows rows in columns, and counts what a change touched", () => {
  const rows = [
    ["1", "a"],
    ["22", null],
  ] as const;
  const answer = { command: "SELECT", rowCount: 2, fields: [{ name: "id" }, { name: "name" }], rows };
  expect(formatAnswer(answer)).toBe("id  name\n1   a\n22  \n(2 rows)");
  expect(formatAnswer({ command: "UPDATE", rowCount: 3, fields: [], rows: [] })).toBe("UPDATE 3");
  expect(formatAnswer({ command: "BEGIN", rowCount: null, fields: [], rows: [] })).toBe("BEGIN");
});
