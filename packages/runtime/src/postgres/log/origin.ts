import { prepare } from "../compile/prepared.js";
import { sqlStateOf } from "../connection/lost.js";
import { quote } from "../identifier.js";
import { textLiteral } from "../schema/literal.js";
import type { LogClient } from "./client.js";
import { headColumns, headOf, type LogHead, toHead } from "./head.js";
import { logTables } from "./tables.js";

/** True where a statement gave up waiting for a lock. */
export function isLockTimeout(error: unknown): boolean {
  return sqlStateOf(error) === "55P03";
}

/** Above any transaction id that a server ever comes to: what lies there was written in another server. */
const foreign = "4611686018427387904";

/**
 * Sees to it that positions mean what they meant. The head keeps where they were given: the server (its system identifier), the
 * timeline, the database and the table. To be called by whoever has just taken the lease.
 *
 * - The same as ever: nothing is done.
 * - Another timeline: the database was restored to a moment, or a standby was promoted; the last positions may have been given
 *   a second time. A new epoch begins. Transaction ids go on, and so does the snapshot that is kept.
 * - Another server, database or table: restored from a dump, or copied. A new epoch begins, and transaction ids of what is there
 *   mean nothing here: they are moved out of the way, what has no position yet is given one (in the order of its last `seq`), and looking
 *   begins anew. All of that is one transaction on one snapshot: what that does not see comes with the next look.
 *
 * A plain copy of a server's files cannot be told from the server itself.
 */
export async function settleOrigin(client: LogClient, schema: string, head: LogHead): Promise<LogHead> {
  const { known, server, timeline, place } = await readOrigin(client, schema);
  const origin = `${server} ${timeline} ${place}`;
  if (known === origin) return head;
  const [oldServer, oldTimeline, oldPlace] = known?.split(" ") ?? [];
  const isOtherTimeline = known !== null && oldTimeline !== timeline;
  const isOtherServer = server !== unknown && oldServer !== unknown && server !== oldServer;
  const isForeign = known !== null && (isOtherServer || oldPlace !== place);
  const steps = isForeign ? rebaseTexts(schema) : [];
  await client.run(prepare("log.begin", "begin isolation level repeatable read"), []);
  try {
    const [updated] = await client.run(
      prepare(
        "log.settle",
        `update ${headOf(schema)} h
   set origin   = $2,
       epoch    = case when $3::boolean then gen_random_uuid() else h.epoch end,
       snapshot = case when $4::boolean then pg_current_snapshot() else h.snapshot end,
       lsn      = case when $4::boolean then null else h.lsn end
 where h.generation = $1
returning h.ctid`,
      ),
      [head.generation, origin, String(isForeign || isOtherTimeline), String(isForeign)],
    );
    if (!updated) throw new Error("The lease of the log was lost.");
    for (const [at, text] of steps.entries()) await client.run(prepare(`log.rebase-${at}`, text), []);
    const [settled] = await client.run(
      prepare("log.settled", `select ${headColumns}\n  from ${headOf(schema)} h`),
      [],
    );
    await client.run(prepare("log.commit", "commit"), []);
    return settled ? toHead(settled) : head;
  } catch (error) {
    await client.run(prepare("log.rollback", "rollback"), []).catch(() => {});
    throw error;
  }
}

/** Stands for the server where the role may not ask for the system identifier, as every role may by default. */
const unknown = "unknown";

async function readOrigin(client: LogClient, schema: string) {
  const ask = (server: string) => client.run(prepare("log.origin", originText(schema, server)), []);
  const [row] = await ask("(select system_identifier::text from pg_control_system())").catch(
    (error: unknown) => {
      if (sqlStateOf(error) === "42501") return ask(`'${unknown}'`);
      throw error;
    },
  );
  const [known = null, server, timeline, place] = row ?? [];
  return { known, server: server ?? unknown, timeline: timeline ?? "", place: place ?? "" };
}

function originText(schema: string, server: string): string {
  const head = textLiteral(`${quote(schema)}.${quote(logTables.head)}`);
  return `select h.origin,
       ${server},
       substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8),
       format('%s.%s', (select oid from pg_database where datname = current_database()), ${head}::regclass::oid)
  from ${headOf(schema)} h`;
}

function rebaseTexts(schema: string): readonly string[] {
  const outbox = `${quote(schema)}.${quote(logTables.outbox)}`;
  const log = `${quote(schema)}.${quote(logTables.log)}`;
  const away = `xid = (xid::text::bigint + ${foreign})::text::xid8\n where xid < '${foreign}'::xid8`;
  return [
    `update ${outbox}\n   set ${away}`,
    `update ${log}\n   set ${away}`,
    `with
  left_over as materialized (
    select o.slot, o.xid, min(o.seq) as first_seq, max(o.seq) as last_seq, count(*)::integer as events
      from ${outbox} o
     where not exists (
             select
               from ${log} l
              where l.slot = o.slot and l.xid = o.xid and o.seq between l.first_seq and l.last_seq
           )
     group by o.slot, o.xid
  ),
  written as (
    insert into ${log} (slot, position, events, xid, first_seq, last_seq, committed_at)
    select f.slot, h.position + 1 + sum(f.events) over (order by f.last_seq) - f.events,
           f.events, f.xid, f.first_seq, f.last_seq, statement_timestamp()
      from left_over f, ${headOf(schema)} h
    returning events
  )
update ${headOf(schema)} h
   set position = h.position + (select coalesce(sum(events), 0) from written)`,
  ];
}
