import type { FieldModel, FieldType, JsonSchema, Modifiers, Shape } from "../blueprint/index.js";
import { int4, longestEmail, longestList, longestText, longestUrl } from "./scalar.js";
import { expected, sampleNumber } from "./wording.js";

/**
 * Whom a schema is for: the API documents, where it holds standard keywords only, or the validator, where `x-kind`
 * (a field's type, checked by Lintel itself) and `x-json` (a schema of the user's, compiled apart) stand beside them.
 */
export type Purpose = "documents" | "validation";

/** What a schema is made from: a field of an entity or of a shape. */
export type SchemaSource = Pick<FieldModel, "type" | "modifiers">;

/** Which side of a command or query a shape is. */
export type Side = "input" | "output";

/** The JSON Schema (draft 2020-12) of one field, with what its modifiers add for a reader. */
export function fieldSchema(
  field: SchemaSource,
  purpose: Purpose = "documents",
  side: Side = "output",
): JsonSchema {
  const { modifiers } = field;
  const schema = orNull(typeSchema(field.type, purpose, side), field);
  if (purpose === "validation") return schema;
  const notes = [schema.description, modifiers.deprecated && `Deprecated: ${modifiers.deprecated}`].filter(
    Boolean,
  );
  return {
    ...schema,
    ...(notes.length > 0 && { description: notes.join(" ") }),
    ...(modifiers.deprecated !== undefined && { deprecated: true }),
    ...(modifiers.default && { default: modifiers.default.value }),
  };
}

/**
 * The JSON Schema of an object of these fields. Nothing but the fields may stand in an input; an answer may gain
 * fields later. `required` names those that must be there.
 */
export function objectSchema(
  fields: Iterable<readonly [name: string, schema: JsonSchema]>,
  required: readonly string[],
  closed: boolean,
): JsonSchema {
  return {
    type: "object",
    properties: Object.fromEntries(fields),
    ...(required.length > 0 && { required }),
    ...(closed && { additionalProperties: false }),
  };
}

/**
 * The JSON Schema of the input or output of a command or query. In an input, what is optional or has a default may
 * be left out; in an output every field is there, but for private ones.
 */
export function shapeSchema(shape: Shape, side: Side, purpose: Purpose = "documents"): JsonSchema {
  const fields = Object.entries(shape)
    .map(([name, { definition }]) => [name, definition] as const)
    .filter(([, { type, modifiers }]) => type.kind !== "many" && !(side === "output" && modifiers.private));
  const required = fields.filter(([, { modifiers }]) => side === "output" || !mayBeAbsent(modifiers));
  return objectSchema(
    fields.map(([name, definition]) => [name, fieldSchema(definition, purpose, side)]),
    required.map(([name]) => name),
    side === "input",
  );
}

/** Whether a field may be left out of what is given: it is optional or has a default. */
export function mayBeAbsent(modifiers: Modifiers): boolean {
  return modifiers.optional || modifiers.default !== undefined;
}

/** In the validator, `x-kind` stands for the patterns that tell a reader what an exact number looks like. */
function typeSchema(type: FieldType, purpose: Purpose, side: Side): JsonSchema {
  const schema = plainSchema(type, purpose, side);
  if (purpose === "documents") return { ...schema, ...limitsOf(type) };
  if (schema.type !== "string") return schema;
  const { pattern, ...rest } = schema;
  return { ...(type.kind === "text" ? schema : rest), "x-kind": type };
}

function plainSchema(type: FieldType, purpose: Purpose, side: Side): JsonSchema {
  switch (type.kind) {
    case "text":
      return {
        type: "string",
        ...(type.min !== undefined && { minLength: type.min }),
        ...(type.max !== undefined && { maxLength: type.max }),
        ...(type.pattern !== undefined && { pattern: type.pattern }),
      };
    case "email":
      return { type: "string", format: "email", maxLength: longestEmail, examples: ["ada@example.com"] };
    case "url":
      return {
        type: "string",
        format: "uri",
        maxLength: type.max ?? longestUrl,
        examples: ["https://example.com/a"],
      };
    case "integer":
      return {
        type: "integer",
        format: "int32",
        minimum: type.min ?? int4.min,
        maximum: type.max ?? int4.max,
      };
    case "bigint":
      return {
        type: "string",
        format: "int64",
        pattern: "^-?(0|[1-9][0-9]{0,18})$",
        description: described(type),
        examples: [type.min ?? "42"],
      };
    case "decimal":
    case "money":
      return {
        type: "string",
        format: "decimal",
        pattern: numericPattern(type),
        description: described(type),
        examples: [sampleWithin(type)],
      };
    case "boolean":
      return { type: "boolean" };
    case "date":
      return { type: "string", format: "date", examples: ["2026-11-23"] };
    case "timestamp":
      return { type: "string", format: "date-time", examples: ["2026-11-23T09:30:00Z"] };
    case "uuid":
      return identifier(type.identifies && `The id of ${type.identifies}.`);
    case "reference":
      return identifier(`The id of ${type.target}.`);
    case "enumeration":
      return { type: "string", enum: type.values };
    case "json":
      return purpose === "documents" ? type.schema : { "x-json": { schema: type.schema } };
    case "list":
      return {
        type: "array",
        items: fieldSchema(type.item, purpose, side),
        ...(type.min !== undefined && { minItems: type.min }),
        maxItems: type.max ?? longestList,
      };
    case "object":
      return shapeSchema(type.shape, side, purpose);
    case "many":
      throw new TypeError(`The rows of ${type.target} are read with include and have no schema here.`);
  }
}

/** What only a reader needs to be told: how long the text of a kind can be. */
function limitsOf(type: FieldType): JsonSchema {
  switch (type.kind) {
    case "text":
      return { maxLength: type.max ?? longestText };
    case "bigint":
      return { maxLength: 20 };
    case "decimal":
    case "money":
      return { maxLength: type.precision + 3 };
    case "date":
      return { maxLength: 10 };
    case "timestamp":
      return { maxLength: 32 };
    case "uuid":
    case "reference":
      return { maxLength: 36 };
    default:
      return {};
  }
}

function orNull(schema: JsonSchema, { type, modifiers }: SchemaSource): JsonSchema {
  if (!modifiers.optional) return schema;
  if ("x-json" in schema && type.kind === "json") return { "x-json": { schema: type.schema, orNull: true } };
  if (type.kind === "json") return { anyOf: [{ type: "null" }, schema] };
  return {
    ...schema,
    type: [schema.type, "null"],
    ...(Array.isArray(schema.enum) && { enum: [...schema.enum, null] }),
  };
}

function identifier(description: string | undefined): JsonSchema {
  return {
    type: "string",
    format: "uuid",
    ...(description && { description }),
    examples: ["01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c17"],
  };
}

function described(type: FieldType): string {
  const text = expected(type);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A minus stands in it only where the field can be below zero. */
function numericPattern(type: { precision: number; scale: number; min?: string | undefined }): string {
  const { precision, scale, min } = type;
  const digits = precision - scale;
  const whole = digits === 0 ? "0" : digits === 1 ? "[0-9]" : `(0|[1-9][0-9]{0,${digits - 1}})`;
  return `^${min === undefined || min.startsWith("-") ? "-?" : ""}${whole}${scale === 0 ? "" : `([.][0-9]{1,${scale}})?`}$`;
}

function sampleWithin(type: Extract<FieldType, { kind: "decimal" | "money" }>): string {
  const usual = sampleNumber(type.scale);
  const fits = type.precision - type.scale >= 2 && type.max === undefined && Number(type.min ?? 0) <= 19;
  return fits ? usual : (type.min ?? type.max ?? "0");
}
