import type { AnswerValue } from "./value.js";

/** What was understood of an answer. */
export type Reading =
  /** `restated`: what was understood, in a sentence or two, with every number in its unit. */
  | { readonly outcome: "clear"; readonly value: AnswerValue; readonly restated: string }
  /** `missing`: what is asked for, two or three things at most. The question stays open. */
  | { readonly outcome: "vague"; readonly missing: readonly string[] }
  /** "I don't know." */
  | { readonly outcome: "unknown" }
  /** It cannot be an answer. `problems` name the value, the rule and the place. */
  | { readonly outcome: "invalid"; readonly problems: readonly Problem[] };

export interface Problem {
  /** Where in the answer: `rows[2].volume`, `peak`, or "" for the whole. */
  readonly at: string;
  readonly message: string;
}
