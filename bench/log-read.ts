/**
 * How fast what lives off a log reads it: a consumer whose function does nothing, and a projection that counts. Each is held up while the log
 * is written, and then reads all of it. `npm run bench:log-read -w @lintel/bench`, with CONSUMED and PROJECTED in the environment: how
 * many changes each reads, 10,000 and 100,000 unless told.
 */
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDevelopmentIssuer, push, resolve } from "@lintel/runtime/tools";
import { startEmbedded } from "lintel";
import pg from "pg";
import { cpuOf } from "./cost.js";
import { blueprintOf, type Reader } from "./log-read/blueprint.js";
import { startServer } from "./server.js";

const consumed = Number(process.env.CONSUMED ?? 10_000);
const projected = Number(process.env.PROJECTED ?? 100_000);
/** Milliseconds that anything here may take. */
const patience = 300_000;
const tell = (line: string) => process.stderr.write(`${line}\n`);

const insertMany = `insert into board.ticks (id, name, number)
select gen_random_uuid(), 'A tick of a clock', n from generate_series(1, $1::integer) n`;
const placeOf: { readonly [reader in Reader]: string } = {
  consumer: "select position from board.log_cursors where name = 'consumer heard'",
  projection:
    "select position from board.log_projections where name = 'counts' order by generation desc limit 1",
};

type Sql = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

const lines = [await measured("consumer", consumed), await measured("projection", projected)];
const page = `# How fast a log is read

On ${cpus().length} CPUs (${cpus()[0]?.model.trim()}), Node ${process.version}, with PostgreSQL and whatever else ran there; the load average at the end was
${loadavg()[0]?.toFixed(1)}. Where that is well above what the run itself asks for, only what was done for each second of CPU means something. Command:
\`CONSUMED=${consumed} PROJECTED=${projected} npm run bench:log-read -w @lintel/bench\`.

A consumer whose function does nothing, with 8 workers: a transaction for each change, in which it is noted as handled. A projection of 100 rows
that counts changes: a transaction for each page of the log. Changes were written 1,000 a transaction, before either began.

| | changes | for each second of the server's CPU | of the database's | by the clock, a second |
|---|---|---|---|---|
${lines.join("\n")}
`;
await writeFile(fileURLToPath(new URL("../results/log-read.md", import.meta.url)), page);
process.stdout.write(page);

async function measured(reader: Reader, changes: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "lintel-bench-"));
  await chmod(folder, 0o755);
  const database = await startEmbedded({ dataDirectory: join(folder, "postgres"), port: 4953 });
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  // A connection that is being ended may hear of the server's end before its own.
  pool.on("error", () => {});
  const sql: Sql = async (text, values = []) => (await pool.query(text, values)).rows;
  try {
    await push({ url: database.url, model: resolve(blueprintOf(reader)) });
    const server = await startServer(
      { name: "log-read", title: "Lintel", file: "../log-read/server.js" },
      { DATABASE_URL: database.url, ISSUER: JSON.stringify(createDevelopmentIssuer()), READER: reader },
    );
    try {
      return await reading(reader, changes, sql, server.pid);
    } finally {
      await server.stop();
    }
  } finally {
    await pool.end();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function reading(reader: Reader, changes: number, sql: Sql, server: number): Promise<string> {
  const number = async (text: string) => Number((await sql(text))[0]?.position ?? -1);
  const idle = async () =>
    (await sql("select from board.log_cursors where paused and holder is null")).length;
  await until(async () => (await sql("select from board.log_cursors")).length > 0);
  await sql("update board.log_cursors set paused = true");
  await until(async () => (await idle()) > 0);
  tell(`${reader}: writing ${changes} changes`);
  for (let left = changes; left > 0; left -= 1_000) await sql(insertMany, [Math.min(1_000, left)]);
  await until(async () => (await number("select position from board.log_head")) >= changes);
  tell(`${reader}: reading`);
  await sql("update board.log_cursors set paused = false");
  const [own, others] = [await cpuOf(server), await cpuOfBackends(sql)];
  let began: number | undefined;
  await until(async () => {
    const at = await number(placeOf[reader]);
    if (at > 0) began ??= performance.now();
    return at >= changes;
  });
  const seconds = (performance.now() - (began ?? 0)) / 1_000;
  const spent = (await cpuOf(server)) - own;
  const database = (await cpuOfBackends(sql)) - others;
  return `| ${reader} | ${changes} | ${Math.round(changes / spent)} | ${Math.round(changes / database)} | ${Math.round(changes / seconds)} |`;
}

/** CPU seconds of the sessions that are open. */
async function cpuOfBackends(sql: Sql): Promise<number> {
  const rows = await sql("select pid from pg_stat_activity where backend_type = 'client backend'");
  const times = await Promise.all(rows.map(({ pid }) => cpuOf(Number(pid)).catch(() => 0)));
  return times.reduce((sum, one) => sum + one, 0);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + patience;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`It took more than ${patience} ms.`);
    await new Promise((next) => setTimeout(next, 20));
  }
}
