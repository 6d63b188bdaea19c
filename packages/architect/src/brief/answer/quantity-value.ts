import {
  formatQuantity,
  type Measure,
  measures,
  parseQuantityOf,
  type Quantity,
  type QuantityReading,
} from "../quantity/index.js";
import { isMapping, own, shown } from "./given.js";

const keys: readonly string[] = ["measure", "value", "percentile", "currency", "per", "condition"];

/** Reads a quantity that was typed, or that a file holds: a text, a number, or a quantity as a brief keeps it. */
export function readQuantityValue(given: unknown, allowed: readonly Measure[]): QuantityReading {
  if (typeof given === "string") return parseQuantityOf(given, allowed);
  if (typeof given === "number") return parseQuantityOf(String(given), allowed);
  if (given instanceof Date && Number.isFinite(given.getTime()))
    return parseQuantityOf(given.toISOString().slice(0, 10), allowed);
  const kept = isMapping(given) ? keptQuantity(given) : undefined;
  if (!kept)
    return {
      outcome: "invalid",
      problem: `${shown(given)} is no quantity: write it as a text, such as "200 a day".`,
    };
  if (!allowed.includes(kept.measure))
    return {
      outcome: "invalid",
      problem: `A ${kept.measure} is not what is asked for: ${allowed.join(", ")}.`,
    };
  if (!Number.isFinite(kept.value))
    return { outcome: "invalid", problem: `${shown(kept.value)} is no finite number.` };
  return parseQuantityOf(formatQuantity(kept), [kept.measure]);
}

function keptQuantity(given: { readonly [key: string]: unknown }): Quantity | undefined {
  const measure = own(given, "measure");
  const value = own(given, "value");
  if (typeof measure !== "string" || !isMeasure(measure) || typeof value !== "number") return undefined;
  if (Object.keys(given).some((key) => !keys.includes(key))) return undefined;
  const [percentile, currency, per, condition] = keys.slice(2).map((key) => own(given, key));
  if (percentile !== undefined && typeof percentile !== "number") return undefined;
  if (currency !== undefined && typeof currency !== "string") return undefined;
  if (per !== undefined && per !== "month") return undefined;
  if (condition !== undefined && typeof condition !== "string") return undefined;
  return {
    measure,
    value,
    ...(percentile !== undefined && { percentile }),
    ...(currency !== undefined && { currency }),
    ...(per !== undefined && { per }),
    ...(condition !== undefined && { condition }),
  };
}

function isMeasure(name: string): name is Measure {
  return Object.hasOwn(measures, name);
}
