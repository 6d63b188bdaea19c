import type { EntityModel } from "../blueprint/index.js";
import type { ServiceDatabase, Transaction } from "../postgres/index.js";
import { type LogEntry, type ToldRow, toldRowsStatement } from "../postgres/log/index.js";
import { type HandOver, snapshotAnd } from "./hand-over.js";
import type { LogPosition } from "./position.js";

export interface BootstrapOptions {
  readonly database: ServiceDatabase;
  /** An entity that is a feed. */
  readonly entity: EntityModel;
  /**
   * Takes the rows that are there, a page at a time, as entries of the kind `insert` at the position before the one from which the log goes on. Pages come in
   * the order of ids, and begin anew where the database has the transaction tried again: `page` counts from 0.
   */
  readonly rows: (entries: readonly LogEntry[], page: number) => Promise<void>;
  /** Rows of a page; 1,000 unless told. */
  readonly size?: number | undefined;
}

/**
 * The state that the log of an entity comes to, however much of the log is kept: the rows of its table on one snapshot, each once as it is, and then
 * the log from there on (`tailAfter`). A table is its own compacted log. Gives how many rows there were.
 *
 * @throws `DATABASE_UNAVAILABLE`, and what `rows` throws
 */
export function bootstrap(options: BootstrapOptions): Promise<HandOver<number>> {
  const { database, entity, rows, size = 1_000 } = options;
  const read = async (transaction: Transaction, from: LogPosition) => {
    let count = 0;
    let after: string | undefined;
    for (let page = 0; ; page += 1) {
      const found = await transaction.run<ToldRow>(toldRowsStatement(entity, after, size));
      if (found.length > 0)
        await rows(
          found.map((row) => insertOf(entity, row, from.position - 1)),
          page,
        );
      count += found.length;
      after = found.at(-1)?.key;
      if (found.length < size) return count;
    }
  };
  return snapshotAnd(database, entity.schema, read, [entity.table]);
}

function insertOf(entity: EntityModel, row: ToldRow, position: number): LogEntry {
  return {
    position,
    transaction: { position, events: 1, xid: "0", committedAt: row.at },
    kind: "insert",
    subject: entity.name,
    key: row.key,
    version: Number(row.version),
    at: row.at,
    before: null,
    after: row.after,
    cause: null,
  };
}
