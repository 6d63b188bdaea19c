import { formatTable } from "../table.js";

/** What PostgreSQL gave back for one statement. */
export interface Answered {
  readonly command: string;
  readonly rowCount: number | null;
  readonly fields: readonly { readonly name: string }[];
  /** Values in PostgreSQL's text form; null for null. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** An answer as aligned text, as psql would show it. */
export function formatAnswer(answer: Answered): string {
  const { command, rowCount, fields, rows } = answer;
  if (fields.length === 0) return rowCount === null ? command : `${command} ${rowCount}`;
  const cells = rows.map((row) => row.map((value) => (value === null ? "" : value.replaceAll("\n", "\\n"))));
  const table = formatTable(
    fields.map((field) => field.name),
    cells,
  );
  return `${table}\n(${rows.length} row${rows.length === 1 ? "" : "s"})`;
}

/**
 * Whether the text ends a statement: a semicolon outside of quotes, comments and dollar quotes, and nothing
 * behind it.
 */
export function isComplete(sql: string): boolean {
  const rest = sql.replace(
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g,
    " ",
  );
  return /;\s*$/.test(rest) && !/['"]|\/\*|\$\w*\$/.test(rest);
}

/** The tables outside of PostgreSQL's own schemas, for `\dt`. */
export const listTables = `
select schemaname as schema,
       relname    as "table",
       n_live_tup as "rows (about)",
       pg_size_pretty(pg_total_relation_size(relid)) as size
  from pg_stat_user_tables
 order by schemaname, relname`;
