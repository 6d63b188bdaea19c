import type { FieldModel } from "@lintel/runtime/tools";

/** The kind of a field in a word or two: `text`, `decimal(7,5)`, `list of integer`. */
export function typeWords(type: FieldModel["type"]): string {
  switch (type.kind) {
    case "decimal":
    case "money":
      return `${type.kind}(${type.precision},${type.scale})`;
    case "text":
      return type.max === undefined ? "text" : `text(${type.max})`;
    case "list":
      return `list of ${typeWords(type.item.type)}`;
    case "reference":
      return `id of ${type.target}`;
    case "uuid":
      return type.identifies === undefined ? "uuid" : `id of ${type.identifies}`;
    default:
      return type.kind;
  }
}
