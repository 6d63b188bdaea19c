import { expect, it } from "vitest";
import type { AnswerValue, TableRow } from "./answer/value.js";
import { type Answer, emptyBrief } from "./brief.js";
import { gapsOf } from "./completeness.js";
import { interviewOf } from "./interview/interview.js";
import { projectQuestions } from "./questions/index.js";
import { choose, completeBrief, quantity, refunds, rows, shop, withAnswer } from "./scenario.js";
import { isTestable } from "./testable.js";

const complete = completeBrief(shop, { refunds });
const gaps = (question: string, value: AnswerValue, amendment?: string) =>
  gapsOf(withAnswer(complete, question, value, amendment));

it("finds nothing where everything is answered", () => {
  expect(gapsOf(complete)).toEqual([]);
});

it.each(interviewOf(complete).questions.map(({ id }) => id))("misses %s", (id) => {
  const { [id]: _left, ...answers } = complete.answers;
  expect(gapsOf({ ...complete, answers })).toContainEqual(
    expect.objectContaining({ kind: "open", question: id }),
  );
});

it.each([
  [{ said: "fast", open: "vague", missing: ["Which percentile?"] }, "vague", "Which percentile?"],
  [{ said: "?", open: "unknown" }, "unknown", "Nobody knows yet"],
  [{ said: "", open: "skipped" }, "open", "put off"],
] as const)("misses what is left open: %s", (answer: Answer, kind, says) => {
  const open = { ...complete, answers: { ...complete.answers, "performance.latency": answer } };
  expect(gapsOf(open)).toEqual([
    { kind, question: "performance.latency", says: expect.stringContaining(says), next: "lintel interview" },
  ]);
});

it("misses a criterion that can be tested of every feature that is P0, and of no other", () => {
  const feature = (priority: string, ...criteria: readonly string[]) =>
    gaps("scope.features", rows({ name: "Search", what: "finds", priority, criteria }));
  expect(feature("P0")).toMatchObject([{ kind: "criteria", question: "scope.features" }]);
  expect(feature("P0", "it works")).toHaveLength(1);
  expect(feature("P0", "THE SYSTEM SHALL be fast")).toHaveLength(1);
  expect(
    feature("P0", "THE SYSTEM SHALL be fast", "WHEN a word is sought THE SYSTEM SHALL list 20 rows"),
  ).toEqual([]);
  expect(feature("P1")).toEqual([]);
});

it("misses number, unit and way to measure of a metric", () => {
  const metric = (row: TableRow) => gaps("scope.metrics", rows({ name: "Orders", ...row }));
  expect(metric({ measuredBy: "a count" })).toMatchObject([{ kind: "metric", question: "scope.metrics" }]);
  expect(metric({ target: quantity("count", 3), measuredBy: "  " })).toHaveLength(1);
  expect(metric({ target: quantity("count", Number.NaN), measuredBy: "a count" })).toHaveLength(1);
  expect(metric({ target: "many", measuredBy: "a count" })[0]?.says).toContain("a number with its unit");
  expect(metric({ target: quantity("count", 3), measuredBy: "a count" })).toEqual([]);
});

it("covers all ten categories", () => {
  const missing = new Set(gapsOf(emptyBrief("shop")).map(({ question }) => question.split(".")[0]));
  expect(missing.size).toBe(10);
});

it("misses the same of an amendment, with its name in front", () => {
  const { "feature.rollout": _rollout, ...answers } = complete.amendments.refunds?.answers ?? {};
  const fewer = { ...complete, amendments: { refunds: { title: "Refunds", answers } } };
  expect(gapsOf(fewer)).toMatchObject([{ kind: "open", question: "refunds/feature.rollout" }]);
  expect(gaps("feature.behaviour", rows({ name: "Refund", priority: "P0" }), "refunds")).toMatchObject([
    { kind: "criteria", question: "refunds/feature.behaviour" },
  ]);
});

it("misses contradictions that nobody conceded", () => {
  const kinds = choose("load", "security");
  const atOdds = withAnswer(complete, "testing.kinds", kinds);
  const [gap, ...more] = gapsOf(atOdds);
  expect(more).toEqual([]);
  expect(gap).toMatchObject({ kind: "contradiction", question: "testing.coverage" });
  expect(gap?.says).toContain("(coverage-without-tests-of-code)");
  const code = "coverage-without-tests-of-code";
  expect(gapsOf({ ...atOdds, concessions: { [code]: "  " } })).toHaveLength(1);
  expect(gapsOf({ ...atOdds, concessions: { another: "reason" } })).toHaveLength(1);
  expect(gapsOf({ ...atOdds, concessions: { [code]: "The rules are in SQL." } })).toEqual([]);
});

it("says of every gap what to type", () => {
  const nothing = { ...emptyBrief("shop"), amendments: { refunds: { title: "Refunds", answers: {} } } };
  for (const { next } of gapsOf(nothing)) expect(next).toMatch(/^lintel (interview|brief change)/);
  expect(projectQuestions.length).toBeGreaterThan(20);
});

it.each([
  ["WHEN an order is placed THE SYSTEM SHALL reserve its stock", true],
  ["the system shall answer fast, within 150 ms", true],
  ["THE SYSTEM SHALL answer fast", false],
  ["THE SYSTEM SHALL", false],
  ["it just works", false],
  ["", false],
])("tells whether a test could decide: %s", (criterion, expected) => {
  expect(isTestable(criterion)).toBe(expected);
});
