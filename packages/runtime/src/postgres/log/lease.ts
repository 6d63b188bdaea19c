import { prepare } from "../compile/prepared.js";
import type { LogClient } from "./client.js";
import { headColumns, headOf, type LogHead, type Turn, toHead } from "./head.js";

/**
 * Milliseconds of the lease by which one process at a time gives positions: how long it lasts, how often the holder
 * says that it is there, and how often others look whether it is over. A silent holder is followed within
 * `lasts + looked` of them. All of it is by the clock of the database.
 */
export const leaseTimes = Object.freeze({ lasts: 1_500, renewed: 500, looked: 300 });

/**
 * Takes the lease of a log where nobody holds it: the generation is one more, and whoever held it before can write
 * nothing any more. Undefined where another holds it, or is just writing.
 */
export async function takeLease(
  client: LogClient,
  { schema, holder }: { readonly schema: string; readonly holder: string },
): Promise<LogHead | undefined> {
  const head = headOf(schema);
  const [row] = await client.run(
    prepare(
      "log.take-lease",
      `with free as (
  select h.ctid
    from ${head} h
   where h.held_until is null or h.held_until < clock_timestamp()
     for update skip locked
)
update ${head} h
   set generation = h.generation + 1,
       holder     = $1,
       held_until = clock_timestamp() + $2::integer * interval '1 millisecond'
  from free
 where h.ctid = free.ctid
returning ${headColumns}`,
    ),
    [holder, String(leaseTimes.lasts)],
  );
  return row && toHead(row);
}

/** Says that the holder is still there. Undefined where it is not the holder any more. */
export async function renewLease(client: LogClient, schema: string, turn: Turn): Promise<Turn | undefined> {
  const [row] = await client.run(
    prepare(
      "log.renew-lease",
      `update ${headOf(schema)} h
   set held_until = clock_timestamp() + $4::integer * interval '1 millisecond'
 where h.ctid = $1::tid and h.generation = $2 and h.position = $3
returning h.ctid`,
    ),
    [turn.tid, turn.generation, String(turn.position), String(leaseTimes.lasts)],
  );
  return row && { ...turn, tid: row[0] ?? "" };
}

/** Gives the lease back, so that another can take it at once. Does nothing where another holds it. */
export async function releaseLease(client: LogClient, schema: string, turn: Turn): Promise<void> {
  await client.run(
    prepare(
      "log.release-lease",
      `update ${headOf(schema)} h
   set holder = null, held_until = null
 where h.generation = $1 and h.holder is not null`,
    ),
    [turn.generation],
  );
}
