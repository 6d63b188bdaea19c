import type { Actor } from "../../blueprint/index.js";
import type { LintelError } from "../../errors.js";
import type { Frame } from "./frame.js";

/** What a transport gives the hub to write to: one for each subscription. */
export interface FeedSink {
  /**
   * Takes a message for this subscription, and does not wait. Never throws: what a connection that is gone is given is dropped. Several may come
   * in one turn; a transport writes them together.
   */
  send(frame: Frame): void;
  /** Bytes taken and not yet accepted by the peer, of the whole connection. */
  readonly unsent: number;
  /**
   * Calls back once, later, when `unsent` is below the transport's low mark (a quarter of a mebibyte or less), or when the connection is
   * gone. Each call registers one call back; the hub has no more than one open for a subscription.
   */
  drained(then: () => void): void;
}

/** What a client asks to follow. */
export interface FeedRequest {
  /** The subscription's number, of the client's choice: it stands in every message. Frames are shared among those with the same. */
  readonly id: number;
  readonly actor: Actor;
  /** Whose turn is taken where all wait in turn, such as for a snapshot; the actor's id unless told. */
  readonly caller?: string | undefined;
  /** The name of the entity in the blueprint. */
  readonly entity: string;
  /** The query string, without its question mark: `filter[...]` and `fields`. */
  readonly query: string;
  /** The cursor to go on from, as the client sent it: it is read here. */
  readonly from?: string | undefined;
  /** `false` to begin now, without rows; nothing where `from` is given. */
  readonly snapshot: boolean;
  /** `false` where the transport has no `ack` (SSE): then only `unsent` bounds what is sent. */
  readonly acknowledges?: boolean | undefined;
}

/**
 * How a subscription ended: the transport ended it (`closed`), the client was told `reset` or `failed` in its last frame, or the hub stops (`stopped`),
 * which the client was not told.
 */
export interface Closing {
  readonly reason: "closed" | "reset" | "failed" | "stopped";
  readonly error?: LintelError | undefined;
}

/** An open view. Its messages come through the sink. */
export interface Subscription {
  /** The client took in everything up to and with this position, that of a `changes` or `advance`. What was not sent yet counts for nothing. */
  acknowledge(position: number): void;
  /**
   * The same person, with a new token: the view is worked out anew. Where it is not the same any more, the client is told `reset` with
   * `FEED_VIEW_CHANGED` and the subscription is closed; where it is, nothing happens.
   */
  changeActor(actor: Actor): void;
  /** Ends it: nothing is sent after this returns. May be called again. */
  close(): void;
  /** Settles when it has ended; never rejects. */
  readonly closed: Promise<Closing>;
}

/** How far a client may be sent ahead of what it acknowledges: `window` of `welcome`. */
export interface FeedWindow {
  readonly changes: number;
  readonly bytes: number;
}

/** The core of feeds: what each client follows, and what it is told. It knows no transport. */
export interface FeedHub {
  readonly window: FeedWindow;
  /**
   * Opens a view. Its first frame is `subscribed`; frames may be sent before the promise is settled. What is wrong later comes as a frame,
   * `reset` or `failed`, and closes the subscription.
   *
   * @throws `FEED_UNKNOWN`, `TOKEN_MISSING`, `ACCESS_DENIED`, `PARAMETER_INVALID`, `FILTER_UNSUPPORTED`, `CURSOR_INVALID`,
   * `DATABASE_UNAVAILABLE`, `FEED_LIMIT_REACHED`, `OVERLOADED`, `STOPPING`: told as `failed`. `LOG_EPOCH_OTHER`, `LOG_POSITION_AHEAD`,
   * `LOG_POSITION_GONE`: told as `reset`; {@link refusalFrame} makes the frame of either. No frame was sent then.
   */
  open(request: FeedRequest, sink: FeedSink): Promise<Subscription>;
  /** How many are open. */
  readonly subscriptions: number;
  /** Closes every subscription, and opens none any more. */
  stop(): Promise<void>;
}
