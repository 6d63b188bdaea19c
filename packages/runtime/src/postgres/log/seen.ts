import type { Statement } from "../database.js";
import { quote } from "../identifier.js";
import { logTables } from "./tables.js";

/** What a transaction on one snapshot sees of a log. */
export interface Seen {
  readonly epoch: string;
  /** The first position of which something may not be seen. */
  readonly from: number;
  /** The snapshot, as a `pg_snapshot`. */
  readonly snapshot: string;
}

/**
 * Asks for {@link Seen}; its one row has `epoch`, `from` and `snapshot`. All is seen up to the head's position, in either
 * order: nothing is given a position before somebody's snapshot saw it, and what one has seen, every later one sees.
 */
export function seenStatement(schema: string): Statement {
  return {
    name: "log.seen",
    text: `select h.epoch::text,
       pg_current_snapshot()::text as snapshot,
       (h.position + 1)::text as "from"
  from ${quote(schema)}.${quote(logTables.head)} h`,
    values: [],
  };
}
