import { sayNumber, saySize } from "../../text/index.js";

/** An amount of a part in its unit, as a person reads it. */
export function sayAmount(value: number, unit: string): string {
  return unit === "bytes" ? saySize(value) : sayNumber(rounded(value));
}

/** To three digits that matter. */
export function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

/** When a part is full. */
export function sayFull(months: number | undefined): string {
  if (months === undefined) return "not within ten years";
  if (months <= 0) return "now";
  const shown = rounded(months);
  return `in ${sayNumber(shown)} ${shown === 1 ? "month" : "months"}`;
}
