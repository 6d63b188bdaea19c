import { createHmac, type KeyObject, timingSafeEqual } from "node:crypto";
import { failure, type LintelError } from "../errors.js";
import type { Key, ListPlan } from "./plan.js";
import { toUuid } from "./scalar.js";
import { shortened } from "./wording.js";

/** Which way a cursor leads from the row that it stands for. */
export type Direction = "after" | "before";

/** Bytes of the signature: HMAC-SHA256 cut to half (RFC 2104, section 5). */
const signatureBytes = 16;
/** Characters of a cursor at most; a request line holds no more. */
const longest = 12_000;

/**
 * The cursor for a place in the list of `plan`: opaque, base64url, and signed together with the entity, sort,
 * search and filter of the plan, so that it opens no other list. It holds nothing but values of the row's own
 * sort fields. Throws `TypeError` for a plan that {@link planList} did not make.
 */
export function encodeCursor(
  key: KeyObject,
  plan: Pick<ListPlan, "scope">,
  direction: Direction,
  place: Key,
): string {
  if (plan.scope === undefined) throw new TypeError("Only a plan made by planList has cursors.");
  const payload = Buffer.from(JSON.stringify(place));
  return Buffer.concat([sign(key, plan.scope, direction, payload), payload]).toString("base64url");
}

/**
 * The place that a cursor stands for. Throws `CURSOR_INVALID` for anything that {@link encodeCursor} did not make
 * with the same key for the same list and direction, and where it does not hold `length` values of which the last is an id.
 */
export function decodeCursor(
  key: KeyObject,
  scope: string,
  direction: Direction,
  cursor: string,
  length: number,
): Key {
  if (cursor.length > longest) throw refused(direction, cursor);
  const bytes = Buffer.from(cursor, "base64url");
  if (bytes.length <= signatureBytes || bytes.toString("base64url") !== cursor)
    throw refused(direction, cursor);
  const payload = bytes.subarray(signatureBytes);
  if (!timingSafeEqual(bytes.subarray(0, signatureBytes), sign(key, scope, direction, payload))) {
    throw refused(direction, cursor);
  }
  const place: unknown = JSON.parse(payload.toString());
  if (isKey(place, length)) return place;
  throw refused(direction, cursor);
}

function sign(key: KeyObject, scope: string, direction: Direction, payload: Buffer): Buffer {
  const hmac = createHmac("sha256", key);
  hmac.update(`${direction}\n${Buffer.byteLength(scope)}\n${scope}\n`);
  hmac.update(payload);
  return hmac.digest().subarray(0, signatureBytes);
}

function isKey(place: unknown, length: number): place is Key {
  if (!Array.isArray(place) || place.length !== length) return false;
  const id: unknown = place.at(-1);
  if (typeof id !== "string" || toUuid(id) === undefined) return false;
  return place.every((value) => value === null || typeof value === "string");
}

function refused(direction: Direction, cursor: string): LintelError {
  const message = `Received the cursor ${shortened(cursor)}; expected one that this list gave, with the same sort, filter and search.`;
  return failure("CURSOR_INVALID", message, {
    errors: [{ parameter: `page[${direction}]`, rule: "cursor", message }],
  });
}
