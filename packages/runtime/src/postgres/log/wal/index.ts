/** The order of a service's log from PostgreSQL's write-ahead log. */
export type { CommitSource, CommittedBatch, CommittedTransaction, Progress } from "./committed.js";
export { TurnLost, type WalChange, type WalSourceOptions } from "./context.js";
export { dropPublicationStatement, publicationStatement } from "./publication.js";
export { openWalSource } from "./source.js";
