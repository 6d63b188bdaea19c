import type { Column } from "../questions/question.js";
import { slug } from "./given.js";

/** Cells of a row as they were typed, by column, and how many there were too many. */
export interface TypedRow {
  readonly cells: ReadonlyMap<string, string>;
  readonly tooMany: number;
}

/** Cuts at a sign, but not where a backslash stands before it. What stays is still written with backslashes. */
export function cutAt(text: string, sign: "|" | ";"): readonly string[] {
  const pieces: string[] = [""];
  for (const [piece] of text.matchAll(/\\[\\|;]|[\s\S]/g)) {
    if (piece === sign) pieces.push("");
    else pieces.push(`${pieces.pop() ?? ""}${piece}`);
  }
  return pieces;
}

/** Takes the backslashes from before `|`, `;` and `\`. */
export function unescaped(text: string): string {
  return text.replace(/\\([\\|;])/g, "$1");
}

/** Sets a backslash before what would cut a cell, or a line of one. */
export function escaped(text: string): string {
  return text.replace(/[\\|;]/g, "\\$&");
}

/** Rows as they are typed: one a line, cells between strokes, with or without a line of titles; a table of Markdown too. */
export function typedRows(text: string, columns: readonly Column[]): readonly TypedRow[] {
  const lines = text.split(/\r\n?|\n/).filter((line) => line.trim() !== "" && !isRule(line));
  const rows = lines.map(cellsOf);
  const [first = [], ...others] = rows;
  const header = headerOf(first, columns);
  const order = header ?? columns;
  return (header ? others : rows).map((cells) => ({
    cells: new Map(cells.flatMap((cell, position) => (order[position] ? [[order[position].id, cell]] : []))),
    tooMany: Math.max(0, cells.length - order.length),
  }));
}

/** The line below the titles of a table of Markdown. */
function isRule(line: string): boolean {
  return line.includes("--") && /^[\s|:-]+$/.test(line);
}

/** The columns that a line of titles names, by their ids or by their titles; undefined where it is a row. */
function headerOf(cells: readonly string[], columns: readonly Column[]): readonly Column[] | undefined {
  const named = (of: (column: Column) => string) => {
    const found = cells.flatMap((cell) => columns.find((column) => slug(of(column)) === slug(cell)) ?? []);
    return found.length === cells.length && new Set(found).size === found.length ? found : undefined;
  };
  if (cells.length < Math.min(2, columns.length)) return undefined;
  return named(({ id }) => id) ?? named(({ title }) => title);
}

function cellsOf(line: string): readonly string[] {
  const bare = line.trim();
  const cells = cutAt(bare, "|").map((cell) => cell.trim());
  return bare.startsWith("|") ? cells.slice(1, cells.at(-1) === "" ? -1 : undefined) : cells;
}
