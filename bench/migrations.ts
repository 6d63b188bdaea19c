/**
 * Migrations of a large table amid traffic, and migrations that are killed. `node bench/dist/migrations.js --help`.
 */
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startEmbedded } from "lintel";
import { help, type MigrationChoice, readArguments } from "./migrations/arguments.js";
import { type KillResult, killMigrations } from "./migrations/kills.js";
import { kinds } from "./migrations/kinds.js";
import { type KindResult, measureLintel, measurePlain } from "./migrations/measure.js";
import { randomFrom } from "./migrations/random.js";
import { broken, type MigrationResults, page } from "./migrations/report.js";
import { setMigrationStage } from "./migrations/stage.js";
import { startTraffic } from "./migrations/traffic.js";

const names = kinds.map(({ name }) => name);
const tell = (line: string) => process.stderr.write(`${line}\n`);

try {
  const choice = readArguments(process.argv.slice(2), names);
  if (choice === "help") process.stdout.write(help(names));
  else {
    const results = await run(choice);
    await write(choice.out, results);
    process.stdout.write(page(results));
    if (broken(results).length > 0) process.exitCode = 1;
  }
} catch (error) {
  tell(error instanceof RangeError ? `${error.message} See --help.` : String(error));
  process.exitCode = error instanceof RangeError ? 2 : 1;
}

async function run(choice: MigrationChoice): Promise<MigrationResults> {
  tell(`Seed ${choice.seed}. Starting a PostgreSQL.`);
  const folder = await mkdtemp(join(tmpdir(), "lintel-bench-"));
  await chmod(folder, 0o755);
  const server = await startEmbedded({ dataDirectory: join(folder, "postgres"), port: 4942 });
  try {
    const measured = await measureKinds(server.url, choice);
    const kills = choice.kills > 0 ? await measureKills(server.url, choice) : undefined;
    const [cpu] = cpus();
    return {
      when: new Date().toISOString().slice(0, 10),
      node: process.version,
      postgres: measured.postgres,
      cpus: `${cpus().length} CPUs (${cpu?.model.trim() ?? ""})`,
      rows: choice.rows,
      seed: choice.seed,
      kinds: measured.results,
      ...(kills ? { kills: { ...kills, rows: choice.killRows } } : {}),
    };
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureKinds(url: string, choice: MigrationChoice) {
  tell(`Filling a table of ${choice.rows} rows.`);
  const stage = await setMigrationStage(url, choice.rows);
  try {
    await stage.client.query("alter system set autovacuum_naptime = '5s'");
    await stage.client.query("select pg_reload_conf()");
    const { rows } = await stage.client.query<{ server_version: string }>("show server_version");
    const traffic = await startTraffic({ url, rows: choice.rows, random: randomFrom(choice.seed) });
    const results: KindResult[] = [];
    try {
      for (const kind of kinds.filter(({ name }) => choice.kinds.includes(name))) {
        const lintel = await measureLintel(stage, traffic, kind);
        const plain = choice.plain ? await measurePlain(stage, traffic, kind) : undefined;
        for (const way of ["applied", "undone"] as const) {
          const result = { kind: kind.name, way, lintel: lintel[way], plain: plain?.[way] };
          results.push(result);
          const waited = ({ longest = 0 } = {}) => `${Math.round(longest)} ms`;
          tell(
            `${kind.name}, ${way}: waited ${waited(result.lintel)} at most; plain ${waited(result.plain)} (${results.length} of ${choice.kinds.length * 2})`,
          );
        }
      }
    } finally {
      await traffic.end();
    }
    return { results, postgres: rows[0]?.server_version ?? "" };
  } finally {
    await stage.client.query("drop schema if exists catalog, lintel cascade").catch(() => {});
    await stage.stop();
  }
}

async function measureKills(url: string, choice: MigrationChoice): Promise<KillResult> {
  tell(`Killing migrations of a table of ${choice.killRows} rows.`);
  const stage = await setMigrationStage(url, choice.killRows);
  try {
    return await killMigrations(stage, { kills: choice.kills, seed: choice.seed, tell });
  } finally {
    await stage.stop();
  }
}

async function write(out: string, results: MigrationResults): Promise<void> {
  const folder = fileURLToPath(new URL("../results/", import.meta.url));
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}${out}.md`, page(results));
  await writeFile(`${folder}${out}.json`, `${JSON.stringify(results, null, 2)}\n`);
}
