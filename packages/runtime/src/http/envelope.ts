import { timestamp } from "./clock.js";
import type { Exchange } from "./exchange.js";

/** `{ data, meta }` around the text of a JSON value. */
export function enveloped(json: string, exchange: Exchange, position?: string | null): string {
  return `{"data":${json},"meta":{"timestamp":"${timestamp()}","requestId":"${exchange.requestId}"${positioned(position)}}}`;
}

/** How far a projection is, where the answer is of one. */
function positioned(position: string | null | undefined): string {
  return position === undefined ? "" : `,"position":${JSON.stringify(position)}`;
}

/** A page's rows, its size, and the cursors that lead on and back: null at the ends of the list. */
export function pageEnveloped(
  rows: readonly string[],
  page: { readonly size: number; readonly next: string | null; readonly prev: string | null },
  exchange: Exchange,
  position?: string | null,
): string {
  return `{"data":[${rows.join(",")}],"meta":{"timestamp":"${timestamp()}","requestId":"${exchange.requestId}","page":${JSON.stringify(page)}${positioned(position)}}}`;
}
