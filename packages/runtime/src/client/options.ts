import type { Persist } from "./persist.js";
import type { Where } from "./where.js";

/** What a view is of. */
export interface ViewOptions<R, F extends keyof R = keyof R> {
  /** Conditions on the fields, as in the filters of REST; every row that the caller may read unless told. */
  readonly where?: Where<R>;
  /** The fields that come, besides `id` and `version`; all unless told. */
  readonly fields?: readonly F[];
  /** Keeps position (and rows, of a collection) between two runs. */
  readonly persist?: Persist;
}

/** How a view is followed step by step. */
export interface FollowOptions<R, F extends keyof R = keyof R> extends ViewOptions<R, F> {
  /** A cursor to go on from. */
  readonly from?: string;
  /** False to begin with what changes from now on, without the rows. */
  readonly snapshot?: boolean;
}
