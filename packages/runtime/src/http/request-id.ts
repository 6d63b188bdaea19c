import { randomBytes } from "node:crypto";

/** Visible ASCII without quotation mark and backslash, so that an id stands in JSON and in a log as it is. */
const acceptable = /^[!#-[\]-~]{1,128}$/;

/** The id that the caller gave in `X-Request-Id` if it is one to pass on, else a new UUIDv7. */
export function requestId(given: string | string[] | undefined): string {
  return typeof given === "string" && acceptable.test(given) ? given : newRequestId();
}

/** Hexadecimal digits that are drawn at a time; an id takes 19. */
const drawn = 16_384;
let digits = "";
let used = 0;
let millisecond = 0;
let prefix = "";

/**
 * A UUIDv7 (RFC 9562, 5.7) with 74 random bits. Ids of the same millisecond are in no order, which request ids need
 * not be; in return one costs a tenth of what a library's does.
 */
function newRequestId(): string {
  const now = Date.now();
  if (now !== millisecond) {
    millisecond = now;
    const time = now.toString(16).padStart(12, "0");
    prefix = `${time.slice(0, 8)}-${time.slice(8)}-7`;
  }
  if (used + 19 > digits.length) {
    digits = randomBytes(drawn / 2).toString("hex");
    used = 0;
  }
  const at = used;
  used += 19;
  const variant = "89ab".charAt(digits.charCodeAt(at + 18) & 3);
  return `${prefix}${digits.slice(at, at + 3)}-${variant}${digits.slice(at + 3, at + 6)}-${digits.slice(at + 6, at + 18)}`;
}
