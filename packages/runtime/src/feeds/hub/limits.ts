import type { FeedWindow } from "./interface.js";

/** What feeds take at most, of memory, connections and time. Milliseconds and bytes. */
export interface HubLimits {
  /** Subscriptions of the process. */
  readonly subscriptions: number;
  /** Of these, of all callers of one tenant. */
  readonly subscriptionsPerTenant: number;
  /** How far a client may be sent ahead of what it acknowledges. */
  readonly window: FeedWindow;
  /** Bytes that the connection of a follower has not accepted, above which it is not live any more. */
  readonly unsent: number;
  /** The same for one that is given the log at its own pace: what it is sent is shared with nobody. */
  readonly unsentBehind: number;
  /** Of one message: changes, or rows of a snapshot, and characters, about. */
  readonly message: { readonly changes: number; readonly characters: number };
  /** Of one page of the log, for followers that are not live. */
  readonly page: { readonly count: number; readonly bytes: number };
  /** Pages of a service's log that are read at once, and that are kept for others who come by. */
  readonly pages: { readonly atOnce: number; readonly kept: number };
  readonly snapshot: {
    /**
     * Snapshots of a service at once: each has a connection to itself. Others wait, and one caller, or one tenant, has all but one of them
     * at most. Where callers have tenants there is one more.
     */
    readonly atOnce: number;
    /** Rows that are read with one statement. */
    readonly page: number;
    readonly rows: number;
    readonly bytes: number;
    /** For how long one may take, and for how long the client may read nothing of it. */
    readonly time: number;
    readonly stall: number;
  };
  /** Of one snapshot for all who wait for the same view: who shares it, and what is held of it until they have read it. */
  readonly shared: { readonly followers: number; readonly characters: number };
  /** For how long the log may be unreadable before those who are live are told that they are not. */
  readonly away: number;
  /** Between two messages that say only how far the log was looked at. */
  readonly advance: number;
  /** For how long views are told of a page without anything else having its turn, but for one view at least. */
  readonly turn: number;
}

const mebi = 1_048_576;

export const usualLimits: HubLimits = Object.freeze({
  subscriptions: 20_000,
  subscriptionsPerTenant: 5_000,
  window: Object.freeze({ changes: 10_000, bytes: 2 * mebi }),
  unsent: mebi,
  unsentBehind: mebi / 4,
  message: Object.freeze({ changes: 1_000, characters: mebi / 4 }),
  page: Object.freeze({ count: 1_000, bytes: mebi }),
  pages: Object.freeze({ atOnce: 4, kept: 8 }),
  snapshot: Object.freeze({
    atOnce: 2,
    page: 200,
    rows: 1_000_000,
    bytes: 1_024 * mebi,
    time: 30_000,
    stall: 5_000,
  }),
  shared: Object.freeze({ followers: 1_000, characters: 4 * mebi }),
  away: 3_000,
  advance: 1_000,
  turn: 10,
});
