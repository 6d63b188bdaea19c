import { choose, quantities, quantity } from "../../scenario.js";
import { budget, load, recovery } from "./answers.js";
import type { Case } from "./case.js";

const topology = (id: string) => ({ "deployment.topology": choose(id) });
const kinds = (...ids: readonly string[]) => ({ "testing.kinds": choose(...ids) });
const lines = (share: number) => ({ "testing.coverage": quantities({ lines: quantity("share", share) }) });

export const architecture: { readonly [code: string]: Case } = {
  "functions-on-one-machine": {
    found: { "architecture.style": choose("serverless"), ...topology("one-machine") },
    near: [{ "architecture.style": choose("serverless") }, topology("one-machine")],
  },
};

export const testing: { readonly [code: string]: Case } = {
  "coverage-without-tests-of-code": {
    found: kinds("load", "security"),
    near: [{ ...kinds("load", "security"), ...lines(49) }, kinds("unit", "security")],
    says: "85 % of the lines",
  },
  "all-lines-by-the-longest-way": {
    found: { ...kinds("end-to-end", "load"), ...lines(100) },
    near: [
      { ...kinds("end-to-end", "load"), ...lines(99) },
      { ...kinds("end-to-end", "integration"), ...lines(100) },
    ],
  },
  "load-that-nothing-tries": {
    found: { ...load(5_000, 40, 1_000), ...kinds("unit") },
    near: [{ ...load(5_000, 40, 999), ...kinds("unit") }, load(5_000, 40, 1_000)],
    says: "1,000 requests a second",
  },
  "four-nines-that-nothing-tries": {
    found: { ...recovery(99.99, 300, 600), ...topology("several-zones") },
    near: [
      { ...recovery(99.98, 300, 600), ...topology("several-zones") },
      { ...recovery(99.99, 300, 600), ...topology("several-zones"), ...kinds("unit", "fault") },
    ],
    says: "99.99 %",
  },
  "duty-that-nothing-tries": {
    found: { "security.regulations": choose("soc2"), ...kinds("unit") },
    near: [{ "security.regulations": choose("soc2") }, kinds("unit")],
    says: "SOC 2",
  },
};

export const money: { readonly [code: string]: Case } = {
  "budget-below-topology": {
    found: { ...budget(74), ...topology("several-zones") },
    near: [
      { ...budget(75), ...topology("several-zones") },
      { ...budget(74), ...topology("one-region") },
      { ...budget(74, "JPY"), ...topology("several-zones") },
      { ...budget(74, "EUR", "once"), ...topology("several-zones") },
    ],
    says: "75 EUR, and the budget is 74 EUR a month",
  },
  "budget-below-load": {
    found: { ...budget(74), ...load(5_000, 4_000, 20_001) },
    near: [
      { ...budget(75), ...load(5_000, 4_000, 20_001) },
      { ...budget(74), ...load(5_000, 4_000, 20_000) },
    ],
    says: "20,001 requests a second take 5 machines",
  },
};
