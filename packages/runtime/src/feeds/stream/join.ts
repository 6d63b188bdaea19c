import type { Frame } from "../hub/frame.js";

/** Makes one piece of the bytes of frames. */
export type Join = (frames: readonly Frame[], encode: (frame: Frame) => Buffer) => Buffer;

interface Piece {
  readonly frames: readonly Frame[];
  readonly bytes: Buffer;
}

/**
 * Keeps frames that are written together as one piece, for the next whom the same are written to: followers of one view are
 * told the same in the same turn. Only the last piece that begins with a frame is kept, and none for longer than the turn.
 */
export function createJoin(): Join {
  const pieces = new Map<Frame, Piece>();
  return (frames, encode) => {
    const [first] = frames;
    const kept = first && pieces.get(first);
    if (kept && isSame(kept.frames, frames)) return kept.bytes;
    const bytes = Buffer.concat(frames.map(encode));
    if (first) {
      if (pieces.size === 0) setImmediate(() => pieces.clear());
      pieces.set(first, { frames, bytes });
    }
    return bytes;
  };
}

function isSame(one: readonly Frame[], other: readonly Frame[]): boolean {
  return one.length === other.length && one.every((frame, at) => frame === other[at]);
}
