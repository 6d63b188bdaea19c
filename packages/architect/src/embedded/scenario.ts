/** What the tests of this folder share: scratch places, Lintel processes that can be killed, and SQL. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { Client } from "pg";
import { onTestFinished } from "vitest";
import { EmbeddedError } from "./embedded-error.js";
import { readPostmasterPid } from "./postmaster-pid.js";
import { commandLine } from "./process-identity.js";
import { type EmbeddedOptions, type EmbeddedPostgres, startEmbedded } from "./start-embedded.js";

export const isRoot = process.getuid?.() === 0;
/** Root can become an ordinary user only where that one may enter the checkout, to read the code. */
export const canBecomeOrdinary = isRoot && everyoneMayEnter(import.meta.dirname);

function everyoneMayEnter(folder: string): boolean {
  const may = (statSync(folder).mode & 0o001) !== 0;
  return may && (folder === dirname(folder) || everyoneMayEnter(dirname(folder)));
}

/** `nobody` and `daemon`: initdb wants users that have a name. */
export const ORDINARY_USER = 65_534;
export const ANOTHER_USER = 1;

/** A data directory that does not exist yet, in a folder that every user can enter; removed after the test. */
export function scratchDataDirectory(owner?: number): string {
  const folder = mkdtempSync(join(tmpdir(), "lintel-embedded-"));
  chmodSync(folder, 0o755);
  if (owner !== undefined) chownSync(folder, owner, owner);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));
  const dataDirectory = join(folder, "data");
  onTestFinished(() => killServer(dataDirectory));
  return dataDirectory;
}

/** Starts a throw-away server that the end of the test stops, if nothing has stopped it before. */
export async function startScratch(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const server = await startEmbedded({ durable: false, port: await somePort(), ...options });
  onTestFinished(() => server.stop());
  return server;
}

export async function query<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

export async function failureOf(start: Promise<unknown>): Promise<EmbeddedError> {
  try {
    await start;
  } catch (error) {
    if (error instanceof EmbeddedError) return error;
    throw error;
  }
  throw new Error("It was expected to fail, but it did not.");
}

export interface LintelProcess {
  child: ChildProcess;
  /** What it printed after its start: the database, or the error's code. */
  started: Promise<Partial<EmbeddedPostgres> & { code?: string; message?: string }>;
  ended: Promise<void>;
}

/** Another node process that starts the database on `dataDirectory` and then waits. */
export async function spawnLintel(dataDirectory: string, uid?: number): Promise<LintelProcess> {
  const options = { dataDirectory, port: await somePort(), durable: false };
  const index = new URL("./start-embedded.ts", import.meta.url).href;
  const program = `
    import { startEmbedded } from ${JSON.stringify(index)};
    const say = (fact) => process.stdout.write(JSON.stringify(fact) + "\\n");
    try {
      const database = await startEmbedded(${JSON.stringify(options)});
      process.stdin.once("end", () => database.stop().then(() => process.exit(0))).resume();
      say(database);
    } catch (error) {
      say({ code: error.code ?? "NO_CODE", message: error.message });
      process.exit(1);
    }`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program], {
    ...(uid === undefined ? {} : { uid, gid: uid }),
    env: { ...process.env, HOME: "/nonexistent" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const started = new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once("line", resolve);
    child.once("exit", () => reject(new Error("The process ended without a word.")));
  }).then((line): Awaited<LintelProcess["started"]> => JSON.parse(line));
  started.catch(() => undefined);
  return { child, started, ended };
}

/** A port that was free a moment ago. If it is taken by now, the server moves up, which tests must allow. */
function somePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function killServer(dataDirectory: string): void {
  const left = readPostmasterPid(dataDirectory);
  if (left !== undefined && commandLine(left.pid)?.includes(dataDirectory)) process.kill(left.pid, "SIGQUIT");
}
