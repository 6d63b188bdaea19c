import type { FieldType } from "../blueprint/index.js";
import type { Result } from "./connection/execution.js";
import { instantOf, type TextRow } from "./json.js";
import { isScalar } from "./parameter.js";

type Decode = (text: string) => unknown;

const same: Decode = (text) => text;
const truth: Decode = (text) => text === "t";
const json: Decode = (text) => JSON.parse(text);
const list =
  (item: Decode): Decode =>
  (text) =>
    parseArray(text, item);

/** How the text of a type becomes a value, by the type's OID (pg_type.dat). Any other type stays text. */
const byType: ReadonlyMap<number, Decode> = new Map([
  [16, truth],
  [21, Number],
  [23, Number],
  [26, Number],
  [700, Number],
  [701, Number],
  [114, json],
  [3802, json],
  [1184, instantOf],
  [1000, list(truth)],
  [1005, list(Number)],
  [1007, list(Number)],
  [1021, list(Number)],
  [1022, list(Number)],
  [199, list(json)],
  [3807, list(json)],
  [1185, list(instantOf)],
  [1009, list(same)],
  [1015, list(same)],
  [1016, list(same)],
  [1231, list(same)],
  [2951, list(same)],
  [1182, list(same)],
]);

/** The rows of a statement that described itself, as objects: exact numbers as strings, moments as RFC 3339. */
export function decodeResult(result: Result): Record<string, unknown>[] {
  const columns = result.columns.map(({ name, type }) => ({ name, decode: byType.get(type) ?? same }));
  return result.rows.map((row) =>
    Object.fromEntries(
      columns.map(({ name, decode }, at) => {
        const text = row[at] ?? null;
        return [name, text === null ? null : decode(text)];
      }),
    ),
  );
}

/** How the text of a field, selected for JSON, becomes the value that a command sees. */
function decoderOf(type: FieldType): (text: string) => unknown {
  switch (type.kind) {
    case "integer":
      return Number;
    case "boolean":
      return truth;
    case "timestamp":
      return instantOf;
    case "json":
    case "object":
      return json;
    case "list": {
      const moments = isScalar(type.item.type) && type.item.type.kind === "timestamp";
      return moments
        ? (text) => (JSON.parse(text) as (string | null)[]).map((one) => one && instantOf(one))
        : json;
    }
    default:
      return same;
  }
}

/** Reads the literal of an array (PostgreSQL documentation, 8.15.6), arrays within it too. */
function parseArray(text: string, item: Decode): unknown[] {
  let at = text.indexOf("{");
  const readList = (): unknown[] => {
    const values: unknown[] = [];
    at += 1;
    while (at < text.length && text[at] !== "}") {
      if (text[at] === "{") values.push(readList());
      else if (text[at] === '"') values.push(item(readQuoted()));
      else {
        const word = readWord();
        values.push(word === "NULL" ? null : item(word));
      }
      if (text[at] === ",") at += 1;
    }
    at += 1;
    return values;
  };
  const readQuoted = (): string => {
    let value = "";
    for (at += 1; at < text.length && text[at] !== '"'; at += 1) {
      if (text[at] === "\\") at += 1;
      value += text[at] ?? "";
    }
    at += 1;
    return value;
  };
  const readWord = (): string => {
    const from = at;
    while (at < text.length && text[at] !== "," && text[at] !== "}") at += 1;
    return text.slice(from, at);
  };
  return at < 0 ? [] : readList();
}

/** Makes objects of rows that begin with the fields of these names and types. */
export function compileDecoder(
  fields: readonly { readonly name: string; readonly type: FieldType }[],
): (row: TextRow) => Record<string, unknown> {
  const members = fields.map(({ name, type }) => ({ name, decode: decoderOf(type) }));
  return (row) => {
    const object: Record<string, unknown> = {};
    members.forEach(({ name, decode }, at) => {
      const text = row[at] ?? null;
      object[name] = text === null ? null : decode(text);
    });
    return object;
  };
}
