import type { DecisionId } from "../../design/index.js";

/** An answer to a problem that comes up again and again, with what it costs: as data, for people to read and for tools to search. */
export interface Pattern {
  /** kebab-case, stable: documents and searches refer to it. */
  readonly id: string;
  readonly group: PatternGroup;
  readonly title: string;
  /** What else it is called. */
  readonly also: readonly string[];
  /** What it is, in a sentence or two. */
  readonly is: string;
  readonly fits: readonly string[];
  readonly avoid: readonly string[];
  /** What pulls in different directions, and what this weighs. */
  readonly forces: readonly string[];
  readonly cost: readonly string[];
  readonly lintel: Expression;
  /** The decisions that take it, by the id of their option. */
  readonly decisions: readonly { readonly decision: DecisionId; readonly option: string }[];
  readonly sources: readonly Source[];
}

export const patternGroups = {
  structure: "Structure",
  data: "Data",
  reliability: "Reliability",
  messaging: "Messaging",
  api: "API",
  security: "Security",
  operations: "Operations",
  performance: "Performance",
} as const;

export type PatternGroup = keyof typeof patternGroups;

/** How Lintel says it. */
export interface Expression {
  readonly how: keyof typeof expressions;
  /** In a sentence or two. */
  readonly says: string;
  /** Words of the blueprint: `entity(...)`, `.consumer(...)`, `softDelete`. */
  readonly words: readonly string[];
  /** Commands: `lintel db diff`. */
  readonly verbs: readonly string[];
  /** Pages below `docs/`, with the section where one is meant: `explanation/access.md#closed-at-first`. */
  readonly pages: readonly string[];
}

export const expressions = {
  word: "by a word of the blueprint",
  always: "always, without being asked",
  verb: "by a command",
  yourself: "by what you write; nothing stands in the way",
  "not-yet": "not by Lintel yet",
} as const;

export interface Source {
  readonly author: string;
  readonly title: string;
  readonly year: number;
}
