import { expect, it } from "vitest";
import type { Change } from "../schema/index.js";
import { migrationText, sentencesOf } from "./migration-file.js";

function change(subject: string, sentence: string, sql: string): Change {
  return { schema: "shop", subject, sentence, sql, losesData: false, locks: "nothing" };
}
const table = change("shop.notes", "Creates the table shop.notes.", 'create table "shop"."notes" ()');
const comments = ["notes", "notes.title"].map((name) =>
  change(`shop.${name}`, `Says what shop.${name} is.`, `comment on ${name} is 'x'`),
);
const gathered = "Says what 2 schemas, tables or columns are.";

it("tells comments in one sentence, a single one by its name", () => {
  expect(sentencesOf([table, ...comments])).toEqual([table.sentence, gathered]);
  expect(sentencesOf([table, ...comments.slice(0, 1)])).toEqual([table.sentence, "Says what shop.notes is."]);
});

it("heads a file of comments with one sentence, and leaves them out beside others", () => {
  const headerOf = (changes: readonly Change[]) =>
    migrationText("shop", "0001_first", changes).split("\n\n")[0]?.split("\n").slice(3);
  expect(headerOf(comments)).toEqual([`-- ${gathered}`]);
  expect(headerOf([table, ...comments])).toEqual([`-- ${table.sentence}`]);
});
