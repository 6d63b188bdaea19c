import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { quote } from "../../identifier.js";
import type { CommittedTransaction, Progress } from "../append.js";
import { logTableStatements, ringSize } from "../tables.js";
import { until } from "./cases/until.js";
import { type CommittedBatch, openWalSource, TurnLost, type WalChange, type WalSource } from "./index.js";

/** For tests: a database with a service's log, a table whose changes it holds, and nothing else. */
export const schema = "Shop's";
export const own = quote(schema);

/** What stands in for the write side: a trigger that notes each changed row, and a function that notes an event. */
const writeSide = [
  `create table ${own}.item (id integer primary key, version integer not null default 1, note text)`,
  `create function ${own}.note(kind text, subject text, key text, version integer) returns void language sql as $$
  insert into ${own}.outbox (slot, xid, seq, at, kind, subject, key, version)
  values (floor(extract(epoch from transaction_timestamp()) / 3600)::bigint % ${ringSize}, pg_current_xact_id(),
          nextval('${own.replaceAll("'", "''")}.outbox_seq'), clock_timestamp(), kind, subject, key, version)
$$`,
  `create function ${own}.capture() returns trigger language plpgsql as $$
begin
  perform ${own}.note(lower(tg_op), 'item', coalesce(new.id, old.id)::text, coalesce(new.version, old.version));
  return null;
end $$`,
  `create trigger capture after insert or update or delete on ${own}.item
  for each row execute function ${own}.capture()`,
];

export interface Owner {
  readonly url: string;
  sql<R extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<R[]>;
}

export async function installLog({ sql }: Owner): Promise<void> {
  await sql(`create schema ${own}`);
  for (const statement of [...logTableStatements(schema), ...writeSide]) await sql(statement);
}

export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** Takes the turn. The lease of the runtime does more: it waits for the holder to fall silent. */
export async function takeTurn(client: pg.Client): Promise<{ generation: bigint; position: bigint }> {
  const { rows } = await client.query<{ generation: string; position: string }>(
    `update ${own}.log_head set generation = generation + 1 returning generation, position`,
  );
  return { generation: BigInt(rows[0]?.generation ?? 0), position: BigInt(rows[0]?.position ?? 0) };
}

const append = `
with given as (
  select * from unnest($1::smallint[], $2::xid8[], $3::bigint[], $4::bigint[], $5::integer[], $6::timestamptz[])
           with ordinality as g (slot, xid, first_seq, last_seq, events, at, n)
), head as (
  update ${own}.log_head
     set position = position + (select coalesce(sum(events), 0) from given),
         lsn      = case when $11 then '0/0'::pg_lsn else coalesce($9::pg_lsn, lsn) end,
         snapshot = case when $12 then null else coalesce($10::pg_snapshot, snapshot) end,
         epoch    = case when $13 then gen_random_uuid() else epoch end
   where generation = $7 and position = $8
  returning position
), placed as (
  insert into ${own}.log (slot, position, events, xid, first_seq, last_seq, committed_at)
  select slot, $8 + 1 + sum(events) over (order by n) - events, events, xid, first_seq, last_seq, at
    from given, head
)
select position from head`;

/** Gives positions where it is still this generation's turn. Undefined where it is not. */
export async function appendTransactions(
  client: pg.Client,
  generation: bigint,
  expected: bigint,
  transactions: readonly CommittedTransaction[],
  { lsn, snapshot, forget }: Progress,
): Promise<bigint | undefined> {
  const column = (of: (one: CommittedTransaction) => unknown) => transactions.map((one) => String(of(one)));
  const { rows } = await client.query<{ position: string }>({
    name: "append",
    text: append,
    values: [
      column((one) => one.slot),
      column((one) => one.xid),
      column((one) => one.firstSeq),
      column((one) => one.lastSeq),
      column((one) => one.events),
      column((one) => one.committedAt),
      generation,
      expected,
      lsn ?? null,
      snapshot ?? null,
      forget !== undefined,
      forget?.snapshot === true,
      forget?.epoch === true,
    ],
  });
  return rows[0] && BigInt(rows[0].position);
}

export interface Sequencing {
  readonly changes: readonly WalChange[];
  /** Batches that were appended. */
  readonly batches: readonly CommittedBatch[];
  /** Resolves when it has ended, and rejects with what it failed with. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface SequencingOptions {
  readonly url: string;
  /** The address of the slot's and the source's connections, where it is another. */
  readonly sourceUrl?: string;
  /** Whose rights read the log; the login's own unless told. */
  readonly role?: string;
  readonly beforeAppend?: (batch: CommittedBatch) => Promise<void> | void;
  readonly afterAppend?: (batch: CommittedBatch) => Promise<void> | void;
  readonly batch?: number;
  readonly waiting?: number;
  readonly idleBytes?: number;
  /** Opens another source when one fails, as long as it is its turn. */
  readonly goOn?: boolean;
}

/** Takes the turn and gives positions until it is stopped: what the sequencer of the runtime does, at its least. */
export async function startSequencing(options: SequencingOptions): Promise<Sequencing> {
  const changes: WalChange[] = [];
  const batches: CommittedBatch[] = [];
  const stopping = new AbortController();
  const client = await connect(options.url);
  const { generation, position } = await takeTurn(client);
  let at = position;
  const run = async (source: WalSource) => {
    try {
      while (!stopping.signal.aborted) {
        const batch = await source.next(stopping.signal);
        if (batch.transactions.length === 0 && Object.keys(batch.progress).length === 0) continue;
        await options.beforeAppend?.(batch);
        const after = await appendTransactions(client, generation, at, batch.transactions, batch.progress);
        if (after === undefined) throw new Error("fenced");
        at = after;
        batches.push(batch);
        await options.afterAppend?.(batch);
        source.acknowledge(batch.progress);
      }
    } finally {
      await source.close();
    }
  };
  const url = options.sourceUrl ?? options.url;
  const { batch, waiting, idleBytes } = options;
  const open = () =>
    openWalSource({
      url,
      schema,
      role: options.role ?? new URL(url).username,
      generation,
      applicationName: "lintel-test-log",
      connectTimeout: 3_000,
      onChange: (change) => void changes.push(change),
      batch,
      waiting,
      idleBytes,
    });
  const work = async () => {
    try {
      for (;;) {
        try {
          await run(await open());
          return;
        } catch (error) {
          if (!options.goOn || stopping.signal.aborted || isFenced(error)) throw error;
          await wait(20);
        }
      }
    } finally {
      await client.end().catch(() => {});
    }
  };
  const ended = work();
  ended.catch(() => {});
  return {
    changes,
    batches,
    ended,
    async stop() {
      stopping.abort();
      await ended.catch(() => {});
    },
  };
}

function isFenced(error: unknown): boolean {
  return error instanceof TurnLost || (error instanceof Error && error.message === "fenced");
}

/** Until it reads the slot: from then on its order is that of commits. */
export async function untilFollowing({ changes, ended }: Sequencing, times = 1): Promise<void> {
  let failed: unknown;
  ended.catch((error: unknown) => {
    failed = error ?? "stopped";
  });
  await until(
    "the slot is followed",
    () => {
      if (failed !== undefined) throw failed;
      return changes.filter(({ change }) => change === "following").length >= times;
    },
    90_000,
  );
}
