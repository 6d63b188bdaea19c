import { formatCell } from "../answer/format-answer.js";
import type { Cell, TableRow } from "../answer/value.js";
import type { Answer } from "../brief.js";
import { digestOfData } from "../canonical.js";
import { describeQuantity } from "../quantity/index.js";
import type { Column, Question } from "../questions/question.js";
import { rowName } from "./rows-table.js";

/** What was changed of an answer, in a sentence: only the parts, columns and rows that are others. */
export function editSentence(
  key: string,
  question: Question,
  before: Answer | undefined,
  after: Answer,
): string {
  const [was, is] = [before?.value, after.value];
  if (!is) {
    const why =
      after.open === "vague"
        ? `open again, as the answer is vague: ${[...(after.missing ?? [])].join(" ")}`
        : after.open === "unknown"
          ? "open again, as nobody knows"
          : "taken back, and open again";
    return `${key}: ${why}${before ? ` (was ${shortly(before.said)})` : ""}`;
  }
  if (!was || was.kind !== is.kind) return `${key}: answered with ${shortly(after.said)}`;
  const changes =
    was.kind === "quantities" && is.kind === "quantities"
      ? partChanges(question, was.parts, is.parts)
      : was.kind === "table" && is.kind === "table" && question.answer.kind === "table"
        ? rowChanges(question.answer.columns, was.rows, is.rows)
        : [];
  return `${key}: ${changes.join("; ") || change(before?.said ?? "", after.said)}`;
}

type Parts = { readonly [part: string]: Parameters<typeof describeQuantity>[0] };

function partChanges(question: Question, was: Parts, is: Parts): readonly string[] {
  const parts = question.answer.kind === "quantities" ? question.answer.parts : [];
  return parts.flatMap(({ id }) => {
    const [one, other] = [was[id], is[id]];
    if (digestOfData(one ?? null) === digestOfData(other ?? null)) return [];
    return [
      `${id} ${other ? describeQuantity(other) : "left out"} (was ${one ? describeQuantity(one) : "left out"})`,
    ];
  });
}

function rowChanges(
  columns: readonly Column[],
  was: readonly TableRow[],
  is: readonly TableRow[],
): readonly string[] {
  const named = (rows: readonly TableRow[]) => new Map(rows.map((row) => [rowName(columns, row), row]));
  const [before, after] = [named(was), named(is)];
  const changed = [...after].flatMap(([name, row]) => {
    const old = before.get(name);
    if (!old) return [`"${name}" is new`];
    return columns.flatMap((column) =>
      isSameCell(old[column.id], row[column.id])
        ? []
        : [
            `${column.id} of "${name}" ${change(formatCell(column, old[column.id]), formatCell(column, row[column.id]))}`,
          ],
    );
  });
  const gone = [...before.keys()].filter((name) => !after.has(name)).map((name) => `"${name}" is gone`);
  const isMoved = changed.length === 0 && gone.length === 0;
  return [...changed, ...gone, ...(isMoved ? ["the rows are in another order"] : [])];
}

function isSameCell(one: Cell | undefined, other: Cell | undefined): boolean {
  return digestOfData(one ?? null) === digestOfData(other ?? null);
}

const MOST = 120;

/** Both texts, short enough for a line; where they begin alike for long, from shortly before they part. */
function change(before: string, after: string): string {
  const [was, is] = [lineOf(before), lineOf(after)];
  let parts = 0;
  while (parts < is.length && is[parts] === was[parts]) parts += 1;
  const from = Math.max(was.length, is.length) > MOST ? beginningAt(is, parts) : 0;
  return `${shortly(is, from)} (was ${shortly(was, from)})`;
}

/** Where the word begins that is some words before a place; 0 where that is near enough to the beginning. */
function beginningAt(text: string, place: number): number {
  return place < MOST / 2 ? 0 : text.lastIndexOf(" ", place - MOST / 4) + 1;
}

function lineOf(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}

function shortly(text: string, from = 0): string {
  const line = lineOf(text);
  if (line === "") return "nothing";
  const end = from + MOST;
  return `${from > 0 ? "... " : ""}${line.slice(from, end)}${line.length > end ? "..." : ""}`;
}
