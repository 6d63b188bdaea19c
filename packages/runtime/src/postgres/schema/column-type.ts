import type { FieldType } from "../../blueprint/index.js";

/**
 * The PostgreSQL type of a field. Text of every kind is `text` with checks beside it, and so is an enumeration: a
 * limit or a list of values then changes without a rewrite of the table, and a value can be taken away again.
 */
export function columnType(type: FieldType): string {
  switch (type.kind) {
    case "text":
    case "email":
    case "url":
    case "enumeration":
      return "text";
    case "decimal":
    case "money":
      return `numeric(${type.precision},${type.scale})`;
    case "integer":
    case "bigint":
    case "boolean":
    case "date":
    case "uuid":
      return type.kind;
    case "timestamp":
      return "timestamptz";
    case "reference":
    case "many":
      return "uuid";
    case "json":
    case "object":
      return "jsonb";
    case "list":
      return isScalar(type.item.type) ? `${columnType(type.item.type)}[]` : "jsonb";
  }
}

function isScalar(type: FieldType): boolean {
  return !["list", "object", "json", "many"].includes(type.kind);
}
