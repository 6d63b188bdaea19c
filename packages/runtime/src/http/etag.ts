import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { failure } from "../errors.js";

/** The strong validator of a row's full representation: its version (RFC 9110, 8.8.3). */
export function versionTag(version: number): string {
  return `"${version}"`;
}

/** The weak validator of a representation that shows more or less than the row. */
export function contentTag(content: string): string {
  return `W/"${createHash("sha1").update(content).digest("base64url")}"`;
}

/** A tag and what ends it. Elements of a list that are empty are passed over (RFC 9110, 5.6.1). */
const oneTag = /[\s,]*(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,[\s,]*|$)/y;

/** The tags of a header, or `*`. Throws `HEADER_INVALID` for anything else. */
function tagsOf(header: string, name: string): "*" | { readonly weak: boolean; readonly value: string }[] {
  if (header.trim() === "*") return "*";
  const tags: { weak: boolean; value: string }[] = [];
  let at = 0;
  while (at < header.length) {
    oneTag.lastIndex = at;
    const match = oneTag.exec(header);
    if (!match)
      throw failure("HEADER_INVALID", `${name} is ${shown(header)}; entity tags such as "3" were expected.`);
    tags.push({ weak: match[1] !== undefined, value: match[2] ?? "" });
    at = oneTag.lastIndex;
  }
  if (tags.length === 0) throw failure("HEADER_INVALID", `${name} is empty; entity tags were expected.`);
  return tags;
}

/**
 * The versions that `If-Match` allows (RFC 9110, 13.1.1). Undefined: any, since there is no header or it is `*`.
 * Tags are compared strongly, so weak ones and ones of no version allow nothing.
 *
 * @throws `HEADER_INVALID`
 */
export function versionsOf(ifMatch: string | undefined): readonly number[] | undefined {
  if (ifMatch === undefined) return undefined;
  const tags = tagsOf(ifMatch, "If-Match");
  if (tags === "*") return undefined;
  return tags.flatMap(({ weak, value }) => (!weak && isVersion(value) ? [Number(value)] : []));
}

/**
 * The versions that `If-None-Match` refuses to write over (RFC 9110, 13.1.2): `*` for every one, undefined where there
 * is no header. Tags are compared weakly, so that `W/"3"` is the version 3 too.
 *
 * @throws `HEADER_INVALID`
 */
export function versionsRefused(ifNoneMatch: string | undefined): readonly number[] | "*" | undefined {
  if (ifNoneMatch === undefined) return undefined;
  const tags = tagsOf(ifNoneMatch, "If-None-Match");
  return tags === "*" ? tags : tags.flatMap(({ value }) => (isVersion(value) ? [Number(value)] : []));
}

/**
 * Decides the conditions of a read in their order (RFC 9110, 13.2.2): first `If-Match`, then `If-None-Match`. True where
 * the caller has the answer already. Conditions on dates are passed over, since no answer says when it was changed
 * (13.1.3, 13.1.4).
 *
 * @param tag The tag of what would be answered; undefined where that has none.
 * @throws `VERSION_MISMATCH` where `If-Match` names other tags, `HEADER_INVALID`
 */
export function isUnchanged(headers: IncomingHttpHeaders, tag: string | undefined): boolean {
  const { "if-match": wanted, "if-none-match": known } = headers;
  if (wanted !== undefined && !matches(wanted, tag))
    throw failure("VERSION_MISMATCH", `If-Match is ${shown(wanted)}; the ETag is ${tag ?? "none"}.`);
  return isKnown(known, tag);
}

/** Strong comparison: a weak tag matches nothing. */
function matches(ifMatch: string, tag: string | undefined): boolean {
  const tags = tagsOf(ifMatch, "If-Match");
  return tags === "*" || tags.some(({ weak, value }) => !weak && `"${value}"` === tag);
}

/** Whether `If-None-Match` names this tag, so that the caller has the answer already (RFC 9110, 13.1.2; weak comparison). */
export function isKnown(ifNoneMatch: string | undefined, tag: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch === tag) return true;
  const tags = tagsOf(ifNoneMatch, "If-None-Match");
  if (tags === "*") return true;
  if (tag === undefined) return false;
  const value = tag.slice(tag.indexOf('"') + 1, -1);
  return tags.some((one) => one.value === value);
}

/** A version is an `integer` column from 1. */
function isVersion(value: string): boolean {
  return /^[1-9]\d{0,9}$/.test(value) && Number(value) <= 2_147_483_647;
}

function shown(header: string): string {
  return JSON.stringify(header.length > 60 ? `${header.slice(0, 60)}...` : header);
}
