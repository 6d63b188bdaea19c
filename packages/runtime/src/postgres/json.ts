import type { FieldModel, FieldType } from "../blueprint/index.js";
import { columnOf } from "./identifier.js";
import { isScalar } from "./parameter.js";

/** A row as PostgreSQL sent it: the text of each column, null for null. */
export type TextRow = readonly (string | null)[];

/** Makes the text of a JSON object of a row's columns, without making the object. */
export interface JsonEncoder {
  encode(row: TextRow): string;
  /** As `encode`, with some fields replaced by finished JSON, and more members (`,"lines":[...]`) at the end. */
  encodeWith(row: TextRow, replaced: ReadonlyMap<string, string>, more: string): string;
  /** True where the objects have a member of this name. */
  holds(name: string): boolean;
}

/** How a column's text becomes JSON. Numbers, so that the loop over a row's columns is one `switch`. */
const raw = 0;
const quoted = 1;
const words = 2;
const truth = 3;
const moment = 4;
const moments = 5;

/** The expression to select a field by, so that its text can be encoded. */
export function selectSql(field: FieldModel): string {
  if (field.type.kind !== "list" || !isScalar(field.type.item.type)) return columnOf(field);
  return travelsAsText(field.type.item.type)
    ? `to_json(${columnOf(field)}::text[])`
    : `to_json(${columnOf(field)})`;
}

/** True where JSON made by PostgreSQL would not be what Lintel gives: exact numbers are strings, times end in Z. */
function travelsAsText(type: FieldType): boolean {
  return ["bigint", "decimal", "money", "timestamp"].includes(type.kind);
}

function codeOf(type: FieldType): number {
  switch (type.kind) {
    case "integer":
    case "json":
    case "object":
      return raw;
    case "bigint":
    case "decimal":
    case "money":
    case "uuid":
    case "reference":
    case "date":
      return quoted;
    case "boolean":
      return truth;
    case "timestamp":
      return moment;
    case "list":
      return type.item.type.kind === "timestamp" ? moments : raw;
    default:
      return words;
  }
}

/** Compiles the encoder of rows that begin with these fields in this order, selected by {@link selectSql}. */
export function compileEncoder(fields: readonly FieldModel[]): JsonEncoder {
  const codes = fields.map((field) => codeOf(field.type));
  const names = fields.map((field) => field.name);
  const keys = fields.map((field, at) => `${at === 0 ? "{" : ","}${JSON.stringify(field.name)}:`);
  const count = fields.length;
  return {
    holds: (name) => names.includes(name),
    encode(row) {
      let json = count === 0 ? "{" : "";
      for (let at = 0; at < count; at += 1) {
        json += keys[at] + encodeText(codes[at] ?? words, row[at] ?? null);
      }
      return `${json}}`;
    },
    encodeWith(row, replaced, more) {
      let json = count === 0 ? "{" : "";
      for (let at = 0; at < count; at += 1) {
        const other = replaced.get(names[at] ?? "");
        json += keys[at] + (other ?? encodeText(codes[at] ?? words, row[at] ?? null));
      }
      return `${json}${count === 0 ? more.slice(1) : more}}`;
    },
  };
}

function encodeText(code: number, text: string | null): string {
  if (text === null) return "null";
  switch (code) {
    case raw:
      return text;
    case quoted:
      return `"${text}"`;
    case truth:
      return text === "t" ? "true" : "false";
    case moment:
      return `"${instantOf(text)}"`;
    case moments:
      return JSON.stringify((JSON.parse(text) as (string | null)[]).map((each) => each && instantOf(each)));
    default:
      return quoteJson(text);
  }
}

/** What RFC 8259 wants escaped: quotes, backslashes, and what comes before the space. */
const escaped = /[^ !#-[\]-\uffff]/;

/** The text as a JSON string (RFC 8259, section 7). */
export function quoteJson(text: string): string {
  return escaped.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/**
 * `2026-01-01 00:00:00.123+00`, as PostgreSQL writes a moment in UTC, to `2026-01-01T00:00:00.123Z` (RFC 3339).
 * What RFC 3339 cannot say (`infinity`, years before Christ) stays as it is.
 */
export function instantOf(text: string): string {
  return text.endsWith("+00") && text.charCodeAt(10) === 32
    ? `${text.slice(0, 10)}T${text.slice(11, -3)}Z`
    : text;
}
