import type { JsonSchema } from "@lintel/runtime/tools";
import { sampleOfPattern } from "./pattern.js";

/** How deep a value is made: what refers to itself has no end. */
const deepest = 8;

/** A value that a JSON Schema of the usual kind takes; undefined where it is of another kind. */
export function sampleOfSchema(schema: JsonSchema, depth = 0): unknown {
  if (depth > deepest) return undefined;
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return schema.examples[0];
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(alternatives)) {
    return (alternatives as JsonSchema[])
      .map((one) => sampleOfSchema(one, depth + 1))
      .find((one) => one !== undefined);
  }
  const type = Array.isArray(schema.type) ? (schema.type as unknown[])[0] : schema.type;
  switch (type) {
    case "null":
      return null;
    case "boolean":
      return true;
    case "integer":
    case "number":
      return Math.max(Number(schema.minimum ?? 1), Math.min(1, Number(schema.maximum ?? 1)));
    case "string":
      return sampleString(schema);
    case "array": {
      const item = sampleOfSchema((schema.items ?? {}) as JsonSchema, depth + 1);
      const count = Number(schema.minItems ?? 0);
      if (count === 0) return [];
      return item === undefined ? undefined : Array.from({ length: count }, () => item);
    }
    case "object":
      return sampleRecord(schema, depth);
    default:
      return undefined;
  }
}

const formats: { readonly [format: string]: string } = {
  date: "2026-11-23",
  "date-time": "2026-11-23T09:30:00Z",
  email: "ada@example.com",
  time: "09:30:00Z",
  uri: "https://example.com/a",
  uuid: "01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c17",
};

function sampleString({ minLength, maxLength, pattern, format }: JsonSchema): string | undefined {
  const least = Number(minLength ?? 0);
  if (typeof pattern === "string") return sampleOfPattern(pattern, least, Number(maxLength ?? 1_000));
  if (typeof format === "string") return formats[format];
  return "abc".slice(0, Number(maxLength ?? 3)).padEnd(least, "c");
}

function sampleRecord(schema: JsonSchema, depth: number): unknown {
  const properties = (schema.properties ?? {}) as { readonly [name: string]: JsonSchema };
  const made: { [name: string]: unknown } = {};
  for (const name of (schema.required ?? []) as readonly string[]) {
    const sample = sampleOfSchema(properties[name] ?? {}, depth + 1);
    if (sample === undefined) return undefined;
    made[name] = sample;
  }
  return made;
}
