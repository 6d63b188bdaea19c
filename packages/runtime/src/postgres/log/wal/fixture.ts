import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { quote } from "../../identifier.js";
import { logTableStatements, ringSize } from "../tables.js";
import type { CommitSource, CommittedBatch, CommittedTransaction, Progress } from "./committed.js";
import { TurnLost, type WalChange } from "./context.js";
import { openWalSource } from "./source.js";

/** For tests: a database with a service's log, a table whose changes it holds, and nothing else. */
export const schema = "Shop's";
const own = quote(schema);

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

interface Owner {
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
         lsn      = case when $11 then null else coalesce($9::pg_lsn, lsn) end,
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
  const run = async (source: CommitSource) => {
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
  await until("the slot is followed", () => {
    if (failed !== undefined) throw failed;
    return changes.filter(({ change }) => change === "following").length >= times;
  });
}

/** Waits for a condition. */
export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  most = 20_000,
): Promise<void> {
  const deadline = performance.now() + most;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`In ${most} ms it did not come to be: ${what}.`);
    await wait(10);
  }
}

/** An event of the log, as readers see it. */
export interface LoggedEvent {
  readonly position: number;
  readonly xid: string;
  readonly seq: number;
  readonly kind: string;
  readonly subject: string;
  readonly key: string;
  readonly version: number;
}

/** The whole log in order. */
export async function readEvents({ sql }: Owner): Promise<LoggedEvent[]> {
  const rows = await sql<{ [name in keyof LoggedEvent]: string }>(
    `select l.position + row_number() over (partition by l.position order by o.seq) - 1 as position,
       o.xid::text, o.seq, o.kind, o.subject, o.key, o.version
  from ${own}.log l
  join ${own}.outbox o on o.slot = l.slot and o.xid = l.xid
 order by l.position, o.seq`,
  );
  return rows.map((row) => ({
    ...row,
    position: Number(row.position),
    seq: Number(row.seq),
    version: Number(row.version),
  }));
}

/** What is wrong with the log: nothing, where all is well. */
export async function findFaults(owner: Owner): Promise<string[]> {
  const events = await readEvents(owner);
  const faults: string[] = [];
  const versions = new Map<string, number>();
  const seen = new Set<number>();
  events.forEach(({ position, seq, subject, key, kind, version }, index) => {
    if (position !== index + 1) faults.push(`position ${position} stands at ${index + 1}`);
    if (seen.has(seq)) faults.push(`seq ${seq} stands twice`);
    seen.add(seq);
    if (subject !== "item") return;
    const before = versions.get(key) ?? 0;
    const expected = kind === "delete" ? before : before + 1;
    if (version !== expected) faults.push(`item ${key} has version ${version} after ${before}`);
    if (kind === "delete") versions.delete(key);
    else versions.set(key, version);
  });
  const [counts] = await owner.sql<{ written: number; head: number }>(
    `select (select count(*)::int from ${own}.outbox) as written, (select position::int from ${own}.log_head) as head`,
  );
  if (counts?.written !== events.length)
    faults.push(`${counts?.written} rows written, ${events.length} in the log`);
  if (counts?.head !== events.length) faults.push(`head at ${counts?.head}, ${events.length} in the log`);
  return faults;
}

/** Waits until all that is committed is in the log. */
export async function untilDrained({ sql }: Owner, most = 30_000): Promise<void> {
  await until(
    "everything is in the log",
    async () => {
      const [row] = await sql<{ done: boolean }>(
        `select (select count(*) from ${own}.outbox) = (select position from ${own}.log_head) as done`,
      );
      return row?.done === true;
    },
    most,
  );
}

/** A second slot, which tells at the end in which order transactions committed, by PostgreSQL's own functions. */
export async function witnessCommits({ sql }: Owner, name: string) {
  await sql("select pg_create_logical_replication_slot($1, 'pgoutput')", [name]);
  return {
    /** Transaction ids (without their epoch) in the order of their commits. */
    async order(publication: string): Promise<string[]> {
      const rows = await sql<{ xid: string }>(
        `select xid::text from pg_logical_slot_peek_binary_changes($1, null, null, 'proto_version', '1', 'publication_names', $2)
  where get_byte(data, 0) = 66`,
        [name, publication],
      );
      return rows.map(({ xid }) => xid);
    },
    drop: () => sql("select pg_drop_replication_slot($1)", [name]),
  };
}

/** Removes every slot of the database, which could not be dropped with one. */
export async function dropSlots({ sql }: Owner): Promise<void> {
  await until("no slot is left", async () => {
    await sql(
      "select pg_terminate_backend(active_pid) from pg_replication_slots where database = current_database() and active",
    );
    await sql(
      "select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = current_database() and not active",
    );
    const left = await sql("select from pg_replication_slots where database = current_database()");
    return left.length === 0;
  });
}

