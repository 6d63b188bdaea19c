import type { AnswerValue } from "../answer/value.js";
import type { Answer, Answers, Brief } from "../brief.js";
import { standingOf } from "../confirmation.js";
import { digestOfText, shortDigest } from "./digest.js";
import { sealOf } from "./seal.js";

/** Kept with the data, so that whoever reads them next sees what was edited by hand since. */
export interface Written {
  /** SHA-256 of the document as it was written together with these data. */
  readonly document: string;
  /** SHA-256 of the document that it took the place of: whoever finds that one came after a writing that was cut short, and not after an edit. */
  readonly replaced?: string;
  /** Of a brief that is confirmed as it is written: see `sealOf`. */
  readonly confirmed?: string;
  /** Of each answer: what was said, and what it came to. */
  readonly answers: { readonly [question: string]: string };
  /** Of the other parts of a brief. */
  readonly parts: { readonly [part in Part]: string };
}

export const parts = ["name", "titles", "concessions", "history", "confirmation", "derived"] as const;

/** What of a brief is no answer. `titles` are those of amendments. */
export type Part = (typeof parts)[number];

export function writtenOf(brief: Brief, document: string, replaced: string | undefined): Written {
  return {
    document: digestOfText(document),
    ...(isConfirmed(brief) ? { confirmed: sealOf(brief) } : {}),
    ...(replaced === undefined ? {} : { replaced }),
    answers: Object.fromEntries(
      allAnswers(brief).map(([key, { said, value }]) => [key, `${saidDigest(said)}.${valueDigest(value)}`]),
    ),
    parts: partsOf(brief),
  };
}

function isConfirmed(brief: Brief): boolean {
  return brief.confirmation !== undefined && standingOf(brief).state === "confirmed";
}

export function partsOf(brief: Brief): Written["parts"] {
  const titles = Object.entries(brief.amendments).map(([name, { title }]) => [name, title]);
  return {
    name: shortDigest(brief.name),
    titles: shortDigest(Object.fromEntries(titles)),
    concessions: shortDigest(brief.concessions),
    history: shortDigest(brief.history),
    confirmation: shortDigest(brief.confirmation ?? null),
    derived: shortDigest(brief.derived),
  };
}

export function saidDigest(said: string): string {
  return shortDigest(said);
}

/** Of what it came to; an open answer came to nothing. */
export function valueDigest(value: AnswerValue | undefined): string {
  return shortDigest(value ?? null);
}

/** Every answer by its key: `performance.latency`, or `refunds/feature.behaviour` of an amendment. */
export function allAnswers(brief: Brief): readonly (readonly [key: string, given: Answer])[] {
  const of = (answers: Answers, before: string) =>
    Object.entries(answers).map(([id, given]) => [`${before}${id}`, given] as const);
  return [
    ...of(brief.answers, ""),
    ...Object.entries(brief.amendments).flatMap(([name, { answers }]) => of(answers, `${name}/`)),
  ];
}
