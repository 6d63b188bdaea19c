import type { FieldModel, FieldType } from "../blueprint/index.js";
import { elementsOf, membersOf } from "./json-members.js";
import type { LoggedRow } from "./row-reader.js";
import { utcMoment } from "./utc-moment.js";

/** The row in `before` or `after` of an entry; without columns where there is none. No number loses a digit. */
export function loggedRow(text: string | null): LoggedRow {
  return membersOf(text);
}

/**
 * The value of a field in a row of the log, as the text of JSON that the log has; `null` where the row was written before the column was
 * there. A column that was renamed since is found under the name that it had.
 */
export function loggedValue(row: LoggedRow, { column, formerColumns }: FieldModel): string {
  const value = row.get(column);
  if (value !== undefined || formerColumns === undefined) return value ?? "null";
  for (const former of formerColumns) {
    const found = row.get(former);
    if (found !== undefined) return found;
  }
  return "null";
}

/**
 * Makes the text of a JSON object of rows of the log, with these fields in this order: byte for byte what the HTTP API gives for the
 * same row. Exact numbers are strings, moments end in Z, whatever time zone the writer's session had.
 */
export function entityRowEncoder(fields: readonly FieldModel[]): (row: LoggedRow) => string {
  const members = fields.map((field, at) => ({
    field,
    key: `${at === 0 ? "{" : ","}${JSON.stringify(field.name)}:`,
    encode: encoderOf(field.type),
  }));
  return (row) => {
    let json = members.length === 0 ? "{" : "";
    for (const { field, key, encode } of members) {
      const value = loggedValue(row, field);
      json += key + (value === "null" ? value : encode(value));
    }
    return `${json}}`;
  };
}

type Encode = (value: string) => string;

const same: Encode = (value) => value;
/** A number becomes a string; what JSON cannot say as a number (`NaN`) is one already. */
const exact: Encode = (value) => (value.charCodeAt(0) === 0x22 ? value : `"${value}"`);
const moment: Encode = (value) => `"${utcMoment(value.slice(1, -1))}"`;

function encoderOf(type: FieldType): Encode {
  switch (type.kind) {
    case "bigint":
    case "decimal":
    case "money":
      return exact;
    case "timestamp":
      return moment;
    case "list":
      return isArray(type.item.type) ? listOf(encoderOf(type.item.type)) : same;
    default:
      return same;
  }
}

/** An array of PostgreSQL; lists of anything else are stored as JSON, and stay as they are. */
function isArray(type: FieldType): boolean {
  return !["list", "object", "json", "many"].includes(type.kind);
}

function listOf(encode: Encode): Encode {
  const list: Encode = (text) =>
    `[${elementsOf(text)
      .map((element) => {
        if (element === "null") return element;
        return element.charCodeAt(0) === 0x5b ? list(element) : encode(element);
      })
      .join(",")}]`;
  return list;
}
