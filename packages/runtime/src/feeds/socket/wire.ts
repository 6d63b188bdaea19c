import type { Frame } from "../hub/frame.js";

/**
 * A text as one WebSocket frame of a server: final, of type text, not masked, not compressed (RFC 6455, 5.2). Compression
 * is left out on purpose: frames would queue inside zlib, where nobody sees how many they are.
 */
export function wireOfText(payload: Buffer): Buffer {
  const header = headerOf(payload.length);
  return Buffer.concat([header, payload], header.length + payload.length);
}

/** The same for a frame of the hub: made once, whoever it goes to. */
export function wireOf(frame: Frame): Buffer {
  return frame.as(encodeWire);
}

function encodeWire({ bytes }: Frame): Buffer {
  return wireOfText(bytes);
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
