import type { Facts } from "../facts.js";
import type { Rule } from "./rule.js";

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

/** Of a whole project, by subject. */
export const rules: readonly Rule[] = [];

/** Of an amendment, in the light of the brief that it adds to. */
export const amendmentRules: readonly Rule[] = [];

/** What is at odds in what is known so far of a project. */
export function contradictionsOf(facts: Facts): readonly Contradiction[] {
  return found(rules, facts);
}

/** What is at odds in what is known so far of an amendment, or between it and the brief. */
export function amendmentContradictionsOf(facts: Facts): readonly Contradiction[] {
  return found(amendmentRules, facts);
}

function found(among: readonly Rule[], facts: Facts): readonly Contradiction[] {
  return among.flatMap(({ code, questions, find }) => {
    if (!questions.every((question) => facts.isAnswered(question))) return [];
    const found = find(facts);
    return found ? [{ code, questions, says: found.says, ways: found.ways }] : [];
  });
}
