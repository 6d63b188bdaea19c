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
  return new Message(type, text, changes, cursor);
}

/**
 * A class, as whatever each of many followers is asked through for each message: objects that are written out with accessors of their own
 * have no shape in common, and everything of theirs is looked up by its name each time.
 */
class Message implements Frame {
  private made: Buffer | undefined;
  private readonly encoded: [encoding: Encoding, bytes: Buffer][] = [];

  constructor(
    readonly type: FrameType,
    readonly text: string,
    readonly changes: number,
    readonly cursor: string | undefined,
  ) {}

  get bytes(): Buffer {
    this.made ??= Buffer.from(this.text);
    return this.made;
  }

  as(encoding: Encoding): Buffer {
    for (const [known, bytes] of this.encoded) if (known === encoding) return bytes;
    const bytes = encoding(this);
    this.encoded.push([encoding, bytes]);
    return bytes;
  }
}
