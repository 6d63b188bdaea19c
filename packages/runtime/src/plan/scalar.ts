import type { FieldType } from "../blueprint/index.js";
import { fitsInt8, fitsNumeric, withinBounds } from "./exact-number.js";
import { isDate, toUtc } from "./moment.js";

/** The kinds whose value is a string on the wire and in the plan. */
export type TextKind = Extract<
  FieldType,
  {
    kind:
      | "text"
      | "email"
      | "url"
      | "bigint"
      | "decimal"
      | "money"
      | "date"
      | "timestamp"
      | "uuid"
      | "reference"
      | "enumeration";
  }
>;

/** Characters that PostgreSQL cannot hold as text: NUL, and halves of surrogate pairs. */
const unstorable = /[\0\p{Cs}]/u;
const uuidText = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
const anyUuidText = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const emailText =
  /^(?=.{1,64}@)[a-z\d.!#$%&'*+/=?^_`{|}~-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/i;
const urlText = /^https?:\/\/[^\s\\]+$/i;

/** The limits of `integer()`: PostgreSQL's `integer`. */
export const int4 = { min: -2_147_483_648, max: 2_147_483_647 } as const;
/** Characters of an e-mail address at most (RFC 5321 4.5.3.1.3). */
export const longestEmail = 254;
/** Characters of an address at most, unless the field says otherwise. */
export const longestUrl = 2_048;
/** Characters of a text whose field sets no limit: PostgreSQL holds no more (1 GB). */
export const longestText = 1_073_741_823;
/** Items of a list at most, unless the field says otherwise. */
export const longestList = 1_000;

/** Whether PostgreSQL can hold the text: no NUL and no lone surrogate in it. */
export function isStorable(text: string): boolean {
  return !unstorable.test(text);
}

/** The UUID in lower case, or undefined where the text is none (RFC 9562, section 4; any version). */
export function toUuid(text: string): string | undefined {
  if (text.length !== 36) return undefined;
  if (uuidText.test(text)) return text;
  return anyUuidText.test(text) ? text.toLowerCase() : undefined;
}

/** Whether the text is an e-mail address as HTML's `input type=email` has it, of 254 characters at most. */
export function isEmail(text: string): boolean {
  return text.length <= longestEmail && emailText.test(text);
}

/** Whether the text is an absolute `http` or `https` address (WHATWG URL). */
export function isUrl(text: string): boolean {
  return urlText.test(text) && URL.canParse(text);
}

/**
 * The value in the one spelling that goes to PostgreSQL: UUIDs in lower case, times in UTC. Undefined where the
 * text is not of the kind or not within its limits. Lengths and patterns of text are left to JSON Schema.
 */
export function readScalar(type: TextKind, text: string): string | undefined {
  const value = readComparable(type, text);
  switch (type.kind) {
    case "email":
      return isEmail(text) ? value : undefined;
    case "url":
      return isUrl(text) ? value : undefined;
    case "bigint":
    case "decimal":
    case "money":
      return value !== undefined && withinBounds(value, type.min, type.max) ? value : undefined;
    default:
      return value;
  }
}

/** The same for a value to compare with, which may lie outside the field's own limits but not those of its column. */
export function readComparable(type: TextKind, text: string): string | undefined {
  switch (type.kind) {
    case "text":
    case "email":
    case "url":
      return isStorable(text) ? text : undefined;
    case "bigint":
      return fitsInt8(text) ? text : undefined;
    case "decimal":
    case "money":
      return fitsNumeric(text, type) ? text : undefined;
    case "date":
      return isDate(text) ? text : undefined;
    case "timestamp":
      return toUtc(text);
    case "uuid":
    case "reference":
      return toUuid(text);
    case "enumeration":
      return type.values.includes(text) ? text : undefined;
  }
}
