import type { Facts } from "../facts.js";
import { amendmentRules } from "./amendment.js";
import { architecture } from "./architecture.js";
import { availability } from "./availability.js";
import { consistency } from "./consistency.js";
import { growth } from "./growth.js";
import { integration } from "./integration.js";
import { keeping } from "./keeping.js";
import { latency } from "./latency.js";
import { live } from "./live.js";
import { money } from "./money.js";
import { privacy } from "./privacy.js";
import { recovery } from "./recovery.js";
import type { Rule } from "./rule.js";
import { scale } from "./scale.js";
import { testing } from "./testing.js";

export { amendmentRules } from "./amendment.js";

/** Two answers that cannot both hold. */
export interface Contradiction {
  /** kebab-case, stable: `four-nines-in-one-region`. */
  readonly code: string;
  /** Questions whose answers are at odds; one of them is to be answered anew. */
  readonly questions: readonly string[];
  /** What is at odds, with the numbers. */
  readonly says: string;
  /** Ways out: the question, and what to answer; where the answer is a table, what to change in which row. */
  readonly ways: readonly string[];
}

/** Of a whole project, by subject. */
export const rules = Object.freeze({
  availability,
  recovery,
  scale,
  growth,
  latency,
  live,
  privacy,
  keeping,
  integration,
  architecture,
  consistency,
  testing,
  money,
} satisfies { readonly [subject: string]: readonly Rule[] });

/** What is at odds in what is known so far of a project. */
export function contradictionsOf(facts: Facts): readonly Contradiction[] {
  return found(Object.values(rules).flat(), facts);
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
