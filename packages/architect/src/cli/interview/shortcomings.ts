import { gapsOf, type Interview } from "../../brief/index.js";

/** A question of an interview whose answer is clear, and yet lacks what a brief must have. */
export interface Shortcoming {
  readonly id: string;
  /** What is lacking, as a sentence. */
  readonly says: string;
}

/** Answers that are clear but do not suffice: a feature that must be there without a criterion, a metric without a number. */
export function shortcomingsOf({ brief, amendment }: Interview): readonly Shortcoming[] {
  const before = amendment === undefined ? "" : `${amendment}/`;
  return gapsOf(brief).flatMap(({ kind, question, says }) => {
    if (kind !== "criteria" && kind !== "metric") return [];
    const id = question.slice(before.length);
    return `${before}${id}` === question && !id.includes("/") ? [{ id, says }] : [];
  });
}
