import { prepare } from "../compile/prepared.js";
import type { Statement } from "../database.js";
import { quote } from "../identifier.js";
import { type LogClient, leaseTimes } from "../log/index.js";
import { cursorTable } from "./names.js";

/** Whose cursor it is: a worker of a service, by its name. */
export interface Cursor {
  /** The schema of the service that the worker belongs to. */
  readonly schema: string;
  readonly name: string;
}

/** A cursor as one process holds it: it may go on from the position after this one, as long as it has the generation. */
export interface CursorTurn {
  readonly generation: string;
  /** Undefined before anything was done, or sought. */
  readonly epoch: string | undefined;
  /** Everything up to and with this position is done. */
  readonly position: number;
  /** Who held it before and did not give it back: what that one was at may be half done. */
  readonly abandonedBy?: string | undefined;
}

/** Makes the cursor where it is not there yet: of a worker that is new. */
export async function ensureCursor(
  client: LogClient,
  { schema, name }: Cursor,
  source: string,
): Promise<void> {
  await client.run(
    prepare(
      "cursor.ensure",
      `insert into ${tableOf(schema)} (name, source)
values ($1, $2)
on conflict (name) do nothing`,
    ),
    [name, source],
  );
}

/**
 * Takes a cursor where nobody holds it and nobody has paused it: its generation is one more, and whoever held it before can
 * write nothing any more. Undefined where another holds it, or it is paused or not there. Lasts as a lease of the log does.
 */
export async function takeCursor(
  client: LogClient,
  { schema, name }: Cursor,
  holder: string,
): Promise<CursorTurn | undefined> {
  const [row] = await client.run(
    prepare(
      "cursor.take",
      `with free as (
  select c.ctid, c.holder
    from ${tableOf(schema)} c
   where c.name = $1
     and not c.paused
     and (c.held_until is null or c.held_until < clock_timestamp())
     for no key update skip locked
)
update ${tableOf(schema)} c
   set generation = c.generation + 1,
       holder     = $2,
       held_until = clock_timestamp() + $3::integer * interval '1 millisecond'
  from free
 where c.ctid = free.ctid
returning c.generation, c.epoch, c.position, free.holder`,
    ),
    [name, holder, String(leaseTimes.lasts)],
  );
  return (
    row && {
      generation: row[0] ?? "",
      epoch: row[1] ?? undefined,
      position: Number(row[2]),
      abandonedBy: row[3] ?? undefined,
    }
  );
}

/** Says that the holder is still there. False where it is the holder no more, or the cursor was paused. */
export async function renewCursor(
  client: LogClient,
  { schema, name }: Cursor,
  generation: string,
): Promise<boolean> {
  const [row] = await client.run(
    prepare(
      "cursor.renew",
      `update ${tableOf(schema)} c
   set held_until = clock_timestamp() + $3::integer * interval '1 millisecond'
 where c.name = $1 and c.generation = $2 and not c.paused
returning c.generation`,
    ),
    [name, generation, String(leaseTimes.lasts)],
  );
  return row !== undefined;
}

/** Gives the cursor back, so that another process can take it at once. Does nothing where another holds it. */
export async function releaseCursor(
  client: LogClient,
  { schema, name }: Cursor,
  generation: string,
): Promise<void> {
  await client.run(
    prepare(
      "cursor.release",
      `update ${tableOf(schema)} c
   set holder = null, held_until = null
 where c.name = $1 and c.generation = $2`,
    ),
    [name, generation],
  );
}

/** Keeps that everything up to a position is done. False where another holds the cursor: nothing was kept then. */
export async function advanceCursor(
  client: LogClient,
  { schema, name }: Cursor,
  done: CursorTurn,
): Promise<boolean> {
  const [row] = await client.run(prepare("cursor.advance", advanceText(schema)), [
    name,
    done.generation,
    done.epoch ?? null,
    String(done.position),
  ]);
  return row !== undefined;
}

/** The same in a transaction of the service's: what was done and how far it is commit together. No row where another holds it. */
export function advanceStatement({ schema, name }: Cursor, done: CursorTurn): Statement {
  return {
    name: "cursor.advance",
    text: advanceText(schema),
    values: [name, done.generation, done.epoch ?? null, String(done.position)],
  };
}

/**
 * For a transaction that does part of the work and does not move the cursor: gives a row where the generation still holds the cursor, and
 * none where another does. The row's key is kept from being changed meanwhile, which holds up nobody who takes or moves the cursor: one who
 * takes it while such a transaction runs may run beside its end, so effects need a key of their own that both would write.
 */
export function holdStatement({ schema, name }: Cursor, generation: string): Statement {
  return {
    name: "cursor.hold",
    text: `select c.generation::text as generation
  from ${tableOf(schema)} c
 where c.name = $1 and c.generation = $2
   for key share of c`,
    values: [name, generation],
  };
}

function advanceText(schema: string): string {
  return `update ${tableOf(schema)} c
   set epoch      = $3,
       position   = $4,
       changed_at = clock_timestamp()
 where c.name = $1 and c.generation = $2
returning c.generation`;
}

export function tableOf(schema: string): string {
  return `${quote(schema)}.${quote(cursorTable)}`;
}
