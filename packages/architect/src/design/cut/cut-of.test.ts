import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptInterviews, takenFrom } from "../../cli/interview/fixture.js";
import { type EntityNeed, type Needs, needsOf } from "../needs/index.js";
import { type Cut, cutOf } from "./index.js";

const kept = await Promise.all(
  keptInterviews.map(async (one) => [one.name, needsOf((await takenFrom(one)).interview.brief)] as const),
);
const needsNamed = (name: string): Needs => {
  const found = kept.find(([one]) => one === name)?.[1];
  if (!found) throw new Error(`No interview is called ${name}.`);
  return found;
};
const entitiesOf = ({ services }: Cut) =>
  Object.fromEntries(services.map(({ name, entities }) => [name, entities.map((one) => one.name)]));

describe("how a system is cut", () => {
  it.each([
    [
      "shop",
      {
        catalog: ["product", "stock level"],
        shoppers: ["shopper"],
        orders: ["order", "order line", "payment", "return"],
      },
    ],
    [
      "small-feature",
      {
        catalog: ["product", "stock level"],
        shoppers: ["shopper"],
        orders: ["order", "order line", "payment", "return", "refund"],
      },
    ],
    [
      "payments",
      {
        payments: ["payment", "payout", "refund", "dispute"],
        ledger: ["ledger account", "ledger entry"],
        sellers: ["seller"],
      },
    ],
    ["telemetry", { devices: ["device", "station", "alarm"], readings: ["reading", "hourly sum"] }],
    ["saas", { organisations: ["organisation", "employee"], shifts: ["shift", "absence", "swap"] }],
    [
      "content",
      {
        articles: ["article", "version", "picture", "front page"],
        accounts: ["subscription", "staff account"],
      },
    ],
    ["internal-tool", { purchasing: ["request", "approval", "order", "supplier", "trail entry"] }],
    [
      "regulated-health",
      {
        patients: ["patient", "consent"],
        results: ["laboratory order", "result", "acknowledgement", "look"],
      },
    ],
  ])("keeps in %s together what belongs together", (name, expected) => {
    expect(entitiesOf(cutOf(needsNamed(name)))).toEqual(expected);
  });

  it("gives each feature to the service that keeps what it is about", () => {
    const { services, workflows } = cutOf(needsNamed("shop"));
    expect(
      Object.fromEntries(services.map(({ name, features }) => [name, features.map((one) => one.name)])),
    ).toEqual({
      catalog: ["Find a part", "Keep the catalogue"],
      shoppers: [],
      orders: ["Place an order", "Pay", "Follow an order", "Returns", "Reviews"],
    });
    expect(
      workflows.map(({ feature, services, systems }) => [feature.name, services, systems]).slice(0, 4),
    ).toEqual([
      ["Find a part", ["catalog"], []],
      ["Place an order", ["orders", "catalog"], []],
      ["Pay", ["orders", "catalog"], ["payment provider", "warehouse system"]],
      ["Follow an order", ["orders"], ["mail service"]],
    ]);
  });

  it("says why", () => {
    const { services } = cutOf(needsNamed("shop"));
    expect(services.map(({ because }) => because)).toEqual([
      "They change together: stock level names product.",
      expect.stringMatching(/^Who uses it is kept apart/),
      "They change together: payment names order; order line is a part of order; return names order line.",
    ]);
  });

  it("keeps everything in one where nobody says what it keeps", () => {
    const { services, workflows } = cutOf({ ...needsNamed("shop"), entities: [] });
    expect(services.map(({ name, entities }) => [name, entities.length])).toEqual([["core", 0]]);
    expect(workflows.every(({ owner }) => owner === "core")).toBe(true);
  });

  it("keeps people with the rest where the brief keeps both together", () => {
    const needs = needsNamed("regulated-health");
    const together = (question: string) =>
      question === "architecture.separation"
        ? { value: ["together"], from: [], bySomeone: true }
        : needs.choice(question);
    expect(Object.keys(entitiesOf(cutOf({ ...needs, choice: together })))).not.toContain("patients");
  });

  it.each(kept)("of %s does not hang on the order of the rows", (_, needs) => {
    const usual = cutOf(needs);
    const groups = (cut: Cut) =>
      cut.services
        .map(
          ({ name, entities, features }) =>
            `${name}: ${[...entities, ...features].map((one) => one.name).sort()}`,
        )
        .sort();
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...needs.entities], { minLength: needs.entities.length }),
        fc.shuffledSubarray([...needs.features], { minLength: needs.features.length }),
        (entities, features) => {
          expect(groups(cutOf({ ...needs, entities, features }))).toEqual(groups(usual));
        },
      ),
      { numRuns: 30 },
    );
  });

  it("holds every entity and feature once, under names that a blueprint takes, whatever they are called", () => {
    const name = fc.oneof(
      fc.constantFrom(
        "order",
        "user",
        "Заказ",
        "größe",
        "select",
        "constructor",
        "注文",
        "pg",
        "log",
        "`*/\u2028",
        "a".repeat(200),
      ),
      fc.string({ unit: "binary", minLength: 1, maxLength: 40 }),
    );
    const needs = needsNamed("shop");
    const entity = (named: string): EntityNeed => ({
      name: named,
      holds: "name, order, select",
      now: 0,
      inAYear: 100,
      privacy: "personal",
      from: [],
    });
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 12 }), (names) => {
        const entities = names.map(entity);
        const { services } = cutOf({ ...needs, entities });
        expect(services.flatMap((one) => one.entities).length).toBe(entities.length);
        expect(new Set(services.flatMap((one) => one.features))).toEqual(new Set(needs.features));
        expect(new Set(services.map((one) => one.name)).size).toBe(services.length);
        for (const { name } of services) expect(name).toMatch(/^[a-z][a-zA-Z0-9]*$/);
      }),
      { numRuns: 100 },
    );
  });

  it("makes few services of many entities", () => {
    const needs = needsNamed("saas");
    const many = Array.from(
      { length: 30 },
      (_, at): EntityNeed => ({
        name: `thing ${at}`,
        holds: `name, thing ${(at * 7) % 30}`,
        now: 0,
        inAYear: 100,
        privacy: "internal",
        from: [],
      }),
    );
    expect(cutOf({ ...needs, entities: many }).services.length).toBeLessThanOrEqual(8);
  });
});
