import type { Facts } from "../../facts.js";
import type { Authenticator } from "../../identity/index.js";
import type { FeedHub } from "../hub/interface.js";
import type { Places } from "./places.js";
import type { Roll } from "./roll.js";
import type { SessionLimits } from "./session.js";

/** What all connections of a process share. */
export interface FeedContext {
  readonly hub: FeedHub;
  readonly identity: Authenticator;
  readonly facts: Facts;
  readonly places: Places;
  readonly roll: Roll;
  readonly limits: SessionLimits;
  /** Milliseconds after which something is sent, whatever happens. */
  readonly heartbeat: number;
  /** Milliseconds for which a client may read nothing of what waits for it. */
  readonly unread: number;
  /** Milliseconds between two looks at a connection. */
  readonly interval: number;
  /** Milliseconds that only go forward. */
  readonly clock: () => number;
}
