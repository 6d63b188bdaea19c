import { createHash } from "node:crypto";
import type pg from "pg";
import type { Migration, MigrationStatement } from "./migration-file.js";

/**
 * How far a file has come that runs one statement at a time. A statement is `begun` before it runs outside of a
 * transaction, and `done` in the transaction that it runs in, or after it. The lines of a file go when the file is
 * recorded as applied.
 */
export interface Journal {
  /** What was written down of this statement before this run. */
  before(position: number): "begun" | "done" | undefined;
  write(position: number, state: "begun" | "done"): Promise<void>;
  /** What was begun has ended in an error of the database, and did not happen. */
  forget(position: number): Promise<void>;
}

/** Keeps nothing: for a scratch database. */
export const noJournal: Journal = { before: () => undefined, write: async () => {}, forget: async () => {} };

/**
 * Opens the journal of a file. Where a statement is not what it was when it ran, the file was edited: from there on
 * the statements are new, and what was written down of them is forgotten.
 */
export async function openJournal(client: pg.Client, migration: Migration): Promise<Journal> {
  const { service, number, statements } = migration;
  const { rows } = await client.query<{ position: number; digest: string; state: "begun" | "done" }>(
    `select position, digest, state
       from lintel.migration_progress
      where service = $1
        and number = $2
      order by position`,
    [service, number],
  );
  const known = rows.findIndex((row, at) => row.position !== at || row.digest !== digestOf(statements[at]));
  const kept = known === -1 ? rows : rows.slice(0, known);
  const forgetFrom = async (position: number) => {
    await client.query(
      "delete from lintel.migration_progress where service = $1 and number = $2 and position >= $3",
      [service, number, position],
    );
  };
  if (kept.length < rows.length) await forgetFrom(kept.length);
  return {
    before: (position) => kept[position]?.state,
    async write(position, state) {
      await client.query(
        `insert into lintel.migration_progress (service, number, position, digest, state)
         values ($1, $2, $3, $4, $5)
         on conflict (service, number, position) do update set state = excluded.state, at = now()`,
        [service, number, position, digestOf(statements[position]), state],
      );
    },
    forget: forgetFrom,
  };
}

/** Forgets how far a file had come, since it is applied. */
export async function closeJournal(client: pg.Client, { service, number }: Migration): Promise<void> {
  await client.query("delete from lintel.migration_progress where service = $1 and number = $2", [
    service,
    number,
  ]);
}

/** Which files have come part of the way: `catalog 2`. */
export async function readBegun(client: pg.Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ key: string }>(
    "select distinct service || ' ' || number as key from lintel.migration_progress",
  );
  return new Set(rows.map((row) => row.key));
}

/** What tells one statement from another. */
export function digestOf(statement: MigrationStatement | undefined): string {
  return createHash("sha256")
    .update(statement?.text ?? "")
    .digest("hex");
}
