import type { Override } from "../decisions/index.js";
import type { DecisionRecord } from "../records/index.js";

/** The form of stored designs that this version writes. */
export const designFormat = 1;

/** What is kept of a design beside its files: what cannot be worked out anew. */
export interface StoredDesign {
  /** What a person decided otherwise. */
  readonly overrides: readonly KeptOverride[];
  readonly records: readonly DecisionRecord[];
  /** Files of the blueprint as they were last drafted, sorted by path; none where the blueprint is a person's own. */
  readonly drafted: readonly DraftedFile[];
  /** SHA-256 of each document as it was last written, by its path from `docs/architecture`. */
  readonly documents: { readonly [path: string]: string };
  /** Digests of the answers that it was made from, by question. */
  readonly from: { readonly [question: string]: string };
}

export interface KeptOverride extends Override {
  /** RFC 3339, UTC. */
  readonly at: string;
}

export interface DraftedFile {
  /** From the project's folder, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Nothing was designed yet. */
export const emptyDesign: StoredDesign = Object.freeze({
  overrides: [],
  records: [],
  drafted: [],
  documents: {},
  from: {},
});
