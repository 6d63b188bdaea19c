import { quote } from "../identifier.js";

const batch = 1_000;

/** What a backfill goes through and fills. */
export interface Filled {
  readonly schema: string;
  readonly table: string;
  /** The columns that are read and filled: for messages. */
  readonly from?: string | undefined;
  readonly to: string;
}

/** The line above a statement that lets `db migrate` run it over a table in batches of ids. */
export function backfillLine({ schema, table, from, to }: Filled): string {
  const words = [
    `table=${word(schema)}.${word(table)}`,
    "key=id",
    `batch=${batch}`,
    ...(from === undefined ? [] : [`from=${from}`]),
    `to=${to}`,
  ];
  return `-- lintel: backfill ${words.join(" ")}`;
}

/** A name as the line above a backfill says it. */
function word(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : quote(name);
}
