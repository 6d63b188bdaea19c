import type { Facts } from "../facts.js";
import { formatQuantity } from "../quantity/index.js";
import type { Quantity } from "../quantity/quantity.js";

/** A choice to be answered instead. */
export function instead(question: string, ...chosen: readonly string[]): string {
  return `${question}: ${chosen.join(", ")}`;
}

/** What was chosen, and something more. */
export function add(facts: Facts, question: string, ...more: readonly string[]): string {
  const kept = facts.chosen(question).filter((one) => one !== "none" && !more.includes(one));
  return instead(question, ...kept, ...more);
}

/** What was chosen but for some; undefined where nothing would be left. */
export function without(facts: Facts, question: string, ...less: readonly string[]): readonly string[] {
  const kept = facts.chosen(question).filter((one) => !less.includes(one));
  return kept.length === 0 ? [] : [instead(question, ...kept)];
}

/** The quantities as they were answered, but for those that are given. */
export function quantitiesWith(
  facts: Facts,
  question: keyof typeof partsOf,
  changed: { readonly [part: string]: number },
): string {
  const said = partsOf[question].flatMap(([part, measure]) => {
    const kept = facts.quantity(question, part);
    const value = changed[part];
    const quantity: Quantity | undefined =
      value === undefined ? kept : { ...(kept ?? { measure }), measure, value };
    return quantity ? [`${part}: ${formatQuantity(quantity)}`] : [];
  });
  return `${question}: ${said.join("; ")}`;
}

const partsOf = {
  "deployment.recovery": [
    ["uptime", "availability"],
    ["rpo", "duration"],
    ["rto", "duration"],
  ],
  "performance.load": [
    ["concurrent", "count"],
    ["usual", "rate"],
    ["peak", "rate"],
  ],
  "performance.latency": [
    ["read", "latency"],
    ["write", "latency"],
  ],
  "performance.growth": [
    ["month", "growth"],
    ["storage", "size"],
  ],
  "testing.coverage": [["lines", "share"]],
  "performance.spike": [
    ["peak", "rate"],
    ["for", "duration"],
  ],
  "performance.tenants": [
    ["tenants", "count"],
    ["largest", "share"],
  ],
  "integration.limits": [
    ["caller", "rate"],
    ["burst", "count"],
  ],
  "data.series": [
    ["sources", "count"],
    ["every", "duration"],
    ["single", "duration"],
    ["sums", "duration"],
  ],
  "data.retention": [
    ["records", "duration"],
    ["looks", "duration"],
  ],
  "data.files": [
    ["largest", "size"],
    ["together", "size"],
  ],
} as const satisfies {
  readonly [question: string]: readonly (readonly [part: string, Quantity["measure"]])[];
};
