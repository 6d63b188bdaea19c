import type { Architecture, Grounds } from "../design/index.js";
import type { Proposed } from "../design/proposal/index.js";
import type { KeptOverride, StoredDesign } from "../design/store/index.js";

/** What came of designing a project. Paths are from its folder. */
export interface Designed {
  readonly grounds: Grounds;
  /** Undefined where there is no blueprint to render from: of a dry run that would write the first, it is that of the draft. */
  readonly architecture: Architecture;
  readonly stored: StoredDesign;
  readonly draft: DraftOutcome;
  /** Overrides that name what there is not any more. */
  readonly setAside: readonly KeptOverride[];
  readonly documents: {
    readonly written: readonly string[];
    readonly removed: readonly string[];
    /** How many are as they should be, with those that were written. */
    readonly count: number;
    /** Edits by hand that lie beside now. */
    readonly aside: readonly { readonly path: string; readonly to: string }[];
    /** A person's own files where Lintel would write. */
    readonly foreign: readonly string[];
  };
  /** Files that were left, since somebody changed them while it ran. */
  readonly left: readonly string[];
}

export type DraftOutcome =
  /** There was no blueprint, or the untouched example of `lintel init`, which made room. */
  | { readonly outcome: "written"; readonly files: readonly string[]; readonly madeRoom: readonly string[] }
  /** The blueprint is a person's own: nothing is drafted. */
  | { readonly outcome: "own" }
  /** As it was. */
  | { readonly outcome: "unchanged" }
  /** Not asked for. */
  | { readonly outcome: "passed-over" }
  /** Shown, and nothing was touched. */
  | { readonly outcome: "proposed"; readonly files: readonly Proposed[] }
  | { readonly outcome: "applied"; readonly files: readonly Proposed[] };
