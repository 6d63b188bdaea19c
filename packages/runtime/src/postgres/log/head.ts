import { prepare } from "../compile/prepared.js";
import { quote } from "../identifier.js";
import type { LogClient } from "./client.js";
import { logTables } from "./tables.js";

/**
 * The head of a log as one process holds it: whose turn it is, and the last position that was given. `tid` is where the
 * head's row lies: every change of it leaves an old version behind, and while some session holds an old snapshot those
 * cannot be cleared away. Found by its place, the row costs the same however many there are.
 */
export interface Turn {
  readonly generation: string;
  readonly position: number;
  readonly tid: string;
}

/** What the head of a log says. */
export interface LogHead extends Turn {
  readonly epoch: string;
  readonly firstKept: number;
  /** Who gives positions, and until when unless it says so again; undefined where nobody does. */
  readonly holder?: string | undefined;
  readonly isHeld: boolean;
  /** How far was looked: a `pg_snapshot`, or a place in the write-ahead log. */
  readonly snapshot?: string | undefined;
  readonly lsn?: string | undefined;
}

/** The columns of the head, in the order in which {@link toHead} takes them. */
export const headColumns =
  "h.generation, h.position, h.ctid, h.epoch, h.first_kept, h.holder, coalesce(h.held_until > clock_timestamp(), false), h.snapshot, h.lsn";

/** The head of a service's log. */
export async function readHead(client: LogClient, schema: string): Promise<LogHead> {
  const [row] = await client.run(
    prepare("log.head", `select ${headColumns}\n  from ${headOf(schema)} h`),
    [],
  );
  if (!row) throw new TypeError(`The log of ${schema} has no head.`);
  return toHead(row);
}

export function headOf(schema: string): string {
  return `${quote(schema)}.${quote(logTables.head)}`;
}

export function toHead(row: readonly (string | null)[]): LogHead {
  const [generation, position, tid, epoch, firstKept, holder, isHeld, snapshot, lsn] = row;
  return {
    generation: generation ?? "",
    position: Number(position),
    tid: tid ?? "",
    epoch: epoch ?? "",
    firstKept: Number(firstKept),
    holder: holder ?? undefined,
    isHeld: isHeld === "t",
    snapshot: snapshot ?? undefined,
    lsn: lsn ?? undefined,
  };
}
