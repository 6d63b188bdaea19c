import type { Parameter } from "../parameter.js";

/** The values of a statement in the making, each with its `$n`. */
export interface Parameters {
  readonly values: Parameter[];
  /** Takes a value and gives the placeholder that stands for it. */
  add(value: Parameter): string;
}

/** Parameters that begin after those that are there already. */
export function collectParameters(first: readonly Parameter[] = []): Parameters {
  const values = [...first];
  return { values, add: (value) => `$${values.push(value)}` };
}
