import type { FieldType } from "../../blueprint/index.js";
import { utcMoment } from "../../log/index.js";
import { compareNumbers } from "../../plan/index.js";

/** A value made ready to be compared with others of its family. Two that PostgreSQL calls equal are the same. */
export type Key = string | number | bigint;

/** How values of a kind are compared: as PostgreSQL compares them, or not at all. */
export interface Comparable {
  /** From the JSON text of a value that is not null. */
  key(json: string): Key;
  /** Below zero, zero or above; text is left out, whose order is that of the database's collation. */
  order?(one: Key, other: Key): number;
}

/** How values of this type are compared; undefined for those that PostgreSQL compares in no way that is offered. */
export function comparableOf(type: FieldType): Comparable | undefined {
  switch (type.kind) {
    case "text":
    case "email":
    case "url":
    case "enumeration":
      return texts;
    case "uuid":
    case "reference":
      return uuids;
    case "integer":
    case "bigint":
    case "decimal":
    case "money":
      return numbers;
    case "boolean":
      return truths;
    case "date":
      return days;
    case "timestamp":
      return moments;
    default:
      return undefined;
  }
}

/** The text that a JSON string is. */
export function textOf(json: string): string {
  return json.includes("\\") ? (JSON.parse(json) as string) : json.slice(1, -1);
}

/** By the bytes of UTF-8, which is the order of code points. */
export function byBytes(one: Key, other: Key): number {
  const a = String(one);
  const b = String(other);
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  return rank(a, at) - rank(b, at);
}

/** Code units in the order of code points: halves of pairs stand for what lies above all others. */
function rank(text: string, at: number): number {
  if (at >= text.length) return -1;
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code <= 0xdfff ? code + 0x10000 : code;
}

const plain = (one: Key, other: Key) => (one < other ? -1 : one > other ? 1 : 0);

const texts: Comparable = { key: textOf };
/** Compared by their bytes, which lower-case hexadecimal keeps in order. */
const uuids: Comparable = { key: (json) => json.slice(1, -1), order: plain };
const truths: Comparable = { key: (json) => (json === "true" ? 1 : 0), order: plain };
const days: Comparable = { key: (json) => dayKey(json.slice(1, -1)), order: plain };
const moments: Comparable = { key: (json) => momentKey(utcMoment(json.slice(1, -1))), order: plain };
const numbers: Comparable = { key: (json) => numberKey(json.replaceAll('"', "")), order: byNumber };

const notANumber = "NaN";

/** Without zeros behind the last digit after the point, so that equal numbers are the same text. */
function numberKey(text: string): string {
  if (!text.includes(".")) return text === "-0" ? "0" : text;
  const short = text.replace(/\.?0+$/, "");
  return short === "-0" ? "0" : short;
}

/** PostgreSQL calls NaN equal to itself and greater than all else. */
function byNumber(one: Key, other: Key): number {
  if (one === other) return 0;
  if (one === notANumber) return 1;
  return other === notANumber ? -1 : compareNumbers(String(one), String(other));
}

const day = /^(\d{4,7})-(\d\d)-(\d\d)( BC)?$/;
const moment = /^(\d{4,6})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:Z|\+00)( BC)?$/;
const beyond = 2n ** 70n;

function dayKey(text: string): number {
  const match = day.exec(text);
  if (!match) return text === "infinity" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const [, year, month, date, bc] = match;
  return (bc ? 1 - Number(year) : Number(year)) * 10_000 + Number(month) * 100 + Number(date);
}

/** Microseconds since 1970. */
function momentKey(text: string): bigint {
  const match = moment.exec(text);
  if (!match) return text === "infinity" ? beyond : -beyond;
  const [, year, month, date, hour, minute, second, fraction = "", bc] = match;
  const at = new Date(0);
  at.setUTCFullYear(bc ? 1 - Number(year) : Number(year), Number(month) - 1, Number(date));
  at.setUTCHours(Number(hour), Number(minute), Number(second));
  return BigInt(at.getTime()) * 1_000n + BigInt(fraction.padEnd(6, "0"));
}
