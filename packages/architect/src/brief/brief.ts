import type { AnswerValue } from "./answer/value.js";

/** The form of briefs that this version writes. */
export const briefFormat = 1;

/**
 * What was gathered of a project: frozen data, the same whoever asks and in whatever order questions were answered, but for `history`.
 */
export interface Brief {
  readonly format: typeof briefFormat;
  /** Of the project, as people call it. */
  readonly name: string;
  readonly answers: Answers;
  /** Smaller features that came later, each with answers of its own to the questions of features, by kebab-case name. */
  readonly amendments: { readonly [name: string]: Amendment };
  /** Contradictions between answers that a person means to live with, and why: by the contradiction's code. */
  readonly concessions: { readonly [contradiction: string]: string };
  /** Answers that were changed, oldest first. */
  readonly history: readonly Change[];
  readonly confirmation?: Confirmation;
  /** What was made from the brief, and which answers it was made from. */
  readonly derived: readonly Derived[];
}

export interface Answers {
  readonly [question: string]: Answer;
}

export interface Amendment {
  readonly title: string;
  readonly answers: Answers;
}

export interface Answer {
  /** As it was said. */
  readonly said: string;
  /** What it came to; undefined while the question is open: it was vague, or is not known, or was put off. */
  readonly value?: AnswerValue;
  readonly open?: "vague" | "unknown" | "skipped";
  /** What is still asked for, where it was vague. */
  readonly missing?: readonly string[];
  /** A recommendation that was accepted, and what it followed from. */
  readonly accepted?: { readonly reason: string; readonly from: readonly string[] };
}

export interface Change {
  /** `performance.latency`, or `refunds/feature.behaviour` of an amendment. */
  readonly question: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  /** RFC 3339, UTC. */
  readonly at: string;
}

/** That a person saw the summary and said so. */
export interface Confirmation {
  readonly name: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** Of what was confirmed: see `digestOf`. */
  readonly digest: string;
}

/** Something that was made from the brief. */
export interface Derived {
  readonly kind: "design" | "tests" | "proof";
  /** Of the file or folder, from the project's folder. */
  readonly path: string;
  /** Digests of the answers that it was made from, by question. */
  readonly from: { readonly [question: string]: string };
}

/** A brief in which nothing is answered yet. */
export function emptyBrief(name: string): Brief {
  return Object.freeze({
    format: briefFormat,
    name,
    answers: {},
    amendments: {},
    concessions: {},
    history: [],
    derived: [],
  });
}
