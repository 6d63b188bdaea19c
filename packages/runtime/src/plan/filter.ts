import {
  type ComparisonName,
  comparisons,
  type EntityModel,
  type FieldModel,
  type FieldType,
  type FilterData,
  isFieldValue,
} from "../blueprint/index.js";
import { failure, type LintelError } from "../errors.js";
import type { Predicate, Value } from "./plan.js";
import { always, and, isNull, never } from "./predicate.js";
import { int4, isStorable, readComparable } from "./scalar.js";
import { expected, listed, received } from "./wording.js";

const ordered = ["eq", "ne", "lt", "lte", "gt", "gte", "in", "isNull"] as const;
/** The index of addresses is over their lower case, which finds no nulls. */
const present = ["eq", "ne", "lt", "lte", "gt", "gte", "in"] as const;
const textual = [...ordered, "startsWith", "contains"] as const;
const listedValues = ["eq", "ne", "in", "isNull"] as const;
const presence = ["isNull"] as const;
const none: readonly ComparisonName[] = [];

/** The comparisons that a field of this type can be filtered with. */
function comparisonsOf(type: FieldType): readonly ComparisonName[] {
  switch (type.kind) {
    case "text":
    case "email":
    case "url":
      return textual;
    case "boolean":
    case "enumeration":
      return listedValues;
    case "json":
    case "list":
      return presence;
    case "object":
    case "many":
      return none;
    default:
      return ordered;
  }
}

/** The comparisons that clients can filter a list by: none for a field that the entity does not offer for it. */
export function offeredComparisons({ list }: EntityModel, field: FieldModel): readonly ComparisonName[] {
  if (list.filter && !list.filter.has(field.name)) return none;
  const possible = comparisonsOf(field.type);
  // No index serves the others, `startsWith` neither: what the text begins with is a parameter, unknown to the plan.
  if (!list.isLarge || possible !== textual) return possible;
  return field.type.kind === "email" ? present : ordered;
}

/** Turns one value of a filter into one of the field's kind; undefined where it is none. */
export type ReadValue = (field: FieldModel, value: unknown) => Value | undefined;

/**
 * The condition that a filter states, as written in a blueprint or given to a repository: no access rule and no
 * privacy applies. Throws `FILTER_UNSUPPORTED` for an unknown field, a comparison that the field does not have, a
 * value of another kind, and `undefined`, which would otherwise silently match every row.
 */
export function filterPredicate(entity: EntityModel, filter: FilterData): Predicate {
  const parts: Predicate[] = [];
  for (const [name, condition] of Object.entries(filter)) {
    const field = entity.byName.get(name);
    if (!field) throw unknownField(name, [...entity.byName.keys()]);
    if (condition === null) parts.push(isNull(field, true));
    else if (isFieldValue(condition)) parts.push(compareFields(entity, field, "eq", condition.fieldValue));
    else if (isConditions(condition)) {
      for (const [operator, value] of Object.entries(condition)) {
        parts.push(typedComparison(entity, field, operator, value));
      }
    } else parts.push(comparison(field, "eq", condition, readTyped));
  }
  return parts.length === 0 ? always : and(parts);
}

/**
 * One comparison of a field with a value that `read` understands. Throws `FILTER_UNSUPPORTED`; `parameter` names
 * the part of the query string, if it came from one; `offered` the comparisons that may be used, if not all that there are.
 */
export function comparison(
  field: FieldModel,
  operator: string,
  value: unknown,
  read: ReadValue,
  parameter?: string,
  offered: readonly ComparisonName[] = comparisonsOf(field.type),
): Predicate {
  const possible: readonly string[] = offered;
  if (!possible.includes(operator)) {
    throw refused(
      "comparison",
      `Received the comparison ${received(operator)} for "${field.name}"; expected one of: ${listed(possible)}.`,
      parameter,
    );
  }
  const toValue = (one: unknown): Value => {
    const found = read(field, one);
    if (found !== undefined) return found;
    throw refused(
      "value",
      `Received ${received(one, field.modifiers)} for "${field.name}"; expected ${expected(comparedType(field.type))}.`,
      parameter,
    );
  };
  switch (operator as ComparisonName) {
    case "isNull":
      // PostgreSQL before 17 would look through all rows for a null that no row can have.
      if (typeof value === "boolean" && !field.modifiers.optional) return value ? never : always;
      if (typeof value === "boolean") return isNull(field, value);
      throw refused(
        "value",
        `Received ${received(value, field.modifiers)} for isNull; expected true or false.`,
        parameter,
      );
    case "startsWith":
    case "contains":
      if (typeof value === "string" && isStorable(value)) {
        return Object.freeze({ kind: operator as "startsWith" | "contains", field, value });
      }
      throw refused("value", `Received ${received(value, field.modifiers)}; expected text.`, parameter);
    case "in": {
      if (!Array.isArray(value)) {
        throw refused(
          "value",
          `Received ${received(value, field.modifiers)} for in; expected a list.`,
          parameter,
        );
      }
      return value.length === 0
        ? never
        : Object.freeze({ kind: "in", field, values: Object.freeze([...new Set(value.map(toValue))]) });
    }
    default:
      return Object.freeze({
        kind: "compare",
        field,
        operator: operator as "eq" | "ne" | "lt" | "lte" | "gt" | "gte",
        value: toValue(value),
      });
  }
}

