import type { Frame } from "../hub/frame.js";

/**
 * A text as one WebSocket frame of a server: final, of type text, not masked, not compressed (RFC 6455, 5.2). Compression
 * is left out on purpose: frames would queue inside zlib, where nobody sees how many they are.
 */
export function wireOfText(payload: Buffer): Buffer {
  const header = headerOf(payload.length);
  return Buffer.concat([header, payload], header.length + payload.length);
}

const made = new WeakMap<Frame, Buffer>();
/** The frame that was asked for last: it goes to many, one after the other. */
let last: { readonly frame: Frame; readonly wire: Buffer } | undefined;

/** The same for a frame of the hub: made once, whoever it goes to. */
export function wireOf(frame: Frame): Buffer {
  if (last?.frame === frame) return last.wire;
  let wire = made.get(frame);
  if (wire === undefined) {
    wire = wireOfText(frame.bytes);
    made.set(frame, wire);
  }
  last = { frame, wire };
  return wire;
}

const finalText = 0x81;

function headerOf(length: number): Buffer {
  if (length < 126) return Buffer.from([finalText, length]);
  if (length < 65_536) {
    const header = Buffer.from([finalText, 126, 0, 0]);
    header.writeUInt16BE(length, 2);
    return header;
  }
  const header = Buffer.alloc(10);
  header[0] = finalText;
  header[1] = 127;
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}
