import { type Owner, own } from "../fixture.js";
import { until } from "./until.js";

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
export async function untilDrained({ sql }: Owner, most = 100_000): Promise<void> {
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
