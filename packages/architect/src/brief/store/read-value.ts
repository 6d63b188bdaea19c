import type { AnswerValue, Cell, TableRow } from "../answer/value.js";
import { type Measure, measures, type Quantity } from "../quantity/quantity.js";
import type { Column, Question } from "../questions/question.js";
import type { JsonNode } from "./json-text.js";
import { type NodeReader, shortly } from "./node-reader.js";

const measureNames = Object.keys(measures) as readonly Measure[];

/** Reads the value of an answer as its question has it. What does not fit is a complaint of the reader's. */
export function readValue(reader: NodeReader, node: JsonNode, question: Question): AnswerValue | undefined {
  const what = `The value of ${question.id}`;
  const kind = question.answer;
  const optional = { quantities: ["parts"], choice: ["chosen", "other"], text: ["text"], table: ["rows"] };
  const members = reader.object(node, what, { required: ["kind"], optional: optional[kind.kind] });
  const named = members?.get("kind");
  if (!members || !named || !reader.oneOf(named, `${what} kind`, [kind.kind])) return undefined;
  const body = members.get(optional[kind.kind][0] ?? "");
  if (!body) return reader.complain(node, `${what} lacks ${optional[kind.kind][0]}.`);
  switch (kind.kind) {
    case "quantities": {
      const measureOf = new Map(kind.parts.map(({ id, measure }) => [id, [measure]] as const));
      const parts: (readonly [string, Quantity])[] = [];
      for (const [part, given] of reader.map(body, what) ?? []) {
        const measure = measureOf.get(part);
        if (!measure) {
          reader.complain(
            given,
            `${what} has no part "${shortly(part)}": it has ${[...measureOf.keys()].join(", ")}.`,
          );
          continue;
        }
        const quantity = readQuantity(reader, given, `${what}, ${part},`, measure);
        if (quantity) parts.push([part, quantity]);
      }
      return { kind: "quantities", parts: Object.fromEntries(parts) };
    }
    case "choice": {
      const ids = kind.options.map(({ id }) => id);
      const chosen = reader
        .list(body, what)
        ?.flatMap((item) => reader.oneOf(item, `${what} chosen`, ids) ?? []);
      const otherNode = members.get("other");
      const other = otherNode && reader.text(otherNode, `${what} other`);
      if (!chosen) return undefined;
      return { kind: "choice", chosen, ...(other === undefined ? {} : { other }) };
    }
    case "text": {
      const text = reader.text(body, what);
      return text === undefined ? undefined : { kind: "text", text };
    }
    case "table": {
      const rows = reader
        .list(body, what)
        ?.map((row, at) => readRow(reader, row, `${what}, row ${at + 1},`, kind.columns))
        .filter((row) => row !== undefined);
      if (!rows) return undefined;
      noRowTwice(reader, body, what, kind.columns, rows);
      return { kind: "table", rows };
    }
  }
}

function readRow(
  reader: NodeReader,
  node: JsonNode,
  what: string,
  columns: readonly Column[],
): TableRow | undefined {
  const of = (isOptional: boolean) =>
    columns.filter(({ optional }) => (optional === true) === isOptional).map(({ id }) => id);
  const members = reader.object(node, what, { required: of(false), optional: of(true) });
  if (!members) return undefined;
  const cells: (readonly [string, Cell])[] = [];
  for (const column of columns) {
    const given = members.get(column.id);
    const cell = given && readCell(reader, given, `${what} ${column.id},`, column);
    if (cell !== undefined) cells.push([column.id, cell]);
  }
  return Object.fromEntries(cells);
}

function readCell(reader: NodeReader, node: JsonNode, what: string, { cell }: Column): Cell | undefined {
  switch (cell.kind) {
    case "name":
    case "text":
      return reader.text(node, what);
    case "criteria":
    case "lines":
      return reader.texts(node, what);
    case "quantity":
      return readQuantity(
        reader,
        node,
        what,
        typeof cell.measure === "string" ? [cell.measure] : cell.measure,
      );
    case "choice":
      return cell.many
        ? reader.list(node, what)?.flatMap((item) => reader.oneOf(item, what, cell.options) ?? [])
        : reader.oneOf(node, what, cell.options);
  }
}

function readQuantity(
  reader: NodeReader,
  node: JsonNode,
  what: string,
  allowed: readonly Measure[],
): Quantity | undefined {
  const members = reader.object(node, what, {
    required: ["measure", "value"],
    optional: ["percentile", "currency", "per", "condition"],
  });
  if (!members) return undefined;
  const of = <T>(name: string, read: (given: JsonNode, what: string) => T | undefined) => {
    const given = members.get(name);
    const value = given && read(given, `${what} ${name},`);
    return value === undefined ? {} : { [name]: value };
  };
  const measure = { ...of("measure", (given, at) => reader.oneOf(given, at, measureNames)) }.measure;
  const value = { ...of("value", reader.number) }.value;
  if (measure === undefined || value === undefined) return undefined;
  if (!allowed.includes(measure))
    return reader.complain(
      node,
      `${what} is measured as ${measure}, and must be measured as ${allowed.join(" or ")}.`,
    );
  return {
    measure,
    value,
    ...of("percentile", (given, at) => {
      const found = reader.number(given, at);
      const isOne = found === undefined || (found >= 0 && found <= 100);
      return isOne ? found : reader.complain(given, `${at} must be 0 to 100, and is ${found}.`);
    }),
    ...of("currency", reader.text),
    ...of("per", (given, at) => reader.oneOf(given, at, ["month"])),
    ...of("condition", reader.text),
  };
}

function noRowTwice(
  reader: NodeReader,
  node: JsonNode,
  what: string,
  [first]: readonly Column[],
  rows: readonly TableRow[],
): void {
  const seen = new Set<string>();
  for (const row of rows) {
    const name = first && row[first.id];
    if (typeof name !== "string") continue;
    const key = name.trim().toLowerCase();
    if (seen.has(key))
      reader.complain(
        node,
        `${what} has two rows "${shortly(name)}": a name stands once in a table.`,
        "BRIEF_DUPLICATE",
        "Give one of the rows another name, or take it out.",
      );
    seen.add(key);
  }
}
