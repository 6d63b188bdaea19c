import type { TenantReach } from "../../blueprint/index.js";
import type { Delivery } from "../../postgres/consumers/index.js";
import type { Cause, Transaction } from "../../postgres/index.js";
import type { LogEntry } from "../../postgres/log/index.js";
import type { Retry } from "./retry.js";

/** Who follows a log and acts on what is in it, each entry once in effect. Milliseconds throughout. */
export interface Consumer {
  /** Its service, in whose database it works. */
  readonly service: string;
  readonly schema: string;
  /** Unique in its service: `invoices`. */
  readonly name: string;
  /** The name of its cursor. */
  readonly cursor: string;
  /** The service whose log it follows. */
  readonly source: string;
  /** How many entries may be handled at a time. */
  readonly workers: number;
  readonly retry: Retry;
  /** How long handling one entry may take. */
  readonly timeout: number;
  /** Where it begins when it runs for the first time: behind what is there, or with the first entry that is kept. */
  readonly start: "now" | "beginning";
  /** Whether it handles entries of this kind; the others are passed over. */
  readonly isWanted: (entry: Pick<LogEntry, "kind" | "subject">) => boolean;
  /**
   * Handles an entry in the transaction, which commits when it returns and is undone when it throws. May be run again. `attempt` counts
   * from 1.
   */
  readonly handle: (entry: Delivery, attempt: number, transaction: Transaction) => Promise<void>;
  /** Who caused what the handling of an entry changes. */
  readonly causeOf: (entry: Delivery) => Cause;
  /** Which tenants' rows the handling of an entry may have; nobody's unless told. */
  readonly reachOf?: ((entry: Delivery) => TenantReach) | undefined;
  /** What of an error may be kept where operators read it. */
  readonly describeError: (error: unknown) => string;
}

/** Entries after the cursor that may have been begun: what may lie in the inbox, and in memory. */
export const window = 1_000;
/** Lanes, and letters, that may wait; above either it reads no further until there are fewer. */
export const mostWaiting = Object.freeze({ lanes: 1_000, letters: 10_000 });