export interface Load {
  /** Labels of transactions that their writers know to be committed. */
  readonly committed: Set<string>;
  stop(): Promise<void>;
}

const items = 40;

/** Writers that do what makes order hard: crossed rows, events before locks, savepoints, rollbacks, pauses with an early id. */
export async function startLoad(url: string, writers: number, patient = false): Promise<Load> {
  const committed = new Set<string>();
  let stopped = false;
  const setup = await connect(url);
  await setup.query(
    `insert into ${own}.item (id) select n from generate_series(1, ${items}) n on conflict do nothing`,
  );
  await setup.end();
  const run = async (writer: number) => {
    let client: pg.Client | undefined;
    for (let n = 0; !stopped; n += 1) {
      const label = `${writer}-${n}`;
      try {
        client ??= await connect(url);
        if (await writeOne(client, label)) committed.add(label);
      } catch (error) {
        await client?.end().catch(() => {});
        client = undefined;
        if (!patient) throw error;
        await wait(20);
      }
    }
    await client?.end();
  };
  const running = Array.from({ length: writers }, (_, writer) => run(writer));
  const over = Promise.all(running);
  over.catch(() => {});
  return {
    committed,
    async stop() {
      stopped = true;
      await over;
    },
  };
}

async function writeOne(client: pg.Client, label: string): Promise<boolean> {
  const pick = () => 1 + Math.floor(Math.random() * items);
  const ids = [...new Set([pick(), pick(), pick()])].sort((a, b) => a - b);
  const chance = Math.random();
  const event = () => client.query(`select ${own}.note('event', 'label', $1, 1)`, [label]);
  const update = (id: number) =>
    client.query(`update ${own}.item set version = version + 1 where id = $1`, [id]);
  await client.query("begin");
  if (chance < 0.5) await event();
  for (const id of ids) {
    if (Math.random() < 0.2) {
      await client.query("savepoint s");
      await update(id);
      await client.query(Math.random() < 0.5 ? "rollback to savepoint s" : "release savepoint s");
    } else await update(id);
  }
  if (chance >= 0.5) await event();
  const back = Math.random() < 0.1;
  await client.query(back ? "rollback" : "commit");
  return !back;
}

/** A process of its own that takes the turn and gives positions, and says on its output how far it is. */
export interface SequencingProcess {
  readonly pid: number;
  /** Has it begin. */
  go(): void;
  /** Resolves when it says the word. */
  says(word: string): Promise<void>;
  kill(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void;
  readonly ended: Promise<unknown>;
  said(): string;
}

const childScript = `
import { startSequencing } from ${JSON.stringify(new URL("./fixture.ts", import.meta.url).href)};
const [url, stage, after] = process.argv.slice(1);
const say = (word) => process.stdout.write(word + "\\n");
let left = Number(after);
const halt = async (here, { transactions, progress }) => {
  if (transactions.length === 0) return;
  const from = progress.lsn === undefined ? "look" : here;
  if (from !== stage || (left -= 1) > 0) return;
  say("at");
  await new Promise(() => {});
};
say("ready");
process.stdin.once("data", async () => {
  const sequencing = await startSequencing({
    url,
    goOn: false,
    batch: 50,
    beforeAppend: (batch) => halt("received", batch),
    afterAppend: (batch) => halt("appended", batch),
  });
  say("started");
  await sequencing.ended.catch((error) => say("failed " + error.message));
  process.exit(0);
});
`;

/**
 * `stage`: where it stands still, at the n-th batch. Of those from the slot: `received` before it is appended, `appended`
 * before it is acknowledged. `look`: of those that are found before there is a slot.
 */
export async function spawnSequencing(
  url: string,
  stage: "received" | "appended" | "look" | "never",
  after: number,
): Promise<SequencingProcess> {
  const words = ["--import", "tsx", "--input-type=module", "--eval", childScript, url, stage, String(after)];
  const child = spawn(process.execPath, words, { stdio: ["pipe", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (bytes) => {
    text += bytes;
  });
  const ended = once(child, "exit");
  const process_ = {
    pid: child.pid ?? 0,
    go: () => void child.stdin.write("go\n"),
    says: (word: string) =>
      until(`the process says ${word}, after ${text}`, () => text.includes(`${word}\n`), 30_000),
    kill: (signal: "SIGKILL" | "SIGSTOP" | "SIGCONT") => void child.kill(signal),
    ended,
    said: () => text,
  };
  await process_.says("ready");
  return process_;
}
