/**
 * Measures how fast a backlog is given its positions, and how long after a commit a position is there:
 * `node --import tsx packages/runtime/src/postgres/log/wal/cases/measure.ts postgresql://...` with the address of a server whose
 * wal_level is logical. It makes a database of its own and drops it.
 */
import { setTimeout as wait } from "node:timers/promises";
import { connect, installLog, type Owner, own, startSequencing, untilFollowing } from "../fixture.js";
import { dropSlots, findFaults, untilDrained } from "./history.js";

const transactions = Number(process.argv[3] ?? 100_000);
const seconds = 10;
const rate = 500;
const tell = (line: string) => process.stdout.write(`${line}\n`);

const server = process.argv[2] ?? "";
const name = `measure_${process.pid}`;
const admin = await connect(server);
await admin.query(`create database ${name}`);
const address = new URL(server);
address.pathname = `/${name}`;
const client = await connect(address.toString());
const test: Owner = {
  url: address.toString(),
  sql: async <R extends object>(text: string, values: readonly unknown[] = []) =>
    (await client.query<R>(text, [...values])).rows,
};
try {
  await installLog(test);
  const first = await startSequencing({ url: test.url });
  await untilFollowing(first);
  await first.stop();
  tell(`writing ${transactions} transactions of 1 to 3 events ...`);
  await test.sql(`do $$ begin
  for n in 1 .. ${transactions} loop
    perform ${own}.note('event', 'own', n::text || '-' || m, 1) from generate_series(0, n % 3) m;
    commit;
  end loop;
end $$`);
  const drain = async (options: { readonly batch: number }) => {
    const cpu = process.cpuUsage();
    const from = performance.now();
    const sequencing = await startSequencing({ url: test.url, ...options });
    await untilDrained(test, 300_000);
    const took = (performance.now() - from) / 1_000;
    await sequencing.stop();
    const events = sequencing.batches
      .flatMap((batch) => batch.transactions)
      .reduce((sum, one) => sum + one.events, 0);
    const { user, system } = process.cpuUsage(cpu);
    tell(
      `drained ${events} events in ${took.toFixed(2)} s, ${Math.round(events / took)} events/s, ${sequencing.batches.length} batches, ${((user + system) / events).toFixed(1)} us of CPU in Node an event`,
    );
  };
  await drain({ batch: 5_000 });

  const appended = new Map<string, number>();
  const sequencing = await startSequencing({
    url: test.url,
    afterAppend(batch) {
      const now = performance.now();
      for (const { xid } of batch.transactions) appended.set(xid, now);
    },
  });
  await untilFollowing(sequencing);
  // A slot that is opened reads again what it has told, before it tells what is new.
  await test.sql(`select ${own}.note('event', 'own', 'first', 1)`);
  await untilDrained(test);
  const writers = await Promise.all(Array.from({ length: 4 }, () => connect(test.url)));
  // What is committed without waiting for the disk is in the write-ahead log up to 0.6 s later, and told only then.
  for (const writer of writers) await writer.query("set synchronous_commit = on");
  const committed = new Map<string, number>();
  const begin = performance.now();
  await Promise.all(
    writers.map(async (writer, n) => {
      for (let sent = 0; sent < (rate / writers.length) * seconds; sent += 1) {
        const due = begin + ((sent * writers.length + n) * 1_000) / rate;
        if (due > performance.now()) await wait(due - performance.now());
        const { rows } = await writer.query<{ xid: string }>(
          `select ${own}.note('event', 'own', 'paced', 1), pg_current_xact_id()::text as xid`,
        );
        committed.set(rows[0]?.xid ?? "", performance.now());
      }
    }),
  );
  const took = (performance.now() - begin) / 1_000;
  await untilDrained(test);
  await sequencing.stop();
  for (const writer of writers) await writer.end();
  const delays = [...committed]
    .map(([xid, at]) => Math.max(0, (appended.get(xid) ?? Number.NaN) - at))
    .sort((a, b) => a - b);
  const at = (share: number) => (delays[Math.floor(delays.length * share)] ?? Number.NaN).toFixed(1);
  tell(
    `${Math.round(committed.size / took)} transactions/s for ${took.toFixed(0)} s: from commit to position p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`,
  );
  const faults = await findFaults(test);
  tell(faults.length === 0 ? "nothing lost, nothing doubled" : faults.slice(0, 5).join("\n"));
} finally {
  await dropSlots(test);
  await client.end();
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
}
