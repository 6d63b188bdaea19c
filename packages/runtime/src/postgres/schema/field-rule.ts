import type { FieldModel, FieldType } from "../../blueprint/index.js";
import { quote } from "../identifier.js";
import { columnType } from "./column-type.js";
import { literal, textLiteral } from "./literal.js";
import { posixPattern } from "./posix-pattern.js";

/** A rule about the values of one field. */
export interface FieldRule {
  /** Stands in the constraint's name: `length`. */
  readonly name: string;
  /** The end of a sentence that begins with the field: `has at most 200 characters`. */
  readonly says: string;
  /** SQL that is true or null for what is allowed; undefined where only the application can hold the rule. */
  readonly holds?: string | undefined;
}

/** The rules that the kind of a field brings, those first that PostgreSQL holds. */
export function fieldRules(field: FieldModel): readonly FieldRule[] {
  const column = quote(field.column);
  return [...rulesOf(field.type, column)].sort((a, b) => Number(!a.holds) - Number(!b.holds));
}

function* rulesOf(type: FieldType, column: string): Generator<FieldRule> {
  switch (type.kind) {
    case "text":
      yield* lengthRule(`char_length(${column})`, "characters", type.min, type.max);
      if (type.pattern !== undefined) yield patternRule(type.pattern, column);
      return;
    case "email":
      yield* lengthRule(`char_length(${column})`, "characters", undefined, 254);
      yield {
        name: "address",
        says: "has an @ with something on both sides",
        holds: `${column} like '%_@_%'`,
      };
      return;
    case "url":
      yield* lengthRule(`char_length(${column})`, "characters", undefined, type.max ?? 2_048);
      yield { name: "address", says: "begins with http:// or https://", holds: `${column} ~* '^https?://.'` };
      return;
    case "integer":
    case "bigint":
      yield* rangeRule(type, column);
      return;
    case "decimal":
    case "money":
      yield* rangeRule(type, column);
      if (type.max === undefined) yield { name: "number", says: "is a number", holds: `${column} <> 'NaN'` };
      return;
    case "enumeration":
      yield {
        name: "value",
        says: `is one of ${type.values.join(", ")}`,
        holds: `${column} in (${type.values.map(textLiteral).join(", ")})`,
      };
      return;
    case "json":
      if (Object.keys(type.schema).length > 0) yield { name: "schema", says: "satisfies its JSON Schema" };
      return;
    case "list":
      if (columnType(type) === "jsonb") yield { name: "items", says: "holds items of its shape" };
      else yield* listRules(type, column);
      return;
    default:
      return;
  }
}

function* lengthRule(length: string, unit: string, min = 0, max?: number): Generator<FieldRule> {
  if (max !== undefined && min > 0) {
    yield {
      name: "length",
      says: `has ${min} to ${max} ${unit}`,
      holds: `${length} between ${min} and ${max}`,
    };
  } else if (max !== undefined) {
    yield { name: "length", says: `has at most ${max} ${unit}`, holds: `${length} <= ${max}` };
  } else if (min > 0) {
    yield { name: "length", says: `has at least ${min} ${unit}`, holds: `${length} >= ${min}` };
  }
}

type Numeric = Extract<FieldType, { kind: "integer" | "bigint" | "decimal" | "money" }>;

function* rangeRule(type: Numeric, column: string): Generator<FieldRule> {
  const min = type.min === undefined ? undefined : literal(type.min, type);
  const max = type.max === undefined ? undefined : literal(type.max, type);
  if (min !== undefined && max !== undefined) {
    yield { name: "range", says: `is from ${min} to ${max}`, holds: `${column} between ${min} and ${max}` };
  } else if (min !== undefined) {
    yield { name: "range", says: `is at least ${min}`, holds: `${column} >= ${min}` };
  } else if (max !== undefined) {
    yield { name: "range", says: `is at most ${max}`, holds: `${column} <= ${max}` };
  }
}

function patternRule(pattern: string, column: string): FieldRule {
  const posix = posixPattern(pattern);
  const rule = { name: "pattern", says: `matches ${pattern}` };
  return posix === undefined ? rule : { ...rule, holds: `${column} ~ ${textLiteral(posix)}` };
}

function* listRules(type: Extract<FieldType, { kind: "list" }>, column: string): Generator<FieldRule> {
  yield* lengthRule(`cardinality(${column})`, "items", type.min, type.max);
  yield {
    name: "items",
    says: "is a plain list without nulls",
    holds: `coalesce(array_ndims(${column}), 1) = 1 and array_position(${column}, null) is null`,
  };
  const item = type.item.type;
  for (const rule of rulesOf(item, "item")) {
    yield {
      name: `item_${rule.name}`,
      says: `holds only items of which each ${rule.says}`,
      holds: ofEach(type, column, rule),
    };
  }
}

/** A rule about items as SQL over the whole list, where comparisons with all of them can say it. */
function ofEach(
  type: Extract<FieldType, { kind: "list" }>,
  column: string,
  rule: FieldRule,
): string | undefined {
  const item = type.item.type;
  if (item.kind === "enumeration") return `${column} <@ ${literal(item.values, type)}`;
  if (!isNumeric(item)) return undefined;
  if (rule.name === "number") return `'NaN' <> all (${column})`;
  const bounds = [
    ...(item.min === undefined ? [] : [`${literal(item.min, item)} <= all (${column})`]),
    ...(item.max === undefined ? [] : [`${literal(item.max, item)} >= all (${column})`]),
  ];
  return bounds.join(" and ");
}

function isNumeric(type: FieldType): type is Numeric {
  return ["integer", "bigint", "decimal", "money"].includes(type.kind);
}