/** Reads a value that is already of a JavaScript type, as a blueprint or a command writes it. */
function readTyped(field: FieldModel, value: unknown): Value | undefined {
  const { type } = field;
  switch (type.kind) {
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "integer":
      return typeof value === "number" && isInt4(value) ? value : undefined;
    case "bigint":
    case "decimal":
    case "money":
      if (Number.isSafeInteger(value)) return readComparable(type, String(value));
      return typeof value === "string" ? readComparable(type, value) : undefined;
    case "json":
    case "list":
    case "object":
    case "many":
      return undefined;
    default:
      return typeof value === "string" ? readComparable(type, value) : undefined;
  }
}

/** Reads a value out of a query string. */
export function readWritten(field: FieldModel, value: unknown): Value | undefined {
  if (typeof value !== "string") return undefined;
  if (field.type.kind === "boolean") return value === "true" ? true : value === "false" ? false : undefined;
  if (field.type.kind !== "integer") return readTyped(field, value);
  return /^-?\d{1,10}$/.test(value) && isInt4(Number(value)) ? Number(value) : undefined;
}

/** `FILTER_UNSUPPORTED` for a name that is no field, or none that the caller may read: nobody can tell which. */
export function unknownField(name: string, known: readonly string[], parameter?: string): LintelError {
  return refused(
    "field",
    `Received the field ${received(name)}; expected one of: ${listed(known)}.`,
    parameter,
  );
}

function typedComparison(
  entity: EntityModel,
  field: FieldModel,
  operator: string,
  value: unknown,
): Predicate {
  if (isFieldValue(value)) return compareFields(entity, field, operator, value.fieldValue);
  if (value === null && (operator === "eq" || operator === "ne")) return isNull(field, operator === "eq");
  return comparison(field, operator, value, readTyped);
}

function compareFields(entity: EntityModel, field: FieldModel, operator: string, name: string): Predicate {
  const other = entity.byName.get(name);
  if (!other) throw unknownField(name, [...entity.byName.keys()]);
  if (
    !["eq", "ne", "lt", "lte", "gt", "gte"].includes(operator) ||
    !comparisonsOf(field.type).includes("eq")
  ) {
    throw refused(
      "comparison",
      `"${field.name}" cannot be compared with another field by ${received(operator)}.`,
    );
  }
  if (family(field.type) !== family(other.type)) {
    throw refused(
      "comparison",
      `"${field.name}" (${field.type.kind}) cannot be compared with "${name}" (${other.type.kind}).`,
    );
  }
  return Object.freeze({
    kind: "compareFields",
    field,
    operator: operator as "eq" | "ne" | "lt" | "lte" | "gt" | "gte",
    other,
  });
}

/** Kinds whose columns PostgreSQL compares with each other. */
function family(type: FieldType): string {
  switch (type.kind) {
    case "email":
    case "url":
    case "enumeration":
      return "text";
    case "bigint":
    case "decimal":
    case "money":
      return "integer";
    case "reference":
      return "uuid";
    default:
      return type.kind;
  }
}

/** The type without the limits that a value to compare with need not keep. */
export function comparedType(type: FieldType): FieldType {
  switch (type.kind) {
    case "text":
    case "email":
    case "url":
      return { kind: "text" };
    case "integer":
      return { kind: "integer" };
    case "bigint":
      return { kind: "bigint" };
    case "decimal":
    case "money":
      return { kind: "decimal", precision: type.precision, scale: type.scale };
    default:
      return type;
  }
}

function isInt4(value: number): boolean {
  return Number.isInteger(value) && value >= int4.min && value <= int4.max;
}

function isConditions(value: unknown): value is { readonly [operator: string]: unknown } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => (comparisons as readonly string[]).includes(key));
}

function refused(rule: string, message: string, parameter?: string): LintelError {
  return failure("FILTER_UNSUPPORTED", message, { errors: [{ parameter, rule, message }] });
}
