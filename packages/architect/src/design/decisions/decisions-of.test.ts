import { expect, it } from "vitest";
import { briefOf, choose, quantities, quantity, shop, type Values } from "../../brief/scenario.js";
import { needsOf } from "../needs/index.js";
import { decided } from "./fixture.js";
import { type Decision, decisionFor } from "./index.js";

const without = (...questions: readonly string[]): Values =>
  Object.fromEntries(Object.entries(shop).filter(([question]) => !questions.includes(question)));
const of = (values: Values) => decided(needsOf(briefOf(values)));
const get = (
  decisions: readonly Decision[],
  ...named: Parameters<typeof decisionFor> extends [unknown, ...infer R] ? R : never
) => {
  const found = decisionFor(decisions, ...named);
  if (!found) throw new TypeError(`Nothing was decided of ${named.join(" ")}.`);
  return found;
};

it("settles every question of an architect for a small shop, each with what decided it and what would change it", () => {
  const decisions = of(shop);
  expect(decisions.map(({ id, subject }) => (subject ? `${id}/${subject}` : id))).toEqual([
    "style",
    "interfaces/calls",
    "interfaces/notices",
    "data-pattern",
    "consistency",
    "topology",
    "deployment",
    "backup",
    "replicas",
    "tenancy",
    "partitioning",
    "retention",
    "cache",
    "broker",
    "live-updates",
    "search",
    "identity/people",
    "identity/machines",
    "encryption",
    "idempotency",
  ]);
  for (const { id, options, chosen, because, consequences } of decisions) {
    expect(
      options.map((option) => option.id),
      id,
    ).toContain(chosen);
    expect(because, id).not.toEqual([]);
    expect(consequences, id).not.toEqual([]);
  }
});

it("says where things stand beside the threshold", () => {
  expect(get(of(shop), "replicas").wouldChange).toContainEqual({
    says: expect.stringMatching(
      /^Reads at the most in a year: [\d,]+ a second today\. Above 20,000 a second it would be "A standby, and replicas that are read from"\.$/,
    ),
    from: expect.arrayContaining(["REQ-PERF-001"]),
  });
});

it("keeps to what the brief says, and shows what the figures come to", () => {
  const values = { ...shop, "deployment.backups": choose("nightly") };
  expect(get(of(values), "backup")).toMatchObject({
    chosen: "nightly",
    calculated: "continuous",
    override: { byBrief: true, option: "nightly" },
    consequences: expect.arrayContaining([expect.stringMatching(/^The figures alone come to/)]),
  });
});

it("lets a person's word beat the brief's, and later decisions follow from it", () => {
  const needs = needsOf(briefOf(shop));
  const override = { decision: "style", option: "services", reason: "Two houses build it." } as const;
  const decisions = decided(needs, { overrides: [override] });
  expect(get(decisions, "style")).toMatchObject({ chosen: "services", override });
  expect(get(decisions, "deployment").because).toContainEqual(
    expect.objectContaining({
      says: expect.stringMatching(/^There are \d services, each of them a process/),
    }),
  );
});

it.each([
  [{ decision: "fashion", option: "x" }, "DECISION_UNKNOWN", /"fashion".*There are style, /],
  [{ decision: "style", option: "mesh" }, "DECISION_OPTION_UNKNOWN", /"mesh".*modular-monolith/],
  [
    { decision: "style", subject: "orders", option: "services" },
    "DECISION_SUBJECT_UNKNOWN",
    /"orders".*once/,
  ],
  [{ decision: "identity", option: "oidc" }, "DECISION_SUBJECT_UNKNOWN", /people, machines/],
  [{ decision: "style", option: "services", reason: " " }, "REASON_MISSING", /without a reason/],
])("refuses the override %j", (override, code, message) => {
  const full = { reason: "So it is.", ...override };
  expect(() => decided(needsOf(briefOf(shop)), { overrides: [full as never] })).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message), where: "override 1" }),
  );
});

it("names the questions that a decision rests on and that are open, and decides all the same", () => {
  const decisions = of(without("deployment.recovery", "deployment.backups"));
  expect(get(decisions, "backup")).toMatchObject({
    chosen: "continuous",
    missing: ["deployment.backups", "deployment.recovery"],
  });
  expect(get(decisions, "search").missing).not.toContain("deployment.recovery");
});

it("decides for a brief in which nothing is answered", () => {
  const decisions = of({});
  expect(decisions).toHaveLength(20);
  expect(get(decisions, "encryption").missing).toContain("data.entities");
});

it("asks for a second machine before it acknowledges where nothing may be lost", () => {
  const recovery = quantities({
    uptime: quantity("availability", 99.9),
    rpo: quantity("duration", 0),
    rto: quantity("duration", 3_600),
  });
  const decisions = of({
    ...without("deployment.backups", "deployment.topology"),
    "deployment.recovery": recovery,
  });
  expect(get(decisions, "backup").chosen).toBe("replicas");
  expect(get(decisions, "topology").chosen).toBe("several-zones");
  expect(get(decisions, "replicas").chosen).toBe("synchronous");
});
