/**
 * Text of people in Markdown (CommonMark and GitHub's tables): it means itself and nothing else, whatever stands in it. Every mark that could begin
 * something is escaped; `plain` gives the very text back.
 */
export function inline(text: string): string {
  return text
    .replace(/[\\`*[\]<>|~&$]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/(^|\n)([ \t]*)([#+=-]|\d+(?=[.)](?:\s|$)))/g, (_all, start, space, mark) =>
      /\d/.test(mark) ? `${start}${space}${mark}\\` : `${start}${space}\\${mark}`,
    )
    .replaceAll("\n", "<br>");
}

/** What was meant by Markdown of one line: the other way of `inline`, for what a person may have typed too. */
export function plain(markdown: string): string {
  return markdown
    .replace(/\\([!-/:-@[-`{-~])|<br *\/?>/g, (_all, mark: string | undefined) => mark ?? "\n")
    .trim();
}

/** A row of a table. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** The row under the titles of a table. */
export function rule(columns: number): string {
  return row(Array.from({ length: columns }, () => "---"));
}

/** The cells of a row of a table, as Markdown. */
export function cellsOf(line: string): readonly string[] {
  const cells: string[] = [""];
  for (const [piece] of line.trim().matchAll(/\\.|[^\\]|\\$/gs)) {
    if (piece === "|") cells.push("");
    else cells.push(`${cells.pop() ?? ""}${piece}`);
  }
  return cells
    .slice(1, line.trim().endsWith("|") && cells.length > 2 ? -1 : undefined)
    .map((cell) => cell.trim());
}

/** A fence that nothing in a text can close. */
export function fenceFor(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(Math.max(3, longest + 1));
}

/** `an id` as code. */
export function code(text: string): string {
  return `\`${text.replaceAll("`", "'")}\``;
}
