import { expect, it } from "vitest";
import { digestsOfAnswers } from "./confirmation.js";
import { interviewOf } from "./interview/interview.js";
import { briefOf, refunds, shop } from "./scenario.js";
import { statusOf, statusText } from "./status.js";

it("tells how far a brief has come, what is missing, what is stale, what was edited and what to type", () => {
  const brief = briefOf(shop, { refunds });
  const status = statusOf(
    {
      ...brief,
      derived: [
        { kind: "design", path: "docs/architecture", from: { "scope.kind": "another" } },
        { kind: "tests", path: "tests", from: { "scope.kind": digestsOfAnswers(brief)["scope.kind"] ?? "" } },
      ],
    },
    ["scope.kind: commerce (was other)"],
  );

  expect(status).toMatchObject({
    state: "incomplete",
    progress: interviewOf(brief).progress,
    stale: [{ path: "docs/architecture", questions: ["scope.kind"] }],
    next: status.gaps[0]?.next,
  });
  const text = statusText(status);
  expect(text).toMatch(/Data and business logic +\[#*\.*\] \d of \d/);
  expect(text).toMatch(/Amendment refunds +\[#+\.+\] \d of \d/);
  expect(text).toContain("docs/architecture (design): made from other answers to scope.kind");
  expect(text).toContain("scope.kind: commerce (was other)");
  expect(text).toMatch(/Next: lintel interview/);
});
