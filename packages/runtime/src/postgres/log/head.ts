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
  /** How far was looked. Without `lsn`: what this `pg_snapshot` sees has its positions, and nothing else has. */
  readonly snapshot?: string | undefined;
  /**
   * The place in the write-ahead log up to which all has positions; what `snapshot` sees has them too, and more may
   * have. {@link nowhere} while there is no slot that goes on from a place.
   */
  readonly lsn?: string | undefined;
}

/** Stands for a place in the write-ahead log that is not known. */
export const nowhere = "0/0";

/** Whether the head says that positions are given in the order of commits, from a place in the write-ahead log. */
export function isByCommits({ lsn }: Pick<LogHead, "lsn">): boolean {
  return lsn !== undefined && lsn !== nowhere;
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
