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

/** What a transport makes of a message: the frame of a WebSocket, an event of SSE. The same function for the same encoding. */
export type Encoding = (frame: Frame) => Buffer;

/** One message of the feed protocol, finished. The same object goes to all who are told the same. */
export interface Frame {
  readonly type: FrameType;
  /** The message: the text of one JSON object. */
  readonly text: string;
  /** `text` in UTF-8: made when first asked for, once. */
  readonly bytes: Buffer;
  /** What a transport makes of it: made when first asked for, once for each encoding. */
  as(encoding: Encoding): Buffer;
  /** How many changes, or rows of a snapshot, are in it. */
  readonly changes: number;
  /** `epoch:position` after it, where a client that has applied it may go on from; none within a transaction or a snapshot. */
  readonly cursor?: string | undefined;
}

/** A frame of this text. What is made of it is kept with it, and goes with it. */
export function createFrame(type: FrameType, text: string, changes = 0, cursor?: string): Frame {
  let bytes: Buffer | undefined;
  const made: [encoding: Encoding, bytes: Buffer][] = [];
  const frame: Frame = {
    type,
    text,
    changes,
    cursor,
    get bytes() {
      bytes ??= Buffer.from(text);
      return bytes;
    },
    as(encoding) {
      for (const [known, encoded] of made) if (known === encoding) return encoded;
      const encoded = encoding(frame);
      made.push([encoding, encoded]);
      return encoded;
    },
  };
  return Object.freeze(frame);
}
