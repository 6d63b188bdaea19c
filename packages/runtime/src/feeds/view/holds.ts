import type { FieldModel, FieldType } from "../../blueprint/index.js";
import { failure, type LintelError } from "../../errors.js";
import { type LoggedRow, loggedValue } from "../../log/index.js";
import type { Predicate, Value } from "../../plan/index.js";
import { byBytes, type Comparable, comparableOf, type Key, textOf } from "./comparable.js";
import { isAscii, lowerAscii, type TextRules } from "./text-rules.js";

/** Whether a row satisfies a condition. */
export type Holds = (row: LoggedRow) => boolean;

type Operator = "eq" | "ne" | "lt" | "lte" | "gt" | "gte";

/** What the order of two values says. */
const outcomes: { readonly [operator in Operator]: (order: number) => boolean } = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
};

/**
 * The condition as a function of a row of the log: it holds where PostgreSQL says so of the same row (see `postgres/compile/predicate.ts`).
 * There is no `not` in a predicate, so what PostgreSQL leaves unknown, a comparison with a null, is as good as false.
 *
 * @throws `FILTER_UNSUPPORTED` where what PostgreSQL would say cannot be told outside of it: the order of text, and letters that are not of
 * ASCII without regard to their case, are a matter of the database's collation
 */
export function compileHolds(predicate: Predicate, rules: TextRules): Holds {
  switch (predicate.kind) {
    case "always":
      return () => true;
    case "never":
      return () => false;
    case "and": {
      const parts = predicate.parts.map((part) => compileHolds(part, rules));
      return (row) => parts.every((holds) => holds(row));
    }
    case "or": {
      const parts = predicate.parts.map((part) => compileHolds(part, rules));
      return (row) => parts.some((holds) => holds(row));
    }
    case "isNull":
      return nullHolds(predicate.field, predicate.isNull);
    case "compare":
      return compareHolds(predicate.field, predicate.operator, predicate.value, rules);
    case "compareFields":
      return fieldsHold(predicate.field, predicate.operator, predicate.other, rules);
    case "in":
      return inHolds(predicate.field, predicate.values, rules);
    case "startsWith":
      return startsHolds(predicate.field, predicate.value, rules);
    case "contains":
      return containsHolds(predicate.field, predicate.value, rules);
  }
}

function nullHolds(field: FieldModel, yes: boolean): Holds {
  if (isJson(field.type)) throw undecided(field, "isNull", "a null within JSON looks the same in the log");
  return (row) => (loggedValue(row, field) === "null") === yes;
}

function compareHolds(field: FieldModel, operator: Operator, value: Value, rules: TextRules): Holds {
  if (value === null) {
    if (operator === "eq" || operator === "ne") return nullHolds(field, operator === "eq");
    return () => false;
  }
  const { key, order } = comparing(field, operator, rules);
  const bound = key(jsonOf(value));
  requireFoldable(field, operator, [value], rules);
  const says = outcomes[operator];
  return satisfied(field, (json) => says(order(key(json), bound)));
}

function inHolds(field: FieldModel, values: readonly Value[], rules: TextRules): Holds {
  const { key } = comparing(field, "in", rules);
  const given = values.filter((value) => value !== null);
  requireFoldable(field, "in", given, rules);
  const keys = new Set(given.map((value) => key(jsonOf(value))));
  return satisfied(field, (json) => keys.has(key(json)));
}

/** Of two fields of one row: e-mail addresses too as they are written, as PostgreSQL compares two columns. */
function fieldsHold(field: FieldModel, operator: Operator, other: FieldModel, rules: TextRules): Holds {
  const one = ordered(field, operator, comparableFor(field, operator), rules);
  const second = comparableFor(other, operator);
  const says = outcomes[operator];
  return (row) => {
    const left = loggedValue(row, field);
    const right = loggedValue(row, other);
    return left !== "null" && right !== "null" && says(one.order(one.key(left), second.key(right)));
  };
}

function startsHolds(field: FieldModel, value: string, rules: TextRules): Holds {
  if (!foldsCase(field)) return satisfied(field, (json) => textOf(json).startsWith(value));
  requireFoldable(field, "startsWith", [value], rules);
  const start = lowerAscii(value, rules);
  return satisfied(field, (json) => lowerAscii(textOf(json), rules).startsWith(start));
}

function containsHolds(field: FieldModel, value: string, rules: TextRules): Holds {
  requireLowerable(field, "contains", [value], rules);
  const part = lowerAscii(value, rules);
  return satisfied(field, (json) => lowerAscii(textOf(json), rules).includes(part));
}

function satisfied(field: FieldModel, holds: (json: string) => boolean): Holds {
  return (row) => {
    const json = loggedValue(row, field);
    return json !== "null" && holds(json);
  };
}

interface Ordered extends Comparable {
  order(one: Key, other: Key): number;
}

function comparing(field: FieldModel, operator: Operator | "in", rules: TextRules): Ordered {
  const comparable = ordered(field, operator, comparableFor(field, operator), rules);
  if (!foldsCase(field)) return comparable;
  return { ...comparable, key: (json) => lowerAscii(textOf(json), rules) };
}

function comparableFor(field: FieldModel, operator: string): Comparable {
  const comparable = comparableOf(field.type);
  if (comparable) return comparable;
  throw undecided(field, operator, `values of the kind ${field.type.kind} are not compared`);
}

function ordered(
  field: FieldModel,
  operator: Operator | "in",
  comparable: Comparable,
  rules: TextRules,
): Ordered {
  const { key, order } = comparable;
  if (order) return { key, order };
  const asksOrder = operator !== "eq" && operator !== "ne" && operator !== "in";
  if (asksOrder && !rules.ordersBytes)
    throw undecided(field, operator, "the order of text is a matter of the database's collation");
  return { key, order: byBytes };
}

function requireFoldable(
  field: FieldModel,
  operator: string,
  values: readonly Value[],
  rules: TextRules,
): void {
  if (foldsCase(field)) requireLowerable(field, operator, values, rules);
}

function requireLowerable(
  field: FieldModel,
  operator: string,
  values: readonly Value[],
  rules: TextRules,
): void {
  if (rules.lowersAscii && values.every((value) => isAscii(String(value)))) return;
  throw undecided(
    field,
    operator,
    "which letters are the same but for their case is a matter of the database's collation: only text of ASCII can be followed so",
  );
}

/** E-mail addresses are the same whatever their case. */
function foldsCase(field: FieldModel): boolean {
  return field.type.kind === "email";
}

/** Whether the column is JSON, which knows a null of its own. */
function isJson(type: FieldType): boolean {
  if (type.kind === "list") return ["list", "object", "json", "many"].includes(type.item.type.kind);
  return type.kind === "json" || type.kind === "object";
}

/** A value of a plan as the JSON text that the log would have of it, but for spelling. */
function jsonOf(value: Value): string {
  return JSON.stringify(value);
}

function undecided(field: FieldModel, operator: string, why: string): LintelError {
  const message = `Received the comparison "${operator}" for "${field.name}" of a feed; expected another one: ${why}.`;
  return failure("FILTER_UNSUPPORTED", message, {
    errors: [{ parameter: `filter[${field.name}][${operator}]`, rule: "comparison", message }],
  });
}
