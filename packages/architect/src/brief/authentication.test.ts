import { expect, it } from "vitest";
import { authenticationDecision } from "./authentication.js";
import { factsOf } from "./facts.js";
import { projectQuestions } from "./questions/index.js";
import { choose } from "./scenario.js";

const facts = ["user-owned", "permissions", "sensitive", "anonymous", "state", "compliance"] as const;

const combinations = Array.from({ length: 64 }, (_, bits) =>
  facts.filter((_fact, position) => bits & (1 << position)),
);

function decide(...chosen: readonly string[]) {
  return authenticationDecision(factsOf(projectQuestions, { "security.authentication": choose(...chosen) }));
}

it.each(combinations.map((chosen) => ({ chosen })))("decides by the facts $chosen", ({ chosen }) => {
  const decision = decide(...(chosen.length === 0 ? ["none"] : chosen));
  const expected = chosen.some((fact) => ["permissions", "sensitive", "compliance"].includes(fact))
    ? "required"
    : chosen.includes("user-owned")
      ? "optional"
      : "not-needed";
  expect(decision?.verdict).toBe(expected);
  expect(decision?.because.length).toBeGreaterThan(0);
  expect(decision?.wouldChange.length).toBeGreaterThan(0);
});

it("is undecided while the question is open", () => {
  expect(authenticationDecision(factsOf(projectQuestions, {}))).toBeUndefined();
});

it("names the facts that decided, and what would make it another verdict", () => {
  expect(decide("user-owned", "permissions", "compliance")).toEqual({
    verdict: "required",
    because: ["Accounts have different permissions.", "There is a duty of compliance."],
    wouldChange: [
      "Without accounts with different permissions and a duty of compliance it would be optional: start without.",
    ],
  });
  expect(decide("sensitive")?.wouldChange).toEqual([
    "Without sensitive or private information it would be not needed, as no data belong to users.",
  ]);
  expect(decide("user-owned", "anonymous", "state")).toEqual({
    verdict: "optional",
    because: [
      "Data belong to users.",
      "Nothing demands it: no accounts with different permissions, no sensitive or private information, no duty of compliance.",
      "It can serve the public without knowing who asks: start without.",
      "State is kept between sessions which a client could not keep itself: a random key that the client holds will do at first.",
    ],
    wouldChange: [
      "Without data that belong to users it would not be needed.",
      "Any one of these would make it required: accounts with different permissions; sensitive or private information; a duty of compliance.",
    ],
  });
});
