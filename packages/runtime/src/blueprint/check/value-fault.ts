import type { FieldType } from "../field.js";
import { compareDecimals, fitsNumeric, isDecimal } from "./decimal-order.js";
import { compileSchema } from "./json-schemas.js";
import { patternFault } from "./patterns.js";
import { isNamed } from "./recognise.js";

/** Why a field cannot hold a value: it is of another type, or breaks the field's limits; and what was expected. */
export interface ValueFault {
  readonly kind: "type" | "limit";
  readonly expected: string;
}

/** The whole numbers that PostgreSQL's `integer` and `bigint` hold. */
export const wholeNumbers = {
  integer: { min: -2_147_483_648, max: 2_147_483_647 },
  bigint: { min: "-9223372036854775808", max: "9223372036854775807" },
} as const;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What keeps a value out of a field of this type; undefined where it fits. */
export function valueFault(type: FieldType, value: unknown): ValueFault | undefined {
  switch (type.kind) {
    case "text":
      return typeof value === "string" ? lengthFault(type, value) : wrongType("a text");
    case "email":
      return textFault(
        value,
        (text) => /^[^\s@]+@[^\s@]+$/.test(text) && text.length <= 254,
        "an e-mail address",
      );
    case "url":
      return textFault(value, (text) => /^https?:$/.test(parsedProtocol(text)), "an http or https address");
    case "integer":
      return Number.isInteger(value) ? rangeFault(type, String(value)) : wrongType("a whole number");
    case "bigint":
      return isDecimal(value) && !value.includes(".")
        ? rangeFault(type, value)
        : wrongType("a whole number in quotes");
    case "decimal":
    case "money":
      if (!isDecimal(value)) return wrongType('a decimal number in quotes, such as "19.90"');
      return fitsNumeric(value, type.precision, type.scale)
        ? rangeFault(type, value)
        : {
            kind: "limit",
            expected: `at most ${type.scale} digits after the point, ${type.precision} in all`,
          };
    case "boolean":
      return typeof value === "boolean" ? undefined : wrongType("true or false");
    case "date":
      return textFault(
        value,
        (text) => /^\d{4}-\d\d-\d\d$/.test(text) && isTime(text),
        'a day such as "2026-11-23"',
      );
    case "timestamp":
      return textFault(
        value,
        (text) => /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/i.test(text) && isTime(text),
        'a moment such as "2026-11-23T09:30:00Z"',
      );
    case "uuid":
    case "reference":
      return textFault(value, (text) => uuid.test(text), "a UUID");
    case "enumeration":
      if (typeof value !== "string") return wrongType("a text");
      return type.values.includes(value)
        ? undefined
        : { kind: "limit", expected: `one of ${type.values.join(", ")}` };
    case "json": {
      const validate = compileSchema(type.schema);
      if (typeof validate === "string" || validate(value)) return undefined;
      return { kind: "limit", expected: "a value that satisfies the field's JSON Schema" };
    }
    case "list":
      if (!Array.isArray(value)) return wrongType("a list");
      return (
        countFault(type, value.length) ?? firstFault(value.map((one) => valueFault(type.item.type, one)))
      );
    case "object":
      return isNamed(value) ? undefined : wrongType("an object");
    case "many":
      return wrongType("nothing, for it is not stored");
  }
}

const wrongType = (expected: string): ValueFault => ({ kind: "type", expected });
const firstFault = (faults: readonly (ValueFault | undefined)[]) =>
  faults.find((fault) => fault !== undefined);
const isTime = (text: string) => !Number.isNaN(Date.parse(text));

function textFault(
  value: unknown,
  fits: (text: string) => boolean,
  expected: string,
): ValueFault | undefined {
  if (typeof value !== "string") return wrongType(expected);
  return fits(value) ? undefined : { kind: "limit", expected };
}

function parsedProtocol(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : "";
}

function lengthFault(type: Extract<FieldType, { kind: "text" }>, value: string): ValueFault | undefined {
  const { min, max, pattern } = type;
  const length = [...value].length;
  if (min !== undefined && length < min) return { kind: "limit", expected: `at least ${min} characters` };
  if (max !== undefined && length > max) return { kind: "limit", expected: `at most ${max} characters` };
  if (pattern === undefined || patternFault(pattern) || new RegExp(pattern, "u").test(value))
    return undefined;
  return { kind: "limit", expected: `a text that matches ${pattern}` };
}

function rangeFault(
  type: Extract<FieldType, { kind: "integer" | "bigint" | "decimal" | "money" }>,
  value: string,
): ValueFault | undefined {
  const whole = type.kind === "integer" || type.kind === "bigint" ? wholeNumbers[type.kind] : undefined;
  for (const least of [type.min, whole?.min].map(String).filter(isDecimal)) {
    if (compareDecimals(value, least) < 0) return { kind: "limit", expected: `at least ${least}` };
  }
  for (const most of [type.max, whole?.max].map(String).filter(isDecimal)) {
    if (compareDecimals(value, most) > 0) return { kind: "limit", expected: `at most ${most}` };
  }
  return undefined;
}

function countFault(type: Extract<FieldType, { kind: "list" }>, count: number): ValueFault | undefined {
  if (type.min !== undefined && count < type.min)
    return { kind: "limit", expected: `at least ${type.min} items` };
  if (type.max !== undefined && count > type.max)
    return { kind: "limit", expected: `at most ${type.max} items` };
  return undefined;
}
