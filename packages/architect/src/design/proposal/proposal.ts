import type { DraftedFile } from "../store/index.js";

/** What a new draft would make of one file, and what it would leave. */
export type Proposed =
  /** New in the draft. */
  | { readonly kind: "add"; readonly path: string; readonly text: string }
  /** As it was drafted: the new draft takes its place. */
  | { readonly kind: "replace"; readonly path: string; readonly before: string; readonly text: string }
  /** Edited: what changed in the draft is taken in beside what a person changed. */
  | { readonly kind: "merge"; readonly path: string; readonly before: string; readonly text: string }
  /** As it was drafted, and not drafted any more: it is taken away. */
  | { readonly kind: "remove"; readonly path: string; readonly before: string }
  /** Edited, and not drafted any more: it stays, and is a person's own from now on. */
  | { readonly kind: "let-go"; readonly path: string }
  | Conflict;

/** What cannot be settled without a person: the file stays as it is. */
export type Conflict =
  /** The same lines were changed by a person and in the draft. */
  | {
      readonly kind: "both-changed";
      readonly path: string;
      readonly places: readonly Place[];
      readonly draft: string;
    }
  /** A person took the file away, and its draft changed. */
  | { readonly kind: "taken-away"; readonly path: string; readonly draft: string }
  /** New in the draft, and a file of a person is there. */
  | { readonly kind: "in-the-way"; readonly path: string; readonly before: string; readonly draft: string };

/** Lines of a file that were changed on both sides. */
export interface Place {
  /** In the file as it is, from 1. */
  readonly line: number;
  readonly yours: readonly string[];
  readonly drafted: readonly string[];
}

export interface Proposal {
  /** Sorted by path; empty where there is nothing to propose. */
  readonly files: readonly Proposed[];
  /** What counts as drafted where nothing is applied: what a person brought to the new draft by hand is settled. */
  readonly standing: readonly DraftedFile[];
  /** What counts as drafted once it is applied. Of a conflict the draft before, so that it is told again. */
  readonly applied: readonly DraftedFile[];
}

export function isConflict(proposed: Proposed): proposed is Conflict {
  return ["both-changed", "taken-away", "in-the-way"].includes(proposed.kind);
}
