import type { Believed } from "../../identity/index.js";

/** Who opens a connection, as HTTP knows it. */
export interface FeedCaller {
  readonly believed: Believed;
  /** The client's address, or its network, behind proxies: whose share of connections is counted. */
  readonly address: string;
  readonly requestId: string;
}
