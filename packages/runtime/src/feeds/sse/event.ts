import type { Frame } from "../hub/frame.js";

/**
 * A message as an event of Server-Sent Events. `id` is what a client that reconnects sends as `Last-Event-ID`; empty takes back what it had, so
 * that it begins anew.
 */
export function eventOf(type: string, text: string, id?: string): Buffer {
  const lines = id === undefined ? "" : id === "" ? "id\n" : `id: ${id}\n`;
  // JSON may have line breaks between its parts only, where they mean nothing.
  const data = /[\r\n]/.test(text) ? text.replace(/\r\n|\r|\n/g, "\ndata: ") : text;
  return Buffer.from(`event: ${type}\n${lines}data: ${data}\n\n`);
}

/** The same of a frame of the hub: made once, whoever it goes to. */
export function eventOfFrame(frame: Frame): Buffer {
  return frame.as(encodeEvent);
}

function encodeEvent({ type, text, cursor }: Frame): Buffer {
  return eventOf(type, text, type === "reset" ? "" : cursor);
}
