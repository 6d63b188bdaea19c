import { quote } from "../../identifier.js";
import { nowhere } from "../head.js";
import { logTables } from "../tables.js";
import { TurnLost } from "./context.js";
import type { Client } from "./login.js";
import { parseLsn } from "./lsn.js";
import { parseSnapshot, type Snapshot } from "./visibility.js";

/** What the head of the log says about how far it has come, and where the server is. */
export interface HeadProgress {
  readonly generation: bigint;
  /** Undefined where it is not known from which place on the log lacks something. */
  readonly lsn: bigint | undefined;
  /** Whether nothing but what the snapshot sees has positions. */
  readonly exact: boolean;
  readonly snapshot: Snapshot | undefined;
  /** Where the write-ahead log ends now. */
  readonly walEnd: bigint;
  readonly now: Snapshot;
}

export async function readHeadProgress(client: Client, schema: string): Promise<HeadProgress> {
  const { rows } = await client.query<{
    generation: string;
    lsn: string | null;
    snapshot: string | null;
    end: string;
    now: string;
  }>(
    `select generation,
       lsn::text,
       snapshot::text,
       pg_current_wal_insert_lsn()::text as end,
       pg_current_snapshot()::text       as now
  from ${head(schema)}`,
  );
  const [row] = rows;
  if (!row) throw new TypeError(`The head of the log of ${schema} has no row.`);
  return {
    generation: BigInt(row.generation),
    lsn: row.lsn === null || row.lsn === nowhere ? undefined : parseLsn(row.lsn),
    exact: row.lsn === null,
    snapshot: row.snapshot === null ? undefined : parseSnapshot(row.snapshot),
    walEnd: parseLsn(row.end),
    now: parseSnapshot(row.now),
  };
}

/** @throws {@link TurnLost} where it is another one's turn. */
export async function requireTurn(client: Client, schema: string, generation: bigint): Promise<void> {
  const { rowCount } = await client.query(`select from ${head(schema)} where generation = $1`, [generation]);
  if (rowCount !== 1) throw new TurnLost(generation);
}

function head(schema: string): string {
  return `${quote(schema)}.${quote(logTables.head)}`;
}
