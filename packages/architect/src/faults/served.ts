/** The system as it is run for others: a process of `lintel start` on a PostgreSQL of the test's own. */
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { diff, migrate, quote, resolve, type System, writeMigrations } from "@lintel/runtime/tools";
import blueprint from "./blueprint.js";
import { type Issuer, startIssuer } from "./issuer.js";
import { memoryOf } from "./memory.js";
import { type OwnPostgres, type OwnPostgresOptions, somePort, startOwnPostgres } from "./own-postgres.js";
import { until } from "./until.js";

const workspace = fileURLToPath(new URL("../../../../", import.meta.url));
const binary = join(workspace, "packages/architect/bin/lintel.js");

/** A line of the log. */
export interface LogLine {
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** A running `lintel start`. */
export interface Served {
  readonly url: string;
  readonly port: number;
  readonly metricsUrl: string;
  readonly child: ChildProcess;
  /** What it has logged so far. */
  readonly log: readonly LogLine[];
  /** What it has written that is no line of the log: a crash. */
  readonly noise: () => string;
  /** How it ended: an exit code, or a signal. */
  readonly ended: Promise<number | string | null>;
  /** Bytes of memory that it holds now. */
  memory(): number;
}

/** A migrated database, a project on disk, and an issuer: all that a `lintel start` needs. */
export interface Site {
  readonly postgres: OwnPostgres;
  readonly token: string;
  /** The address with which the system logs in: as a role without any privilege of its own. */
  readonly databaseUrl: string;
  start(options?: StartOptions): Promise<Served>;
  remove(): Promise<void>;
}

export interface StartOptions {
  /** `faults` unless told. */
  readonly environment?: string;
  readonly databaseUrl?: string;
  readonly port?: number;
  readonly args?: readonly string[];
  readonly env?: { readonly [name: string]: string };
  readonly nodeArguments?: readonly string[];
}

/** Undefined where a small disk was asked for, and none can be mounted. */
export async function openSite(
  options: OwnPostgresOptions & { small: "rows" | "log" },
): Promise<Site | undefined>;
export async function openSite(): Promise<Site>;
export async function openSite(options: OwnPostgresOptions = {}): Promise<Site | undefined> {
  const postgres = await startOwnPostgres(options);
  if (postgres === undefined) return undefined;
  const issuer = await startIssuer();
  const project = join(postgres.folder, "project");
  const databaseUrl = await layDown(postgres, project);
  const started: Served[] = [];
  return {
    postgres,
    databaseUrl,
    token: await issuer.tokenOf("tester"),
    async start(options = {}) {
      const served = await startServed(project, issuer, { databaseUrl, ...options });
      started.push(served);
      return served;
    },
    async remove() {
      for (const { child, ended } of started) {
        child.kill("SIGKILL");
        await ended;
      }
      issuer.close();
      await postgres.remove();
    },
  };
}

/** Writes the project and its migrations, applies them, and makes a login that owns nothing. */
async function layDown(postgres: OwnPostgres, project: string): Promise<string> {
  mkdirSync(join(project, "node_modules/@lintel"), { recursive: true });
  symlinkSync(join(workspace, "packages/runtime"), join(project, "node_modules/@lintel/runtime"));
  writeFileSync(join(project, "package.json"), '{ "type": "module" }');
  copyFileSync(
    fileURLToPath(new URL("./blueprint.ts", import.meta.url)).replace("/dist/", "/src/"),
    join(project, "blueprint.ts"),
  );
  const model = resolve(blueprint as unknown as System);
  const directory = join(project, "migrations");
  const { files } = await diff({ url: postgres.url, model, directory, name: "first" });
  await writeMigrations(files);
  await migrate({ url: postgres.url, model, directory });
  await postgres.sql("create role app login noinherit password 'app'");
  for (const { role, clientRoles } of model.services)
    await postgres.sql(
      `grant ${[role, clientRoles.reader, clientRoles.writer].map(quote).join(", ")} to app`,
    );
  await postgres.sql("grant usage on schema lintel to app");
  await postgres.sql("grant select on all tables in schema lintel to app");
  const url = new URL(postgres.url);
  url.username = "app";
  url.password = "app";
  return url.href;
}

async function startServed(
  project: string,
  issuer: Issuer,
  options: StartOptions & { readonly databaseUrl: string },
): Promise<Served> {
  const { databaseUrl, environment = "faults", args = [], env = {}, nodeArguments = [] } = options;
  const port = options.port ?? (await somePort());
  const metricsPort = await somePort();
  const place = ["--host", "127.0.0.1", "--port", String(port), "--metrics-port", String(metricsPort)];
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(
    process.execPath,
    [...nodeArguments, binary, "start", "--environment", environment, ...place, ...args],
    { cwd: project, env: { ...inherited, ...issuer.env, DATABASE_URL: databaseUrl, ...env } },
  );
  const log: LogLine[] = [];
  let noise = "";
  let rest = "";
  child.stdout.on("data", (chunk: Buffer) => {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("{")) log.push(JSON.parse(line) as LogLine);
      else noise += `${line}\n`;
    }
  });
  child.stderr.on("data", (chunk: Buffer) => {
    noise += chunk;
  });
  const ended = new Promise<number | string | null>((done) => {
    child.once("close", (code, signal) => done(code ?? signal));
  });
  const serves = () => {
    if (child.exitCode !== null) throw new Error(`lintel start ended: ${noise}`);
    return log.some(({ msg }) => msg === "system.started");
  };
  await until("lintel start serves", serves, 60_000).catch((error: unknown) => {
    child.kill("SIGKILL");
    throw error;
  });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    child,
    log,
    noise: () => noise,
    ended,
    memory: () => memoryOf(child.pid ?? 0),
  };
}
