import type { Ask } from "./ask.js";
import type { Known } from "./needs.js";

/** The figures of a question, each in its measure's unit; undefined unless all of them are known. */
export function amountsOf<P extends string>(
  ask: Ask,
  question: string,
  parts: readonly P[],
): Known<{ readonly [part in P]: number }> | undefined {
  const value: { [part: string]: number } = {};
  for (const part of parts) {
    const amount = ask.facts.number(question, part);
    if (amount === undefined) return undefined;
    value[part] = amount;
  }
  return { value: value as { readonly [part in P]: number }, from: [ask.requirementOf(question)] };
}

/** A figure of a question, or what is taken in its place and why. */
export function amountsOr(
  ask: Ask,
  question: string,
  part: string,
  otherwise: number,
  because: string,
): Known<number> {
  const value = ask.facts.number(question, part);
  return value === undefined
    ? { value: otherwise, from: [], assumed: ask.assume(question, because) }
    : { value, from: [ask.requirementOf(question)] };
}

/** A rate, or 0 where there is none. */
export function rateOrNone(ask: Ask, question: string, part: string): number {
  return ask.facts.number(question, part) ?? 0;
}
