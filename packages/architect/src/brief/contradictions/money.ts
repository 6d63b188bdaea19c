import type { Facts } from "../facts.js";
import { formatQuantity } from "../quantity/index.js";
import type { Quantity } from "../quantity/quantity.js";
import { sayNumber } from "../say.js";
import type { Rule } from "./rule.js";
import { instead, quantitiesWith } from "./ways.js";

/**
 * What is taken for the least, in euros, dollars, pounds or francs a month: an assumption, low on purpose, so that what is found by it holds for every
 * provider. Whoever knows better concedes.
 */
export const assumed = Object.freeze({
  machine: 15,
  gigabyte: 0.02,
  /** Requests a second that one machine answers. */
  rate: 5_000,
});

const machines: { readonly [topology: string]: number } = Object.freeze({
  "one-machine": 1,
  "one-region": 2,
  "several-zones": 5,
  "several-regions": 10,
});

const currencies = ["EUR", "USD", "GBP", "CHF"];

/** What a topology costs a month at the least. */
export function leastCost(topology: string): number {
  return (machines[topology] ?? 0) * assumed.machine;
}

/** The budget a month, where there is one in a currency that the assumptions hold for. */
export function monthlyBudget(facts: Facts): Quantity | undefined {
  const budget = facts.quantity("constraints.plan", "budget");
  return budget && budget.per === "month" && currencies.includes(budget.currency ?? "") ? budget : undefined;
}

/** `75 EUR`. */
export function sayCost({ currency, value }: Quantity): string {
  return formatQuantity({ measure: "money", value, ...(currency === undefined ? {} : { currency }) });
}

/** What is to be paid for, and with how much. */
export const money: readonly Rule[] = [
  {
    code: "budget-below-topology",
    questions: ["constraints.plan", "deployment.topology"],
    when: "The budget a month does not pay for the machines that the topology needs at the least.",
    find(facts) {
      const budget = monthlyBudget(facts);
      const topology = facts.chosen("deployment.topology")[0];
      if (!budget || topology === undefined) return;
      const least = leastCost(topology);
      if (budget.value >= least) return;
      const cheaper = ["several-zones", "one-region", "one-machine"].find(
        (one) => leastCost(one) <= budget.value && leastCost(one) < least,
      );
      return {
        says: `"${topology}" takes ${machines[topology]} machines at the least, assumed at ${sayCost({ ...budget, value: assumed.machine })} a month each: ${sayCost({ ...budget, value: least })}, and the budget is ${sayCost(budget)} a month.`,
        ways: [
          ...(cheaper === undefined ? [] : [instead("deployment.topology", cheaper)]),
          `constraints.plan: a budget of ${sayCost({ ...budget, value: least })} a month or more`,
        ],
      };
    },
  },
  {
    code: "budget-below-load",
    questions: ["constraints.plan", "performance.load"],
    when: "The budget a month does not pay for the machines that the peak needs at the least.",
    find(facts) {
      const budget = monthlyBudget(facts);
      const peak = facts.number("performance.load", "peak");
      if (!budget || peak === undefined) return;
      const needed = Math.ceil(peak / assumed.rate);
      const least = needed * assumed.machine;
      if (needed < 2 || budget.value >= least) return;
      const affordable = Math.floor(budget.value / assumed.machine) * assumed.rate;
      const usual = facts.number("performance.load", "usual") ?? 0;
      return {
        says: `${sayNumber(peak)} requests a second take ${sayNumber(needed)} machines, assumed at ${sayNumber(assumed.rate)} requests a second and ${sayCost({ ...budget, value: assumed.machine })} a month each: ${sayCost({ ...budget, value: least })}, and the budget is ${sayCost(budget)} a month.`,
        ways: [
          `constraints.plan: a budget of ${sayCost({ ...budget, value: least })} a month or more`,
          ...(affordable >= usual && affordable > 0
            ? [quantitiesWith(facts, "performance.load", { peak: affordable })]
            : []),
        ],
      };
    },
  },
];
