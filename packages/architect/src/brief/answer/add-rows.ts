import type { Column } from "../questions/question.js";
import { oneLine } from "./given.js";
import { saysNone } from "./said.js";
import { type TypedRow, typedRows, unescaped } from "./typed-rows.js";

/**
 * Rows that were typed before, and now: in a row of a name that is there the cells that are typed now take the place of the old ones, and other rows come
 * after. Undefined where that is not what is meant: a row has more cells than there are columns, no name, or the name of another one.
 */
export function addRows(columns: readonly Column[], earlier: string, typed: string): string | undefined {
  const nameOf = ({ cells }: TypedRow) =>
    oneLine(unescaped(cells.get(columns[0]?.id ?? "") ?? "")).toLowerCase();
  const before = saysNone(earlier) ? [] : typedRows(earlier, columns);
  const now = saysNone(typed) ? [] : typedRows(typed, columns);
  const isOdd = now.length === 0 || now.some((row) => row.tooMany > 0 || nameOf(row) === "");
  if (isOdd || new Set(now.map(nameOf)).size < now.length) return undefined;
  const rows = new Map(before.map((row) => [nameOf(row), row.cells]));
  for (const row of now) {
    const said = [...row.cells].filter(([, cell]) => cell !== "");
    rows.set(nameOf(row), new Map([...(rows.get(nameOf(row)) ?? []), ...said]));
  }
  const head = columns.map(({ id }) => id);
  const lines = [...rows.values()].map((cells) => head.map((id) => cells.get(id) ?? ""));
  return [head, ...lines].map((cells) => cells.join(" | ")).join("\n");
}
