/** A row as it comes: the members that were asked for, and always these. */
export interface AnyRow {
  readonly id: string;
  readonly version: number;
}

/** What happened to one row of a view. */
export type Change<R> =
  /** The row is in the view, and is this now. */
  | {
      readonly op: "put";
      readonly position: number;
      readonly key: string;
      readonly version: number;
      readonly row: R;
    }
  /** The row is not in the view any more. */
  | { readonly op: "remove"; readonly position: number; readonly key: string; readonly version: number }
  /** No row is in the view any more. */
  | { readonly op: "clear"; readonly position: number };

/** How much the server sends before something of it is acknowledged. */
export interface Window {
  readonly changes: number;
  readonly bytes: number;
}

/** A fault of the request, as in problem details. */
export interface FeedFault {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly rule: string;
  readonly message: string;
}

interface Failed {
  readonly type: "failed";
  readonly id?: number;
  readonly code: string;
  readonly detail: string;
  readonly status?: number;
  readonly errors?: readonly FeedFault[];
}

/** Why a client is not live any more: it reads too slowly, or acknowledges nothing, or the server cannot read the log at the moment. */
export type BehindReason = "slow" | "window" | "away";

/** What the server says of one subscription (docs/reference/feed-protocol.md). */
export type ViewMessage<R = AnyRow> =
  | {
      readonly type: "subscribed";
      readonly id: number;
      readonly epoch: string;
      readonly position: number;
    }
  | {
      readonly type: "snapshot";
      readonly id: number;
      readonly rows: readonly R[];
      readonly position?: number;
      readonly partial?: boolean;
    }
  | {
      readonly type: "changes";
      readonly id: number;
      readonly previous: number;
      readonly position: number;
      readonly changes: readonly Change<R>[];
      readonly partial?: boolean;
    }
  | {
      readonly type: "advance";
      readonly id: number;
      readonly previous: number;
      readonly position: number;
    }
  | { readonly type: "live"; readonly id: number; readonly position: number }
  | {
      readonly type: "behind";
      readonly id: number;
      readonly position: number;
      readonly reason: BehindReason;
    }
  | { readonly type: "reset"; readonly id: number; readonly code: string; readonly detail: string }
  | (Failed & { readonly id: number })
  | { readonly type: "unsubscribed"; readonly id: number };

/** All that the server says. */
export type ServerMessage =
  | { readonly type: "welcome"; readonly heartbeat: number; readonly window: Window }
  | { readonly type: "heartbeat" }
  | Failed
  | ViewMessage;

/** What the client says. */
export type ClientMessage =
  | { readonly type: "authenticate"; readonly token: string }
  | {
      readonly type: "subscribe";
      readonly id: number;
      readonly entity: string;
      readonly query?: string;
      readonly from?: string;
      readonly snapshot?: false;
    }
  | { readonly type: "unsubscribe"; readonly id: number }
  | { readonly type: "ack"; readonly id: number; readonly position: number };
