import type { Paint } from "./terminal.js";

/** Lines in aligned columns below a heading. The last column is as wide as it likes. */
export function formatTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Paint = (_style, text) => text,
): string {
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join("  ");
  return [paint("dim", line(heading)), ...rows.map(line)].join("\n");
}

/** `12345` to `12,345`. */
export function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

/** `1 error`, `3 errors`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Milliseconds for a person: `340 ms`, `4.2 s`, `3 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  return `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1_000)} s`;
}
