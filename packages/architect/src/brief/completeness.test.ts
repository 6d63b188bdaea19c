import { expect, it, vi } from "vitest";
import type { Answer } from "./brief.js";
import { gapsOf } from "./completeness.js";
import { projectQuestions } from "./questions/index.js";
import { briefOf, quantity, refunds, rows, shop, type Values } from "./scenario.js";
import { isTestable } from "./testable.js";

vi.mock("./questions/index.js", async () => await import("./fixture.js"));

const gaps = (values: Values, amendments = {}) => gapsOf(briefOf(values, amendments));

it("finds nothing where everything is answered", () => {
  expect(gaps(shop, { refunds })).toEqual([]);
});

it.each(Object.keys(shop))("misses %s", (id) => {
  const { [id]: _left, ...others } = shop;
  expect(gaps(others)).toContainEqual(expect.objectContaining({ kind: "open", question: id }));
});

it.each([
  [{ said: "fast", open: "vague", missing: ["Which percentile?"] }, "vague", "Which percentile?"],
  [{ said: "?", open: "unknown" }, "unknown", "Nobody knows yet"],
  [{ said: "", open: "skipped" }, "open", "put off"],
] as const)("misses what is left open: %s", (answer: Answer, kind, says) => {
  const brief = briefOf(shop);
  const open = { ...brief, answers: { ...brief.answers, "performance.latency": answer } };
  expect(gapsOf(open)).toEqual([
    { kind, question: "performance.latency", says: expect.stringContaining(says), next: "lintel interview" },
  ]);
});

it("misses a criterion that can be tested of every feature that is P0, and of no other", () => {
  const feature = (priority: string, ...criteria: readonly string[]) =>
    gaps({ ...shop, "scope.features": rows({ name: "Search", what: "finds", priority, criteria }) });
  expect(feature("P0")).toMatchObject([{ kind: "criteria", question: "scope.features" }]);
  expect(feature("P0", "it works")).toHaveLength(1);
  expect(feature("P0", "THE SYSTEM SHALL be fast")).toHaveLength(1);
  expect(
    feature("P0", "THE SYSTEM SHALL be fast", "WHEN a word is sought THE SYSTEM SHALL list 20 rows"),
  ).toEqual([]);
  expect(feature("P1")).toEqual([]);
});

it("misses number, unit and way to measure of a metric", () => {
  const metric = (row: object) => gaps({ ...shop, "scope.metrics": rows({ name: "Orders", ...row }) });
  expect(metric({ measuredBy: "a count" })).toMatchObject([{ kind: "metric", question: "scope.metrics" }]);
  expect(metric({ target: quantity("count", 3), measuredBy: "  " })).toHaveLength(1);
  expect(metric({ target: quantity("count", Number.NaN), measuredBy: "a count" })).toHaveLength(1);
  expect(metric({ target: "many", measuredBy: "a count" })[0]?.says).toContain("a number with its unit");
  expect(metric({ target: quantity("count", 3), measuredBy: "a count" })).toEqual([]);
});

it("covers all ten categories", () => {
  const missing = new Set(gaps({}).map(({ question }) => question.split(".")[0]));
  expect(missing.size).toBe(10);
});

it("misses the same of an amendment, with its name in front", () => {
  const { "feature.rollout": _rollout, ...fewer } = refunds;
  expect(gaps(shop, { refunds: fewer })).toMatchObject([
    { kind: "open", question: "refunds/feature.rollout" },
  ]);
  const untestable = { ...refunds, "feature.behaviour": rows({ name: "Refund", priority: "P0" }) };
  expect(gaps(shop, { refunds: untestable })).toMatchObject([
    { kind: "criteria", question: "refunds/feature.behaviour" },
  ]);
});

it("says of every gap what to type", () => {
  for (const { next } of gaps({}, { refunds: {} })) expect(next).toMatch(/^lintel (interview|brief change)/);
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
