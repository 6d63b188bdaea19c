import type { FieldType, Shape } from "../blueprint/index.js";
import type { Value } from "./plan.js";
import { readScalar } from "./scalar.js";

/** Brings a valid value into the one spelling of its kind. */
export type Normalise = (value: unknown) => Value;

const asItIs: Normalise = (value) => value as Value;

/**
 * How valid values of this type are brought into one spelling: UUIDs in lower case, times in UTC, the defaults of
 * an object's fields filled in. Null stays null. A JSON value stays as it is.
 */
export function normaliser(type: FieldType): Normalise {
  switch (type.kind) {
    case "uuid":
    case "reference":
    case "timestamp":
      return (value) => (typeof value === "string" ? (readScalar(type, value) ?? null) : (value as Value));
    case "list": {
      const item = normaliser(type.item.type);
      return item === asItIs
        ? asItIs
        : (value) => (Array.isArray(value) ? value.map(item) : (value as Value));
    }
    case "object": {
      const inner = shapeNormaliser(type.shape);
      return (value) => (value === null ? null : inner(value as Readonly<Record<string, unknown>>));
    }
    default:
      return asItIs;
  }
}

/** The same for a whole shape: each field present in the result, with its default or null where it was left out. */
export function shapeNormaliser(
  shape: Shape,
): (input: { readonly [name: string]: unknown }) => { readonly [name: string]: Value } {
  const fields = Object.entries(shape)
    .filter(([, { definition }]) => definition.type.kind !== "many")
    .map(([name, { definition }]) => ({
      name,
      normalise: normaliser(definition.type),
      fallback: definition.modifiers.default,
    }));
  return (input) => {
    const output: { [name: string]: Value } = {};
    for (const { name, normalise, fallback } of fields) {
      const given = Object.hasOwn(input, name) ? input[name] : undefined;
      if (given !== undefined) output[name] = normalise(given);
      else output[name] = fallback ? (structuredClone(fallback.value) as Value) : null;
    }
    return output;
  };
}
