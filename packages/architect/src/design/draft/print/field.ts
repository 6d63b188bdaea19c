import { type Code, call, noted, object, property, sequence, text } from "../../../code/index.js";
import type { FieldSketch, TypeSketch } from "../sketch.js";
import type { Used } from "./builders.js";
import { blockComment } from "./comment.js";
import { literal, options } from "./literals.js";

/** Fields as the members of an object. */
export function fieldsCode(fields: readonly FieldSketch[], used: Used, indent: number): Code {
  return object(
    fields.map((field) =>
      noted(
        blockComment(field.note === undefined ? [] : [field.note], indent),
        property(field.name, fieldCode(field, used, indent)),
      ),
    ),
  );
}

function fieldCode(field: FieldSketch, used: Used, indent: number): Code {
  if (field.tenant && field.type.kind === "id")
    return call(used.use("tenant"), ...(field.type.target === undefined ? [] : [text(field.type.target)]));
  const modifiers = [
    field.default === undefined ? "" : `.default(${literal(field.default)})`,
    field.optional ? ".optional()" : "",
    field.unique ? ".unique()" : "",
    field.immutable ? ".immutable()" : "",
    field.private ? ".private()" : "",
    field.personal ? ".personal()" : "",
  ].join("");
  return modifiers === ""
    ? typeCode(field.type, used, indent)
    : sequence(typeCode(field.type, used, indent), modifiers);
}

function typeCode(type: TypeSketch, used: Used, indent: number): Code {
  switch (type.kind) {
    case "text":
      return call(used.use("text"), ...options({ min: type.min, max: type.max, pattern: type.pattern }));
    case "email":
    case "url":
    case "boolean":
    case "date":
    case "timestamp":
      return call(used.use(type.kind));
    case "integer":
      return call(used.use("integer"), ...options({ min: type.min, max: type.max }));
    case "bigint":
      return call(used.use("bigint"), ...options({ min: type.min }));
    case "decimal":
      return call(used.use("decimal"), ...options({ precision: type.precision, scale: type.scale }));
    case "money":
      return call(used.use("money"), ...options({ precision: type.precision, min: type.min }));
    case "enumeration":
      return call(used.use("enumeration"), ...type.values.map(text));
    case "json":
      return call(`${used.use("json")}<Record<string, unknown>>`, object([property("type", text("object"))]));
    case "id":
      return call(used.use("id"), ...(type.target === undefined ? [] : [text(type.target)]));
    case "reference":
      return call(used.use("reference"), text(type.target), ...options({ onDelete: type.onDelete }));
    case "many":
      return call(used.use("many"), text(type.target), text(type.by));
    case "list":
      return call(
        used.use("list"),
        typeCode(type.item, used, indent),
        ...options({ min: type.min, max: type.max }),
      );
    case "rows":
      return call(
        used.use("list"),
        fieldsCode(type.fields, used, indent + 2),
        ...options({ min: type.min, max: type.max }),
      );
  }
}
