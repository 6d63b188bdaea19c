import type { FieldType } from "../blueprint/index.js";

/** A value as it goes over the wire: PostgreSQL's text form, null for null. */
export type Parameter = string | null;

/** True for what a list holds as an array of PostgreSQL; lists of anything else are stored as `jsonb`. */
export function isScalar(type: FieldType): boolean {
  return !["list", "object", "json", "many"].includes(type.kind);
}

/** The text form of a field's value. Lists of scalars become arrays of PostgreSQL, `json` fields become JSON. */
export function encodeValue(type: FieldType, value: unknown): Parameter {
  if (typeof value === "string" && type.kind !== "json") return value;
  if (value === null || value === undefined) return null;
  if (type.kind === "json" || type.kind === "object") return JSON.stringify(value);
  if (type.kind !== "list" || !Array.isArray(value)) return encodeUnknown(value);
  const item = type.item.type;
  return isScalar(item) ? encodeArray(value, (element) => encodeValue(item, element)) : JSON.stringify(value);
}

/** The text form of a value whose column is not known: arrays become arrays of PostgreSQL, other objects JSON. */
export function encodeUnknown(value: unknown): Parameter {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return null;
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return encodeArray(value, encodeUnknown);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString("hex")}`;
  return JSON.stringify(value);
}

/** The literal of an array (PostgreSQL documentation, 8.15.2): every element in quotes, or NULL. */
export function encodeArray(values: readonly unknown[], element: (value: unknown) => Parameter): string {
  const parts = values.map((value) => {
    if (Array.isArray(value) && element === encodeUnknown) return encodeArray(value, element);
    const text = element(value);
    return text === null ? "NULL" : `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  });
  return `{${parts.join(",")}}`;
}
