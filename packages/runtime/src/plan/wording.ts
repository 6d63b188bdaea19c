import type { FieldType, Modifiers } from "../blueprint/index.js";
import { int4, longestEmail, longestList, longestUrl } from "./scalar.js";

const longest = 60;

/** A value as a message shows it: JSON of 60 characters at most. Values of private and personal fields are not shown. */
export function received(value: unknown, modifiers?: Modifiers): string {
  if (value === undefined) return "nothing";
  if (modifiers?.private || modifiers?.personal) return `a value that is not shown (${typeName(value)})`;
  return shortened(value);
}

/** The beginning of a text, of so many UTF-16 units at most and without half of a surrogate pair at its end. */
export function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}

/** Any value as JSON of 60 characters at most. */
export function shortened(value: unknown): string {
  if (typeof value === "string") {
    return value.length > longest ? `${JSON.stringify(cut(value, longest - 3))}...` : JSON.stringify(value);
  }
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}

/** What a field of this type takes, for a message: `text of 1 to 200 characters`. */
export function expected(type: FieldType): string {
  switch (type.kind) {
    case "text":
      return `text${lengths(type.min, type.max, "character")}${type.pattern ? ` that matches ${type.pattern}` : ""}`;
    case "email":
      return `an e-mail address of at most ${longestEmail} characters`;
    case "url":
      return `an absolute http or https address of at most ${type.max ?? longestUrl} characters`;
    case "integer":
      return `a whole number from ${type.min ?? int4.min} to ${type.max ?? int4.max}`;
    case "bigint":
      return `a whole number of 64 bits as a string, such as "42"${bounds(type.min, type.max)}`;
    case "decimal":
    case "money":
      return `a decimal as a string, such as ${JSON.stringify(sampleNumber(type.scale))}, with at most ${
        type.precision - type.scale
      } digits before the point and ${type.scale} after it${bounds(type.min, type.max)}`;
    case "boolean":
      return "true or false";
    case "date":
      return "a day that exists, such as 2026-11-23, of the years 1 to 9999";
    case "timestamp":
      return "a moment with an offset, to the microsecond at most, such as 2026-11-23T09:30:00Z";
    case "uuid":
    case "reference":
      return "a UUID, such as 01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c17";
    case "enumeration":
      return `one of ${type.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "list":
      return `a list${lengths(type.min, type.max ?? longestList, "item")}, each ${expected(type.item.type)}`;
    case "object":
      return `an object with ${listed(Object.keys(type.shape))}`;
    case "json":
      return "a JSON value that satisfies the field's schema";
    case "many":
      return "nothing: it is read with include";
  }
}

/** Names in a sentence; "nothing" where there are none. */
export function listed(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : names.join(", ");
}

/** A decimal of this many places, for an example: `19.90`. */
export function sampleNumber(scale: number): string {
  return scale === 0 ? "19" : `19.${"9".padEnd(scale, "0")}`;
}

function lengths(min: number | undefined, max: number | undefined, unit: string): string {
  if (min !== undefined && max !== undefined) return ` of ${min} to ${max} ${unit}s`;
  if (min !== undefined) return ` of at least ${min} ${unit}${min === 1 ? "" : "s"}`;
  return max === undefined ? "" : ` of at most ${max} ${unit}${max === 1 ? "" : "s"}`;
}

function bounds(min: string | undefined, max: string | undefined): string {
  if (min !== undefined && max !== undefined) return `, from ${min} to ${max}`;
  if (min !== undefined) return `, ${min} or more`;
  return max === undefined ? "" : `, ${max} or less`;
}
