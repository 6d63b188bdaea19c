import type { FieldModel } from "../../blueprint/index.js";
import type { Predicate, Value } from "../../plan/index.js";
import { columnOf } from "../identifier.js";
import { encodeArray, encodeValue } from "../parameter.js";
import type { Parameters } from "./parameters.js";

const operators = { eq: "=", ne: "<>", lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;

/**
 * The condition on the row `t` as SQL. Each value becomes a parameter, whose type PostgreSQL takes from the column
 * that it is compared with. As in SQL, a comparison with a null is not satisfied.
 */
export function predicateSql(predicate: Predicate, parameters: Parameters): string {
  switch (predicate.kind) {
    case "always":
      return "true";
    case "never":
      return "false";
    case "compare":
      return compareSql(predicate.field, predicate.operator, predicate.value, parameters);
    case "compareFields":
      return `${columnOf(predicate.field)} ${operators[predicate.operator]} ${columnOf(predicate.other)}`;
    case "in": {
      const { type } = predicate.field;
      const [only, ...others] = predicate.values;
      // PostgreSQL takes any list for one of ten values, and may then rather read row after row than look for one.
      if (only !== undefined && only !== null && others.length === 0)
        return compareSql(predicate.field, "eq", only, parameters);
      const values = encodeArray(predicate.values, (value) => encodeValue(type, value));
      return foldsCase(predicate.field)
        ? `lower(${columnOf(predicate.field)}) = any(array(select lower(v) from unnest(${parameters.add(values)}::text[]) as v))`
        : `${columnOf(predicate.field)} = any(${parameters.add(values)})`;
    }
    case "isNull":
      return `${columnOf(predicate.field)} is ${predicate.isNull ? "null" : "not null"}`;
    case "startsWith":
      return foldsCase(predicate.field)
        ? `lower(${columnOf(predicate.field)}) like lower(${parameters.add(`${escapeLike(predicate.value)}%`)}::text)`
        : `${columnOf(predicate.field)} like ${parameters.add(`${escapeLike(predicate.value)}%`)}`;
    case "contains":
      return `${columnOf(predicate.field)} ilike ${parameters.add(`%${escapeLike(predicate.value)}%`)}`;
    case "and":
    case "or":
      return combineSql(predicate.kind, predicate.parts, parameters);
  }
}

function compareSql(
  field: FieldModel,
  operator: keyof typeof operators,
  value: Value,
  parameters: Parameters,
): string {
  const constant = constantSql(field, value);
  if (constant !== undefined) return `${columnOf(field)} ${operators[operator]} ${constant}`;
  const encoded = encodeValue(field.type, value);
  if (encoded !== null) {
    return foldsCase(field)
      ? `lower(${columnOf(field)}) ${operators[operator]} lower(${parameters.add(encoded)}::text)`
      : `${columnOf(field)} ${operators[operator]} ${parameters.add(encoded)}`;
  }
  if (operator === "eq") return `${columnOf(field)} is null`;
  return operator === "ne" ? `${columnOf(field)} is not null` : "false";
}

/**
 * A value out of the few that the blueprint itself lists, as SQL. It stays in the text so that PostgreSQL can tell
 * that a partial index (`where is_active`) fits, which it cannot of a parameter.
 */
export function constantSql(field: FieldModel, value: Value): string | undefined {
  if (typeof value === "boolean" && field.type.kind === "boolean") return String(value);
  if (field.type.kind !== "enumeration") return undefined;
  const listed = field.type.values.find((one) => one === value);
  return listed === undefined ? undefined : `'${listed.replaceAll("'", "''")}'`;
}

/** E-mail addresses are the same whatever their case. */
function foldsCase(field: FieldModel): boolean {
  return field.type.kind === "email";
}

function combineSql(kind: "and" | "or", parts: readonly Predicate[], parameters: Parameters): string {
  if (parts.length === 0) return kind === "and" ? "true" : "false";
  const texts = parts.map((part) => predicateSql(part, parameters));
  return texts.length === 1 && texts[0] !== undefined ? texts[0] : `(${texts.join(` ${kind} `)})`;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
