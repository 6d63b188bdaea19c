import { expect, it } from "vitest";
import type { Brief } from "./brief.js";
import { confirm, digestOf, digestsOfAnswers, staleOf, standingOf } from "./confirmation.js";
import { choose, completeBrief, refunds, rows, shop, withAnswer } from "./scenario.js";

const who = { name: "Who confirms", at: "2026-11-30T08:00:00Z" };
const brief = completeBrief(shop, { refunds });

it("digests to 64 digits, the same in whatever order and words it came to be", () => {
  const reordered: Brief = JSON.parse(JSON.stringify(brief, reverseKeys));
  const said: Brief = {
    ...reordered,
    answers: Object.fromEntries(
      Object.entries(reordered.answers).map(([id, answer]) => [id, { ...answer, said: "in other words" }]),
    ),
    history: [{ question: "scope.kind", from: "a", to: "b", reason: "c", at: who.at }],
    derived: [{ kind: "tests", path: "acceptance", from: {} }],
    concessions: { "four-nines-in-one-region": "of a contradiction that is not there" },
  };
  expect(digestOf(brief)).toMatch(/^[0-9a-f]{64}$/);
  expect(Object.keys(reordered.answers)).not.toEqual(Object.keys(brief.answers));
  expect(digestOf(said)).toBe(digestOf(brief));
});

it("digests answers to questions that are not asked any more to nothing", () => {
  expect(digestOf(withAnswer(brief, "no.such-question", choose("live")))).toBe(digestOf(brief));
});

it("digests open answers to nothing", () => {
  const { "testing.kinds": _kinds, ...answers } = brief.answers;
  const without: Brief = { ...brief, answers };
  const open: Brief = {
    ...without,
    answers: { ...answers, "testing.kinds": { said: "?", open: "unknown" } },
  };
  expect(digestOf(open)).toBe(digestOf(without));
});

it.each(Object.keys(shop).filter((id) => shop[id]?.kind === "table"))(
  "digests another %s to another",
  (id) => {
    expect(digestOf(withAnswer(brief, id, rows({ name: "another" })))).not.toBe(digestOf(brief));
  },
);

it("digests another amendment, and another name, to another", () => {
  const without = completeBrief(shop);
  const other = withAnswer(brief, "feature.rollout", choose("at-once"), "refunds");
  const digests = [brief, without, other, { ...brief, name: "another" }].map(digestOf);
  expect(new Set(digests).size).toBe(4);
});

it("stands unconfirmed, confirmed, changed, and confirmed again when the answer is as it was", () => {
  expect(standingOf(brief)).toEqual({ state: "unconfirmed" });
  const confirmed = confirm(brief, who);
  expect(standingOf(confirmed)).toEqual({
    state: "confirmed",
    confirmation: { ...who, digest: digestOf(brief) },
  });
  const other = withAnswer(
    confirmed,
    "testing.kinds",
    choose("unit", "integration", "security", "load", "fault"),
  );
  expect(standingOf(other).state).toBe("changed");
  expect(standingOf(confirm(other, who)).state).toBe("confirmed");
  const kinds = shop["testing.kinds"] ?? choose();
  expect(standingOf(withAnswer(other, "testing.kinds", kinds)).state).toBe("confirmed");
});

it("is incomplete with a question open, whatever was confirmed before, and cannot be confirmed", () => {
  const { "testing.kinds": _kinds, ...answers } = brief.answers;
  const incomplete = { ...confirm(brief, who), answers };
  expect(standingOf(incomplete)).toMatchObject({
    state: "incomplete",
    gaps: [{ kind: "open", question: "testing.kinds" }],
  });
  expect(() => confirm(incomplete, who)).toThrow(RangeError);
});

it("is confirmed by somebody, at a time", () => {
  expect(() => confirm(brief, { ...who, name: "  " })).toThrow(/name/);
  expect(() => confirm(brief, { ...who, at: "yesterday" })).toThrow(/yesterday/);
});

it("lists what was made of answers that are others now, with the questions", () => {
  const from = digestsOfAnswers(brief);
  const only = { "testing.kinds": from["testing.kinds"] ?? "" };
  const derived = [
    { kind: "design", path: "docs/architecture", from },
    { kind: "tests", path: "acceptance", from: only },
  ] as const;
  const made: Brief = { ...brief, derived };
  expect(staleOf(made)).toEqual([]);
  const other = withAnswer(made, "deployment.topology", choose("one-machine"));
  expect(staleOf(other)).toEqual([{ derived: derived[0], questions: ["deployment.topology"] }]);
  expect(staleOf({ ...made, amendments: {} }).flatMap(({ questions }) => [...questions].sort())).toEqual(
    Object.keys(brief.amendments.refunds?.answers ?? {})
      .map((id) => `refunds/${id}`)
      .sort(),
  );
});

function reverseKeys(_key: string, value: unknown): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).reverse())
    : value;
}
