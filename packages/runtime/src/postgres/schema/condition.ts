import {
  type ComparisonName,
  comparisons,
  type EntityModel,
  type FieldModel,
  type FilterData,
  isFieldValue,
} from "../../blueprint/index.js";
import { failure } from "../../errors.js";
import { quote } from "../identifier.js";
import { literal, textLiteral } from "./literal.js";

const symbols = { eq: "=", ne: "<>", lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;

/**
 * A condition of the blueprint as SQL with its values written out, for a check or a partial index. In the same words as
 * a request's condition has, so that PostgreSQL sees that the one implies the other.
 */
export function conditionSql(entity: EntityModel, filter: FilterData): string {
  const parts = Object.entries(filter).flatMap(([name, wanted]) => {
    const field = fieldOf(entity, name);
    return comparisonsOf(field, wanted).map(([operator, value]) => compare(entity, field, operator, value));
  });
  return parts.length === 0 ? "true" : parts.join(" and ");
}

/** The fields that a condition reads, those of `fieldValue` too. */
export function fieldsInCondition(entity: EntityModel, filter: FilterData): readonly FieldModel[] {
  const fields = Object.entries(filter).flatMap(([name, wanted]) => {
    const field = fieldOf(entity, name);
    const others = comparisonsOf(field, wanted).flatMap(([, value]) =>
      isFieldValue(value) ? [fieldOf(entity, value.fieldValue)] : [],
    );
    return [field, ...others];
  });
  return [...new Set(fields)];
}

/** The field of this name. Throws `INTERNAL` where the blueprint was not checked before. */
export function fieldOf(entity: EntityModel, name: string): FieldModel {
  const field = entity.byName.get(name);
  if (!field) throw failure("INTERNAL", `The entity "${entity.name}" has no field "${name}".`);
  return field;
}

type Comparison = readonly [operator: ComparisonName, value: unknown];

function comparisonsOf(field: FieldModel, wanted: unknown): readonly Comparison[] {
  if (wanted === null) return [["isNull", true]];
  if (typeof wanted !== "object" || Array.isArray(wanted) || isFieldValue(wanted)) return [["eq", wanted]];
  const entries = Object.entries(wanted);
  const known = entries.every(([name]) => (comparisons as readonly string[]).includes(name));
  if (!known || (entries.length === 0 && field.type.kind === "json")) return [["eq", wanted]];
  return entries as unknown as readonly Comparison[];
}

function compare(entity: EntityModel, field: FieldModel, operator: ComparisonName, value: unknown): string {
  const column = quote(field.column);
  const folded = field.type.kind === "email" ? `lower(${column})` : column;
  const valueSql = (one: unknown) =>
    field.type.kind === "email" ? literal(String(one).toLowerCase(), field.type) : literal(one, field.type);
  switch (operator) {
    case "isNull":
      return value === false ? `${column} is not null` : `${column} is null`;
    case "in": {
      const values = (value as readonly unknown[]).map(valueSql);
      return values.length === 0 ? "false" : `${folded} in (${values.join(", ")})`;
    }
    case "startsWith":
      return `${folded} like ${textLiteral(`${escapeLike(field.type.kind === "email" ? String(value).toLowerCase() : String(value))}%`)}`;
    case "contains":
      return `${column} ilike ${textLiteral(`%${escapeLike(String(value))}%`)}`;
    default: {
      if (value === null) return operator === "ne" ? `${column} is not null` : `${column} is null`;
      if (isFieldValue(value)) {
        return `${column} ${symbols[operator]} ${quote(fieldOf(entity, value.fieldValue).column)}`;
      }
      return `${folded} ${symbols[operator]} ${valueSql(value)}`;
    }
  }
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
