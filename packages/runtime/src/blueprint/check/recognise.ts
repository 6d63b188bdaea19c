import type { RuleData } from "../access.js";
import type { FieldDefinition } from "../field.js";
import type { FilterData } from "../filter.js";
import type { IndexData } from "../index-definition.js";

/**
 * What a blueprint holds is typed, but JavaScript, a cast or a circular import can put anything there. These tell
 * whether a value is what its builder makes, so that every check after them can trust what it reads.
 */
export type Named = { readonly [name: string]: unknown };

const scalars = "text email url integer bigint decimal money boolean date timestamp uuid".split(" ");

export function isNamed(value: unknown): value is Named {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for a field that one of the field builders made. */
export function isField(value: unknown): value is { readonly definition: FieldDefinition } {
  return isNamed(value) && isFieldDefinition(value.definition);
}

function isFieldDefinition(value: unknown): value is FieldDefinition {
  if (!isNamed(value) || !isNamed(value.type) || !isNamed(value.modifiers)) return false;
  const { type } = value;
  if (scalars.includes(String(type.kind))) return true;
  if (type.kind === "enumeration") return isTexts(type.values);
  if (type.kind === "json") return isNamed(type.schema) || typeof type.schema === "boolean";
  if (type.kind === "list") return isFieldDefinition(type.item);
  if (type.kind === "object") return isNamed(type.shape) && Object.values(type.shape).every(isField);
  if (type.kind === "reference") return typeof type.target === "string";
  return type.kind === "many" && typeof type.target === "string" && typeof type.by === "string";
}

/** True for what `role()`, `owner()` and the other access rules make. */
export function isRule(value: unknown): value is { readonly data: RuleData; readonly origin: unknown } {
  return isNamed(value) && isRuleData(value.data);
}

function isRuleData(value: unknown): value is RuleData {
  if (!isNamed(value)) return false;
  switch (value.kind) {
    case "anyone":
    case "nobody":
    case "signedIn":
      return true;
    case "role":
      return typeof value.role === "string";
    case "owner":
    case "tenant":
      return typeof value.field === "string";
    case "calledBy":
      return isTexts(value.services);
    case "when":
      return isNamed(value.filter);
    case "acrossTenants":
      return typeof value.reason === "string" && isRuleData(value.rule);
    case "anyOf":
    case "allOf":
      return Array.isArray(value.rules) && value.rules.every(isRuleData);
    default:
      return false;
  }
}

/** True for what `by()` and `search()` make. */
export function isIndex(value: unknown): value is { readonly data: IndexData; readonly origin: unknown } {
  if (!isNamed(value) || !isNamed(value.data)) return false;
  const { data } = value;
  if (data.kind === "by") return isTexts(data.fields) && (data.where === undefined || isNamed(data.where));
  return data.kind === "search" && isNamed(data.weights) && typeof data.language === "string";
}

/** True for what `check()` makes. */
export function isCheck(
  value: unknown,
): value is { readonly name: string; readonly filter: FilterData; readonly origin: unknown } {
  return isNamed(value) && typeof value.name === "string" && isNamed(value.filter);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
