import { sayNumber } from "../../brief/say.js";

export { sayDay, sayNumber, saySize, saySpan } from "../../brief/say.js";

/** A part of 1 as a percentage: `99.9 %`. */
export function sayPercent(part: number): string {
  return `${sayNumber(Math.round(part * 1_000_000) / 10_000)} %`;
}

/** A rate in the unit that suits it: `300 a second`, `12 an hour`. */
export function sayRate(perSecond: number): string {
  const units = [
    [1, "a second"],
    [60, "a minute"],
    [3_600, "an hour"],
    [86_400, "a day"],
  ] as const;
  const [size, unit] = units.find(([size]) => perSecond * size >= 1) ?? [86_400, "a day"];
  return `${sayNumber(rounded(perSecond * size))} ${unit}`;
}

/** Milliseconds: `150 ms`, `2 s`. */
export function sayMilliseconds(milliseconds: number): string {
  return milliseconds >= 1_000 && milliseconds % 100 === 0
    ? `${sayNumber(milliseconds / 1_000)} s`
    : `${sayNumber(rounded(milliseconds))} ms`;
}

/** `1 table`, `2 tables`; `many` where the plural is another. */
export function sayCount(count: number, one: string, many = `${one}s`): string {
  return `${sayNumber(count)} ${count === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function sayList(parts: readonly string[], word = "and"): string {
  return parts.length < 2
    ? (parts[0] ?? "")
    : `${parts.slice(0, -1).join(", ")} ${word} ${parts.at(-1) ?? ""}`;
}

/** To three digits that matter, as a person would say it. */
function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
