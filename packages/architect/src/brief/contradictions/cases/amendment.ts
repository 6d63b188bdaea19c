import { choose, quantities, quantity, rows, type Values } from "../../scenario.js";

interface Given {
  readonly feature: Values;
  readonly project?: Values;
}

const keeps = (name: string, holds: string, privacy: string): Values => ({
  "feature.data": rows({ name, holds, now: quantity("count", 0), inAYear: quantity("count", 9), privacy }),
});
const load = (peak: number): Values => ({ "feature.load": quantities({ peak: quantity("rate", peak) }) });
const release = (day: number): Values => ({
  "feature.release": quantities({ release: quantity("date", day) }),
});
const regulations = (...ids: readonly string[]): Values => ({ "security.regulations": choose(...ids) });
const security = (...ids: readonly string[]): Values => ({ "feature.security": choose(...ids) });

/** For each rule of amendments, by its code: answers of the refunds that are others, and of the shop. */
export const amendmentCases: {
  readonly [code: string]: {
    readonly found: Given;
    readonly near: readonly Given[];
    readonly says: string;
  };
} = {
  "feature-above-peak": {
    found: { feature: load(401) },
    near: [{ feature: load(400) }],
    says: "401 times a second",
  },
  "feature-before-the-system": {
    found: { feature: release(21_199) },
    near: [{ feature: release(21_200) }],
    says: "2028-01-16",
  },
  "sensitive-feature-under-no-regulation": {
    found: { feature: keeps("note", "what was said", "sensitive"), project: regulations("none") },
    near: [
      { feature: keeps("note", "what was said", "sensitive") },
      { feature: keeps("note", "what was said", "personal"), project: regulations("none") },
    ],
    says: '"note"',
  },
  "feature-with-card-data-without-pci-dss": {
    found: { feature: keeps("refund", "amount and credit card", "internal") },
    near: [
      { feature: keeps("refund", "amount, no credit card", "internal") },
      {
        feature: keeps("refund", "amount and credit card", "internal"),
        project: regulations("gdpr", "pci-dss"),
      },
    ],
    says: '"credit card" in "refund"',
  },
  "personal-feature-that-brings-nothing": {
    found: { feature: { ...keeps("note", "what was said", "personal"), ...security("none") } },
    near: [
      { feature: { ...keeps("note", "what was said", "personal"), ...security("personal-data") } },
      { feature: { ...keeps("note", "what was said", "internal"), ...security("none") } },
    ],
    says: '"note"',
  },
  "entity-that-is-there-already": {
    found: { feature: keeps("Order", "what was ordered", "public") },
    near: [
      { feature: keeps("Order", "what was ordered", "personal") },
      { feature: keeps("Refund", "what was paid back", "public") },
    ],
    says: 'keep "Order" as public',
  },
};
