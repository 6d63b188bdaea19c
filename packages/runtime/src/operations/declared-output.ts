import type { FieldDefinition, OperationModel, Shape } from "../blueprint/index.js";

/**
 * What of a value the operation declares to give back, and nothing else: fields that the shape does not name and
 * private ones stay behind, at every level. An optional field that is missing becomes null.
 */
export function declaredOutput(operation: OperationModel): (value: unknown) => unknown {
  return objectOf(operation.output);
}

type Pick = (value: unknown) => unknown;

function objectOf(shape: Shape): Pick {
  const fields = Object.entries(shape)
    .filter(([, { definition }]) => !definition.modifiers.private && definition.type.kind !== "many")
    .map(([name, { definition }]) => ({
      name,
      pick: fieldOf(definition),
      missing: definition.modifiers.optional ? null : undefined,
    }));
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const picked: Record<string, unknown> = {};
    for (const { name, pick, missing } of fields) {
      const inner = (value as Record<string, unknown>)[name] ?? missing;
      if (inner !== undefined) picked[name] = pick(inner);
    }
    return picked;
  };
}

const asItIs: Pick = (value) => value;

function fieldOf({ type }: FieldDefinition): Pick {
  if (type.kind === "object") return objectOf(type.shape);
  if (type.kind !== "list") return asItIs;
  const item = fieldOf(type.item);
  return item === asItIs ? asItIs : (value) => (Array.isArray(value) ? value.map(item) : value);
}
