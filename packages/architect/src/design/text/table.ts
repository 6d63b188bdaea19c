import { row } from "../../brief/document/markdown.js";

/** A column: its title, and `right` for numbers. Titles are Markdown. */
export type TableColumn = string | { readonly title: string; readonly align: "right" };

/** A table of Markdown; its cells are Markdown of one line (`escapeMarkdown`, `inCode`). Empty where there are no rows. */
export function table(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const titles = columns.map((column) => (typeof column === "string" ? column : column.title));
  const rule = columns.map((column) => (typeof column === "string" ? "---" : "---:"));
  return [row(titles), row(rule), ...rows.map((cells) => row(titles.map((_, at) => cells[at] ?? "")))].join(
    "\n",
  );
}
