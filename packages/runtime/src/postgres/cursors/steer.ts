import { prepare } from "../compile/prepared.js";
import { instantOf } from "../json.js";
import type { LogClient } from "../log/index.js";
import { type Cursor, tableOf } from "./cursor.js";

/** How a cursor stands. */
export interface CursorState {
  readonly name: string;
  /** The service whose log it follows. */
  readonly source: string;
  readonly epoch: string | undefined;
  readonly position: number;
  readonly generation: string;
  readonly holder: string | undefined;
  readonly isHeld: boolean;
  readonly isPaused: boolean;
  /** When it last moved, RFC 3339. */
  readonly changedAt: string;
}

/** All cursors of a service, by name. */
export async function readCursors(client: LogClient, schema: string): Promise<readonly CursorState[]> {
  const rows = await client.run(
    prepare(
      "cursor.list",
      `select c.name, c.source, c.epoch, c.position, c.generation, c.holder,
       coalesce(c.held_until > clock_timestamp(), false), c.paused, c.changed_at
  from ${tableOf(schema)} c
 order by c.name`,
    ),
    [],
  );
  return rows.map(([name, source, epoch, position, generation, holder, isHeld, isPaused, changedAt]) => ({
    name: name ?? "",
    source: source ?? "",
    epoch: epoch ?? undefined,
    position: Number(position),
    generation: generation ?? "",
    holder: holder ?? undefined,
    isHeld: isHeld === "t",
    isPaused: isPaused === "t",
    changedAt: instantOf(changedAt ?? ""),
  }));
}

/** Pauses a cursor, or lets it go on. Whoever holds it stops at its next renewal. False where there is none of that name. */
export async function pauseCursor(
  client: LogClient,
  { schema, name }: Cursor,
  paused: boolean,
): Promise<boolean> {
  const [row] = await client.run(
    prepare(
      "cursor.pause",
      `update ${tableOf(schema)} c
   set paused = $2
 where c.name = $1
returning c.name`,
    ),
    [name, paused ? "t" : "f"],
  );
  return row !== undefined;
}

/**
 * Has the worker go on after another position: back, to do again what lies between, or ahead, to leave it out. Who holds the cursor is
 * fenced, so nothing of what it has under way moves it any more. False where there is none of that name.
 */
export async function seekCursor(
  client: LogClient,
  { schema, name }: Cursor,
  to: { readonly epoch: string; readonly position: number },
): Promise<boolean> {
  const [row] = await client.run(
    prepare(
      "cursor.seek",
      `update ${tableOf(schema)} c
   set epoch      = $2,
       position   = $3,
       generation = c.generation + 1,
       holder     = null,
       held_until = null,
       changed_at = clock_timestamp()
 where c.name = $1
returning c.name`,
    ),
    [name, to.epoch, String(to.position)],
  );
  return row !== undefined;
}
