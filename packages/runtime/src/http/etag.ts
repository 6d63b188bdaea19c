import { createHash } from "node:crypto";
import { failure } from "../errors.js";

/** The strong validator of a row's full representation: its version (RFC 9110, 8.8.3). */
export function versionTag(version: number): string {
  return `"${version}"`;
}

/** The weak validator of a representation that shows more or less than the row. */
export function contentTag(content: string): string {
  return `W/"${createHash("sha1").update(content).digest("base64url")}"`;
}

const oneTag = /\s*(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,|$)/y;

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

/** Whether `If-None-Match` names this tag, so that the caller has the answer already (RFC 9110, 13.1.2; weak comparison). */
export function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch === tag) return true;
  const tags = tagsOf(ifNoneMatch, "If-None-Match");
  if (tags === "*") return true;
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
