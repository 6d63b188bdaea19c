import { expect, it } from "vitest";
import { interviewOf } from "../interview/interview.js";
import { answersOf, briefOf, choose } from "../scenario.js";
import { library, nothing } from "./fixture.js";
import { adoptBlueprint } from "./index.js";

const directory = import.meta.dirname;
const brief = adoptBlueprint(library, directory);
const { facts } = interviewOf(brief);

const row = (question: string, name: string) => facts.rows(question).find((one) => one.name === name);

it("answers what the blueprint tells, and marks it with the places that it was taken from", () => {
  const answered = Object.entries(brief.answers).filter(([, { value }]) => value !== undefined);
  expect(answered.map(([question]) => question).sort()).toEqual([
    "architecture.interfaces",
    "architecture.style",
    "data.edge-cases",
    "data.rules",
    "experience.errors",
    "integration.callers",
    "scope.features",
    "scope.users",
    "security.authentication",
  ]);
  for (const [, { said }] of answered)
    expect(said).toMatch(/^Taken from the blueprint: fixture\.ts:\d+(, fixture\.ts:\d+)*\.$/);
});

it("leaves open what it tells in part, as a draft that can be filled up, and answers nothing else", () => {
  const open = Object.entries(brief.answers).filter(([, answer]) => answer.open === "vague");
  expect(open.map(([question]) => question).sort()).toEqual([
    "architecture.technologies",
    "data.entities",
    "experience.consumers",
    "integration.systems",
  ]);
  const { said, missing } = brief.answers["data.entities"] ?? {};
  expect(said).toContain("name | holds | now | inAYear | privacy | keptFor");
  expect(said).toContain("book | what can be lent | - | 500,000 | public | -");
  expect(said).toContain("loan | who has which book | - | - | personal | -");
  expect(missing?.join()).toContain("Taken from the blueprint: fixture.ts:");
  expect(brief.answers["performance.load"]).toBeUndefined();
  expect(brief.answers["deployment.topology"]).toBeUndefined();
  expect(brief.confirmation).toBeUndefined();
});

it("makes features of commands, queries and entities, with criteria of their access and their errors", () => {
  expect(row("scope.features", "lend book")?.criteria).toEqual([
    'WHEN "lend book" is asked for by whoever is signed in THE SYSTEM SHALL do this, whole or not at all: lends a book to whoever asks.',
    'IF "lend book" is asked for by anybody else THEN THE SYSTEM SHALL refuse it and change nothing.',
    "IF it cannot be done (another has the book) THEN THE SYSTEM SHALL refuse it with status 409 and code BOOK_LENT.",
    "IF it cannot be done (there is no such book) THEN THE SYSTEM SHALL refuse it with status 404 and code BOOK_UNKNOWN.",
  ]);
  expect(row("scope.features", "most read")).toMatchObject({
    priority: "P0",
    what: "the books that are lent most",
  });
  expect(row("scope.features", "books")?.criteria).toContain(
    "WHEN books are to be created, updated and deleted by the role librarian THE SYSTEM SHALL do so.",
  );
  expect(row("scope.features", "books")?.criteria).toContain(
    "WHEN books change THE SYSTEM SHALL tell those who follow them of each change, in the order of the commits.",
  );
  expect(row("scope.features", "loans")?.criteria).toContain(
    "IF a client would have loans created, updated and deleted THEN THE SYSTEM SHALL refuse it.",
  );
  expect(row("scope.features", "take back")).toBeUndefined();
});

it("makes rules of constraints, and edge cases of what commands refuse as things stand", () => {
  expect(row("data.rules", "book")?.rule).toEqual([
    "IF a book would have the title of another THEN THE SYSTEM SHALL refuse it.",
    "THE SYSTEM SHALL keep the copies of a book at least 1 and at most 99.",
  ]);
  expect(row("data.rules", "loan")?.rule).toEqual([
    "IF a book is to be deleted while a loan refers to it THEN THE SYSTEM SHALL refuse it.",
    "IF a loan would have the reader and book of another THEN THE SYSTEM SHALL refuse it.",
    "THE SYSTEM SHALL never change the reader of a loan.",
  ]);
  expect(facts.rows("data.edge-cases").map(({ name }) => name)).toEqual(["lend book: BOOK_LENT"]);
});

it("takes users, callers, interfaces and facts on authentication from the access rules", () => {
  expect(facts.rows("scope.users").map(({ name }) => name)).toEqual([
    "anybody",
    "librarian",
    "signed-in user",
  ]);
  expect(row("scope.users", "anybody")?.does).toBe("read books and most read");
  expect(row("scope.users", "librarian")?.does).toBe(
    "create/update/delete books and look after webhooks of lending",
  );
  expect(row("scope.features", "webhooks")?.what).toBe("systems of others learn of these events: lent");
  expect(facts.chosen("integration.callers")).toEqual(["users", "anonymous"]);
  expect(facts.chosen("architecture.interfaces")).toEqual(["rest", "websocket", "webhooks"]);
  expect(facts.chosen("security.authentication")).toEqual([
    "user-owned",
    "permissions",
    "sensitive",
    "anonymous",
  ]);
  expect(brief.answers["experience.consumers"]?.said).toBe("web, partners");
});

it("keeps answers that were there already", () => {
  const before = { ...briefOf({}), answers: answersOf({ "scope.kind": choose("content") }) };
  const own = {
    ...before,
    answers: { ...before.answers, "experience.errors": { said: "?", open: "unknown" as const } },
  };
  const adopted = adoptBlueprint(library, directory, own);
  expect(adopted.answers["experience.errors"]).toEqual({ said: "?", open: "unknown" });
  expect(adopted.answers["scope.kind"]).toEqual(before.answers["scope.kind"]);
  expect(adopted.answers["scope.users"]).toEqual(brief.answers["scope.users"]);
  expect(adoptBlueprint(library, directory, adopted)).toEqual(adopted);
});

it("adopts a blueprint with nothing in it", () => {
  expect(Object.keys(adoptBlueprint(nothing, directory).answers)).not.toContain("scope.features");
});
