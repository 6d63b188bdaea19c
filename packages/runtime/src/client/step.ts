import type { BehindReason, Change } from "./protocol.js";

/** What leads from one consistent state of a view to the next. */
export type Step<R> =
  /** All rows of the view: what was known before is not so any more. */
  | { readonly type: "snapshot"; readonly rows: readonly R[]; readonly cursor: string }
  /** What one or more whole transactions changed. */
  | { readonly type: "changes"; readonly changes: readonly Change<R>[]; readonly cursor: string }
  /** From here on changes come as they are committed. */
  | { readonly type: "live"; readonly cursor: string }
  /**
   * What there is may not be the newest until it is `live` again: changes come faster than they are taken, or the server cannot read them at the moment
   * (`away`). They come from the log then, and nothing is left out.
   */
  | { readonly type: "behind"; readonly reason: BehindReason }
  /** What came so far cannot be gone on with: the next step is a snapshot. */
  | { readonly type: "reset"; readonly code: string; readonly detail: string };

/** Nothing in the view changed up to the cursor. */
export interface Advance {
  readonly type: "advance";
  readonly cursor: string;
}
