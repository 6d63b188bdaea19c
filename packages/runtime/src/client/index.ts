/**
 * Follows the feeds of a system: in browsers, and in Node. Depends on nothing.
 *
 * @packageDocumentation
 */
export type { Retry } from "./closing.js";
export type { Collection, CollectionState, CollectionStep } from "./collection.js";
export { type ConnectOptions, connect, type Feeds } from "./connect.js";
export type { Status, TokenSource } from "./connection.js";
export { FeedError } from "./feed-error.js";
export type { Follow } from "./follow.js";
export type { FollowOptions, ViewOptions } from "./options.js";
export { inLocalStorage, type Kept, type Persist } from "./persist.js";
export type { AnyRow, Change, FeedFault } from "./protocol.js";
export type { FeedRow, RowsOf } from "./rows-of.js";
export type { Step } from "./step.js";
export type { Where } from "./where.js";
