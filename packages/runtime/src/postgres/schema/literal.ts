import type { FieldType } from "../../blueprint/index.js";
import { columnType } from "./column-type.js";

/**
 * Text as SQL spells it. Only for definitions, which cannot take parameters; the values are those that the blueprint's
 * author wrote, never a client's. The session has `standard_conforming_strings` on, so a backslash is a backslash.
 */
export function textLiteral(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** The value of a field as SQL spells it in a default, a check or the condition of an index. */
export function literal(value: unknown, type: FieldType): string {
  if (columnType(type) === "jsonb") return `${textLiteral(JSON.stringify(value))}::jsonb`;
  if (value === null || value === undefined) return "null";
  if (type.kind === "list") return listLiteral(value as readonly unknown[], type);
  if (typeof value === "boolean") return value ? "true" : "false";
  const written = String(value);
  return isNumeric(type) && /^-?\d+(\.\d+)?$/.test(written) ? written : textLiteral(written);
}

function listLiteral(values: readonly unknown[], type: Extract<FieldType, { kind: "list" }>): string {
  const items = values.map((value) => literal(value, type.item.type));
  return items.length === 0 ? `'{}'::${columnType(type)}` : `array[${items.join(", ")}]::${columnType(type)}`;
}

function isNumeric(type: FieldType): boolean {
  return ["integer", "bigint", "decimal", "money"].includes(type.kind);
}
