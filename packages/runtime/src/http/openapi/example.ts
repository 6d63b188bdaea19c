import type { JsonSchema } from "../../blueprint/index.js";

/**
 * A value that satisfies a schema of Lintel's, the same each time. `name` is the field's, from which a text is made.
 * Gives undefined where a pattern makes guessing vain.
 */
export function exampleOf(schema: JsonSchema, name = "value"): unknown {
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return schema.examples[0];
  if (schema.default !== undefined && schema.default !== null) return schema.default;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (Array.isArray(schema.anyOf)) return exampleOf((schema.anyOf as JsonSchema[]).at(-1) ?? {}, name);
  const type = Array.isArray(schema.type)
    ? (schema.type as string[]).find((one) => one !== "null")
    : schema.type;
  switch (type) {
    case "object":
      return objectExample(schema);
    case "array":
      return arrayExample(schema, name);
    case "boolean":
      return true;
    case "integer":
    case "number":
      return Math.max(Number(schema.minimum ?? 1), Math.min(1, Number(schema.maximum ?? 1)));
    case "string":
      return textExample(schema, name);
    default:
      return undefined;
  }
}

function objectExample(schema: JsonSchema): unknown {
  const made: { [name: string]: unknown } = {};
  for (const [name, property] of Object.entries(
    (schema.properties ?? {}) as { [name: string]: JsonSchema },
  )) {
    const value = exampleOf(property, name);
    if (value !== undefined) made[name] = value;
  }
  const required = (schema.required ?? []) as readonly string[];
  return required.every((name) => name in made) ? made : undefined;
}

function arrayExample(schema: JsonSchema, name: string): unknown {
  const item = exampleOf((schema.items ?? {}) as JsonSchema, name);
  if (item === undefined) return (schema.minItems ?? 0) === 0 ? [] : undefined;
  return Array.from({ length: Math.max(1, Number(schema.minItems ?? 1)) }, () => item);
}

function textExample(schema: JsonSchema, name: string): unknown {
  const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  const text = `${words.charAt(0).toUpperCase()}${words.slice(1)}`
    .padEnd(Number(schema.minLength ?? 0), ".")
    .slice(0, Number(schema.maxLength ?? 1_000));
  return typeof schema.pattern === "string" && !new RegExp(schema.pattern, "u").test(text) ? undefined : text;
}
