import type pg from "pg";
import type { LoginOptions } from "./login.js";

/** What happened to a source that one may want to know of. */
export type WalChange =
  /** A slot is made; until it is there, order comes from what is visible. */
  | { readonly change: "slot-wanted"; readonly reason: string }
  | { readonly change: "slot-made"; readonly slot: string }
  /** Nothing can be read from it any more; what it would have told is found in the outbox. */
  | { readonly change: "slot-given-up"; readonly slot: string; readonly reason: string }
  /** Another process was still reading the slot, whose turn it is not any more. */
  | { readonly change: "slot-taken-over"; readonly slot: string }
  | { readonly change: "epoch-changed"; readonly reason: string }
  /** Transactions were given positions by looking at what is visible. */
  | { readonly change: "caught-up"; readonly transactions: number }
  | { readonly change: "following"; readonly slot: string; readonly from: string };

export interface WalSourceOptions extends LoginOptions {
  readonly schema: string;
  /** Whose rights read the tables of the log, and change its head. */
  readonly role: string;
  /** Whose turn it is: that of the lease in the head of the log. */
  readonly generation: bigint;
  readonly onChange?: ((change: WalChange) => void) | undefined;
  /** Whether batches may be given on a condition, which is looked at by whoever appends them. */
  readonly conditional?: boolean | undefined;
  /** Most transactions of a batch. 5,000 unless told. */
  readonly batch?: number | undefined;
  /** Most transactions that wait in memory. 50,000 unless told. */
  readonly waiting?: number | undefined;
  /** Bytes of others' write-ahead log after which the slot is moved on though there was nothing for us. 1 MiB unless told. */
  readonly idleBytes?: number | undefined;
}

/** What the parts of a source share. */
export interface SourceContext {
  readonly options: WalSourceOptions;
  /** Reads the tables. */
  readonly control: pg.Client;
  readonly slot: string;
  /** Has whoever waits for the next batch told that there is none, also where an answer of the server is waited for. */
  readonly fail: (error: unknown) => void;
  /** Raised when the source is closed. */
  readonly closed: AbortSignal;
  readonly report: (change: WalChange) => void;
}

/** It is another process's turn: the generation in the head of the log is not ours any more. */
export class TurnLost extends Error {
  constructor(generation: bigint) {
    super(`The log is ordered by another process; expected the generation ${generation} in its head.`);
    this.name = "TurnLost";
  }
}

/** The publication was changed while a slot was read with it: that slot may have passed over something. */
export class PublicationChanged extends Error {
  constructor() {
    super("Its publication had been changed.");
    this.name = "PublicationChanged";
  }
}
