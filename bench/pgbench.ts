import { execFile } from "node:child_process";
import { access, constants, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { cpuOfEnded, cpuOfPostgres } from "./cost.js";
import type { Stage } from "./database.js";
import { statementFor } from "./peers/limit-statements.js";
import type { Round } from "./report.js";
import { at } from "./statistics.js";
import type { Ask, Workload } from "./workloads/index.js";

const run = promisify(execFile);

/** As many as the pools of the other limits have. */
const clients = 10;
const threads = 2;

/** How many of a workload's requests become scripts, of which pgbench draws one after another. */
const scripts = 64;

/** Where pgbench lies: in the PATH, or in the folder that `pg_config` names. Undefined where it is not installed. */
export async function findPgbench(): Promise<string | undefined> {
  const folder = await run("pg_config", ["--bindir"]).catch(() => undefined);
  const folders = [...(process.env.PATH ?? "").split(":"), folder?.stdout.trim() ?? ""].filter(Boolean);
  for (const one of folders) {
    const path = join(one, "pgbench");
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}

/**
 * What PostgreSQL can do without any server before it: the statements of the limit, prepared, on ten connections. What
 * stands as the server's CPU is pgbench's own.
 */
export async function loadWithPgbench(
  program: string,
  workload: Workload,
  stage: Stage,
  { seconds }: { readonly seconds: number },
): Promise<Round> {
  const directory = await mkdtemp(join(tmpdir(), "lintel-pgbench-"));
  try {
    const files = workload.requests(stage.sample).slice(0, scripts).map(scriptOf);
    const paths = files.map((_, number) => join(directory, `${number}.sql`));
    await Promise.all(paths.map((path, number) => writeFile(path, files[number] ?? "")));
    const address = new URL(stage.variables.DATABASE_URL ?? "");
    const password = decodeURIComponent(address.password);
    address.password = "";
    const before = [await cpuOfEnded(process.pid), await cpuOfPostgres(stage.postmaster)] as const;
    const { stdout } = await run(
      program,
      [
        ["--no-vacuum", "--protocol=prepared", `--client=${clients}`, `--jobs=${threads}`],
        [`--time=${seconds}`, "--log", `--log-prefix=${join(directory, "log")}`],
        paths.map((path) => `--file=${path}`),
        [address.toString()],
      ].flat(),
      { env: { ...process.env, PGPASSWORD: password } },
    );
    const after = [await cpuOfEnded(process.pid), await cpuOfPostgres(stage.postmaster)] as const;
    const times = await readTimes(directory);
    const failed = Number(/failed transactions: (\d+)/.exec(stdout)?.[1] ?? 0);
    if (failed > 0 || times.length === 0)
      throw new Error(`pgbench, ${workload.name}: ${failed} of ${times.length} transactions failed.`);
    return {
      perSecond: Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]),
      p50: at(times, 0.5) / 1_000,
      p97: at(times, 0.975) / 1_000,
      serverCpu: ((after[0] - before[0]) / times.length) * 1_000,
      databaseCpu: ((after[1] - before[1]) / times.length) * 1_000,
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The statement with its values written into it: pgbench has no text of its own to give as a parameter. */
export function scriptOf({ method, path, body }: Ask): string {
  const { text, values } = statementFor(method, path, JSON.stringify(body ?? null));
  const literal = (value: string) => `'${value.replaceAll("'", "''").replaceAll(/:(?=\w)/g, ": ")}'`;
  const filled = text.replaceAll(/\$(\d)/g, (_, number) => literal(values[Number(number) - 1] ?? ""));
  return `${filled.trim()};\n`;
}

/** The times that transactions took, in microseconds, the shortest first. See the log of pgbench: the third field. */
async function readTimes(directory: string): Promise<number[]> {
  const logs = (await readdir(directory)).filter((name) => name.startsWith("log"));
  const texts = await Promise.all(logs.map((name) => readFile(join(directory, name), "utf8")));
  return texts
    .flatMap((text) => text.split("\n").filter(Boolean))
    .map((line) => Number(line.split(" ")[2]))
    .sort((a, b) => a - b);
}
