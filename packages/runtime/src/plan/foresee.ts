import type { FieldModel, FieldType } from "../blueprint/index.js";
import type { Predicate, Value, Values } from "./plan.js";

/** True, false, or undefined where only the database can tell. */
type Verdict = boolean | undefined;

/**
 * What a condition will say of a row, as far as the values that are about to be written tell. A write that is bound to
 * be denied is denied before the database sees it: otherwise a unique value that is taken would be reported first,
 * and tell a stranger that somebody else's row exists.
 */
export function foresee(predicate: Predicate, known: (field: FieldModel) => Value | undefined): Verdict {
  switch (predicate.kind) {
    case "always":
      return true;
    case "never":
      return false;
    case "and": {
      const verdicts = predicate.parts.map((part) => foresee(part, known));
      return verdicts.includes(false) ? false : verdicts.includes(undefined) ? undefined : true;
    }
    case "or": {
      const verdicts = predicate.parts.map((part) => foresee(part, known));
      return verdicts.includes(true) ? true : verdicts.includes(undefined) ? undefined : false;
    }
    case "isNull": {
      const value = known(predicate.field);
      return value === undefined ? undefined : (value === null) === predicate.isNull;
    }
    case "in": {
      const verdicts = predicate.values.map((value) => equal(predicate.field, known(predicate.field), value));
      return verdicts.includes(true) ? true : verdicts.includes(undefined) ? undefined : false;
    }
    case "compare":
      return predicate.operator === "eq"
        ? equal(predicate.field, known(predicate.field), predicate.value)
        : undefined;
    default:
      return undefined;
  }
}

/** The values of a row that is about to be made: as given, else the default, else null where the field is optional. */
export function valuesOfNewRow(values: Values): (field: FieldModel) => Value | undefined {
  return (field) => {
    const given = values.get(field);
    if (given !== undefined || field.system) return given;
    const { default: fallback, optional } = field.modifiers;
    return fallback ? (fallback.value as Value) : optional ? null : undefined;
  };
}

/** Kinds of which two values are equal exactly when their text is: 1.0 equals 1.00, and a moment has many spellings. */
const plain: ReadonlySet<FieldType["kind"]> = new Set([
  "uuid",
  "reference",
  "text",
  "enumeration",
  "boolean",
  "integer",
]);

function equal(field: FieldModel, value: Value | undefined, other: Value): Verdict {
  if (value === undefined || !plain.has(field.type.kind)) return undefined;
  return value !== null && value === other;
}
