/** The order of a service's log from PostgreSQL's write-ahead log. */
export type { CommittedBatch, WalSource } from "./committed.js";
export { TurnLost, type WalChange, type WalSourceOptions } from "./context.js";
export { dropPublicationStatement, publicationStatement } from "./publication.js";
export type { SlotState } from "./slot.js";
export { openWalSource } from "./source.js";
export { dropIdleSlot, readWalStatus, type WalStatus } from "./status.js";
export { readWalSupport, type WalRefusal, type WalSupport } from "./support.js";
export { type KeptSlot, readFlushed, readKeptSlot } from "./watch.js";
