import type { Facts } from "../facts.js";

/** Two answers that cannot both hold. */
export interface Contradiction {
  /** kebab-case, stable: `four-nines-in-one-region`. */
  readonly code: string;
  /** Questions whose answers are at odds; one of them is to be answered anew. */
  readonly questions: readonly string[];
  /** What is at odds, with the numbers. */
  readonly says: string;
  /** Ways out, each as something that can be answered. */
  readonly ways: readonly string[];
}

/** What is at odds in what is known so far. */
export function contradictionsOf(facts: Facts): readonly Contradiction[] {
  throw new TypeError(`Nothing looks for contradictions yet: ${facts.isAnswered("scope.problem")}`);
}
