import { createHash } from "node:crypto";
import { failure } from "../../errors.js";

const longest = 255;
/** A structured-field string (RFC 9651, section 3.3.3): quotation mark and backslash are escaped. */
const quoted = /^"((?:[!#-[\]-~]|\\["\\])*)"$/;
/** What clients send that never heard of structured fields: visible ASCII, not beginning with a quotation mark. */
const bare = /^[!#-~][!-~]*$/;

/**
 * The key in an `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header), with or without its
 * quotation marks: `"8e03978e"` and `8e03978e` are the same key. 1 to 255 visible ASCII characters.
 *
 * @throws `HEADER_INVALID`, also where the header was sent more than once.
 */
export function parseIdempotencyKey(header: string | readonly string[]): string {
  if (typeof header !== "string") {
    throw failure("HEADER_INVALID", `Idempotency-Key was sent ${header.length} times; expected once.`);
  }
  const key = quoted.exec(header)?.[1]?.replace(/\\(.)/g, "$1") ?? (bare.test(header) ? header : "");
  if (key === "" || key.length > longest) {
    throw failure(
      "HEADER_INVALID",
      `Idempotency-Key has ${header.length} characters; expected 1 to ${longest} visible ASCII characters, such as a UUID.`,
    );
  }
  return key;
}

/**
 * A digest (SHA-256) of what a request asks: two requests under one key must have the same.
 *
 * @param target The path as it was requested, so that the same body for another row is another request.
 */
export function fingerprint(method: string, target: string, body: string | Uint8Array): Buffer {
  return createHash("sha256").update(`${method} ${target}\n`).update(body).digest();
}

/** Within what keys are told apart: those of one caller, who in another tenant is another. */
export function scopeIn(tenant: string | undefined, caller: string): string {
  return tenant === undefined ? caller : `${tenant} ${caller}`;
}
