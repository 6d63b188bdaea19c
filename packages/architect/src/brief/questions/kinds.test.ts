import { expect, it } from "vitest";
import type { Answers } from "../brief.js";
import { askedOf } from "../interview/asked.js";
import { projectQuestions } from "./index.js";

const kinds = ["commerce", "payments", "telemetry", "saas", "content", "internal", "health", "other"];

/** What a project of a kind is asked that takes what is recommended to it. */
function askedOfKind(kind: string): ReadonlySet<string> {
  let answers: Answers = { "scope.kind": { said: kind, value: { kind: "choice", chosen: [kind] } } };
  for (const question of projectQuestions) {
    const { facts } = askedOf(projectQuestions, answers);
    const recommended = question.recommend?.(facts);
    if (question.answer.kind !== "choice" || question.id === "scope.kind" || !recommended) continue;
    const said = recommended.answer;
    answers = { ...answers, [question.id]: { said, value: { kind: "choice", chosen: said.split(", ") } } };
  }
  return new Set(askedOf(projectQuestions, answers).questions.map(({ id }) => id));
}

const asked = new Map(kinds.map((kind) => [kind, askedOfKind(kind)]));

it("asks each kind of system questions that it asks no other, or few", () => {
  for (const [kind, own] of asked) {
    for (const [other, others] of asked) {
      if (kind === other) continue;
      const differing =
        [...own].filter((id) => !others.has(id)).length + [...others].filter((id) => !own.has(id)).length;
      expect(differing, `${kind} and ${other}`).toBeGreaterThanOrEqual(6);
    }
  }
});

it.each([
  [
    "telemetry",
    [
      "integration.protocol",
      "integration.provisioning",
      "data.series",
      "data.late",
      "experience.offline",
      "architecture.rollups",
    ],
  ],
  [
    "payments",
    [
      "architecture.idempotency",
      "integration.reconciliation",
      "data.ledger",
      "security.cards",
      "data.disputes",
      "data.money",
    ],
  ],
  [
    "content",
    [
      "performance.freshness",
      "experience.workflow",
      "architecture.search",
      "integration.media",
      "experience.languages",
    ],
  ],
  [
    "saas",
    [
      "architecture.tenancy",
      "data.plans",
      "security.isolation",
      "data.tenant-export",
      "integration.single-sign-on",
    ],
  ],
  [
    "internal",
    [
      "integration.identity",
      "security.audit",
      "experience.spreadsheets",
      "data.approvals",
      "constraints.cutover",
    ],
  ],
  [
    "health",
    ["data.consent", "security.audit", "data.residency", "experience.break-glass", "data.retention"],
  ],
  [
    "commerce",
    ["data.stock", "data.money", "integration.payment", "performance.spike", "architecture.idempotency"],
  ],
])("asks %s what matters to it", (kind, questions) => {
  expect([...(asked.get(kind) ?? [])]).toEqual(expect.arrayContaining(questions));
});

it.each([
  [
    "Technicians of 40 municipal water utilities learn of a failing pump too late; no alarm shall be missed.",
    true,
  ],
  ["Trainers of several rowing clubs plan boats on paper; that shall end.", true],
  ["Each law firm keeps its cases in folders, and nobody finds them; they shall be found.", true],
  ["Doctors in four clinics of one group wait for results on paper; that shall end.", false],
  ["The purchasers of a company re-type orders by hand; that shall end.", false],
  ["People look for 12 kinds of birds and write them down by hand; that shall end.", false],
])(
  "asks a system of its own kind about organisations where several are spoken of: %s",
  (problem, isAsked) => {
    const answers: Answers = {
      "scope.kind": { said: "other", value: { kind: "choice", chosen: ["other"] } },
      "scope.problem": { said: problem, value: { kind: "text", text: problem } },
    };
    const ids = askedOf(projectQuestions, answers).questions.map(({ id }) => id);
    for (const id of ["architecture.tenancy", "performance.tenants", "security.isolation"])
      expect([id, ids.includes(id)]).toEqual([id, isAsked]);
  },
);
