import { describeQuantity, quoted } from "../quantity/index.js";
import type { AnswerKind, Column } from "../questions/question.js";
import { isMapping, own, shown, slug } from "./given.js";
import { readCell } from "./read-cell.js";
import type { Problem, Reading } from "./reading.js";
import { saysNone } from "./said.js";
import { typedRows } from "./typed-rows.js";
import type { Cell, TableRow } from "./value.js";

type Table = Extract<AnswerKind, { readonly kind: "table" }>;

const mostRows = 200;

/** Reads a table: a list of mappings by column; or a row a line, cells between strokes. */
export function readTable(table: Table, given: unknown): Reading {
  const least = table.least ?? 1;
  const said = rowsOf(table, given);
  if ("problems" in said) return { outcome: "invalid", problems: said.problems };
  if (said.rows.length > mostRows)
    return {
      outcome: "invalid",
      problems: [{ at: "", message: `${said.rows.length} rows are too many: ${mostRows} at most.` }],
    };
  const problems: Problem[] = [];
  const missing: string[] = [];
  const names = new Map<string, number>();
  const rows: TableRow[] = [];
  for (const [position, row] of said.rows.entries()) {
    const at = `rows[${position}]`;
    for (const stranger of row.strangers.slice(0, 10))
      problems.push({
        at: `${at}.${stranger.slice(0, 60)}`,
        message: `There is no column ${quoted(stranger)}: ${idsOf(table.columns)}.`,
      });
    if (row.tooMany > 0)
      problems.push({
        at,
        message: `There are ${row.tooMany} cells more than columns: ${idsOf(table.columns)}. Write "\\|" for a stroke in a text.`,
      });
    const read: { [column: string]: Cell } = {};
    for (const column of table.columns) {
      const cell = readCell(column, row.cell(column.id), row.isTyped);
      const of = `${table.row} ${typeof read[table.columns[0]?.id ?? ""] === "string" ? quoted(String(read[table.columns[0]?.id ?? ""])) : position + 1}`;
      if ("cell" in cell) read[column.id] = cell.cell;
      else if ("problem" in cell) problems.push({ at: `${at}.${column.id}`, message: cell.problem });
      else if ("missing" in cell) missing.push(...cell.missing.map((ask) => `In ${of}: ${ask}`));
      else if (!column.optional) missing.push(`In ${of}: what goes under "${column.title}"?`);
    }
    const name = nameIn(table.columns, read);
    if (name !== undefined) {
      const before = names.get(slug(name));
      if (before !== undefined)
        problems.push({
          at: `${at}.${table.columns[0]?.id}`,
          message: `${quoted(name)} is the name of row ${before + 1} already.`,
        });
      else names.set(slug(name), position);
    }
    rows.push(read);
  }
  if (problems.length > 0) return { outcome: "invalid", problems: problems.slice(0, 10) };
  if (rows.length < least)
    missing.push(
      `Which ${table.row}s are there? At least ${least}, each on a line: ${idsOf(table.columns, " | ")}.`,
    );
  if (missing.length > 0) return { outcome: "vague", missing: missing.slice(0, 3) };
  return { outcome: "clear", value: { kind: "table", rows }, restated: restateTable(table, rows) };
}

/** "2 entities: order (1,200,000, personal); product (...)." */
export function restateTable(table: Table, rows: readonly TableRow[]): string {
  if (rows.length === 0) return `No ${table.row}.`;
  const said = rows.slice(0, 6).map((row) => {
    const cells = table.columns.slice(1).flatMap(({ id, cell }) => {
      const value = own(row, id) as Cell | undefined;
      if (value === undefined || cell.kind === "text") return [];
      if (typeof value === "string") return value;
      if ("measure" in value) return describeQuantity(value);
      return cell.kind === "criteria"
        ? `${value.length} ${value.length === 1 ? "criterion" : "criteria"}`
        : value.join(", ");
    });
    return `${nameIn(table.columns, row) ?? ""}${cells.length > 0 ? ` (${cells.join(", ")})` : ""}`;
  });
  const more = rows.length > 6 ? `; and ${rows.length - 6} more` : "";
  return `${rows.length} ${rows.length === 1 ? table.row : plural(table.row)}: ${said.join("; ")}${more}.`;
}

function plural(noun: string): string {
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

function nameIn(columns: readonly Column[], row: TableRow): string | undefined {
  const name = own(row, columns[0]?.id ?? "");
  return typeof name === "string" ? name : undefined;
}

function idsOf(columns: readonly Column[], between = ", "): string {
  return columns.map(({ id }) => id).join(between);
}

interface GivenRow {
  readonly cell: (column: string) => unknown;
  readonly isTyped: boolean;
  readonly strangers: readonly string[];
  readonly tooMany: number;
}

type GivenRows = { readonly rows: readonly GivenRow[] } | { readonly problems: readonly Problem[] };

function rowsOf(table: Table, given: unknown): GivenRows {
  if (typeof given === "string")
    return { rows: saysNone(given) ? [] : typedRows(given, table.columns).map(typedRow) };
  if (isMapping(given)) {
    const [first] = table.columns;
    if (first && Object.hasOwn(given, first.id)) return { rows: [dataRow(table, given)] };
    const rows = own(given, "rows");
    if (own(given, "kind") === "table" && Array.isArray(rows)) return rowsOf(table, rows);
  }
  if (!Array.isArray(given))
    return {
      problems: [
        {
          at: "",
          message: `${shown(given)} is no table: write a list of mappings with ${idsOf(table.columns)}, or a line for each ${table.row}.`,
        },
      ],
    };
  if (given.length > mostRows)
    return { rows: given.map(() => ({ cell: () => undefined, isTyped: false, strangers: [], tooMany: 0 })) };
  if (given.length > 0 && given.every((row) => typeof row === "string")) {
    const lines = given.map((row) => row.replace(/\s*\n\s*/g, " "));
    return { rows: typedRows(lines.join("\n"), table.columns).map(typedRow) };
  }
  const wrong = given.flatMap((row, position) =>
    isMapping(row)
      ? []
      : [
          {
            at: `rows[${position}]`,
            message: `${shown(row)} is no ${table.row}: write a mapping with ${idsOf(table.columns)}.`,
          },
        ],
  );
  return wrong.length > 0
    ? { problems: wrong.slice(0, 10) }
    : { rows: given.map((row) => dataRow(table, row)) };
}

function typedRow({ cells, tooMany }: ReturnType<typeof typedRows>[number]): GivenRow {
  return { cell: (column) => cells.get(column), isTyped: true, strangers: [], tooMany };
}

function dataRow({ columns }: Table, row: { readonly [key: string]: unknown }): GivenRow {
  return {
    cell: (column) => own(row, column),
    isTyped: false,
    strangers: Object.keys(row).filter((key) => !columns.some(({ id }) => id === key)),
    tooMany: 0,
  };
}
