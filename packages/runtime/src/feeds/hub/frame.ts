/** The type of a message of the feed protocol that the hub writes. */
export type FrameType =
  | "subscribed"
  | "snapshot"
  | "changes"
  | "advance"
  | "live"
  | "behind"
  | "reset"
  | "failed";

/**
 * One message of the feed protocol, finished. The same object goes to all who are told the same, so whatever a transport makes of it
 * (the frame of a WebSocket, an event of SSE) can be kept by its identity and made once.
 */
export interface Frame {
  readonly type: FrameType;
  /** The message: the text of one JSON object. */
  readonly text: string;
  /** `text` in UTF-8: made when first asked for, once. */
  readonly bytes: Buffer;
  /** How many changes, or rows of a snapshot, are in it. */
  readonly changes: number;
  /** `epoch:position` after it, where a client that has applied it may go on from; none within a transaction or a snapshot. */
  readonly cursor?: string | undefined;
}

/** A frame of this text. */
export function createFrame(type: FrameType, text: string, changes = 0, cursor?: string): Frame {
  let bytes: Buffer | undefined;
  return Object.freeze({
    type,
    text,
    changes,
    cursor,
    get bytes() {
      bytes ??= Buffer.from(text);
      return bytes;
    },
  });
}
