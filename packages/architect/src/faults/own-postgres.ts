/** A PostgreSQL of the test's own, which it may kill, starve and fill. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { type EmbeddedPostgres, startEmbedded } from "../embedded/index.js";
import { readPostmasterPid } from "../embedded/postmaster-pid.js";
import { until } from "./until.js";

export interface OwnPostgres {
  /** The database `shop`, as the superuser. */
  readonly url: string;
  readonly folder: string;
  /** Forgets what `alter system` said, while it is stopped. */
  forgetSettings(): void;
  /** The disk that is small, where one was asked for. */
  readonly disk: string;
  /** Runs SQL as the superuser in the database `shop`, on a connection that is closed after it. */
  sql<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** The pid of the postmaster; 0 where there is none. */
  pid(): number;
  isAlive(): boolean;
  /** Ends it with a signal, and waits until it is gone. `SIGINT` is a fast shutdown, `SIGQUIT` an immediate one. */
  end(signal: "SIGKILL" | "SIGINT" | "SIGQUIT"): Promise<void>;
  /** Starts it again, on the same port and the same data. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

export interface OwnPostgresOptions {
  /** What lies on a disk of its own that is small: the rows, or the write-ahead log. */
  readonly small?: "rows" | "log";
}

/** Starts a PostgreSQL as an unprivileged user. Undefined where a small disk was asked for, and none can be mounted. */
export async function startOwnPostgres(options: OwnPostgresOptions = {}): Promise<OwnPostgres | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "lintel-faults-"));
  chmodSync(folder, 0o755);
  const disk = join(folder, "disk");
  mkdirSync(disk);
  if (options.small !== undefined && !mountSmall(disk)) {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  const dataDirectory = join(folder, "data");
  const launch = (port: number) => startEmbedded({ dataDirectory, port, durable: false });
  let server: EmbeddedPostgres = await launch(await somePort());
  const { port } = server;
  if (options.small !== undefined) {
    await server.stop();
    const part = join(server.location, { rows: "base", log: "pg_wal" }[options.small]);
    const moved = join(disk, "moved");
    moveAway(part, moved);
    server = await launch(port);
  }
  const admin = new Client({ connectionString: server.url });
  await admin.connect();
  await admin.query("create database shop");
  await admin.end();
  const url = server.url.replace(/[/]postgres$/, "/shop");
  const pid = () => readPostmasterPid(server.location)?.pid ?? 0;
  return {
    url,
    folder,
    disk,
    forgetSettings: () => rmSync(join(server.location, "postgresql.auto.conf"), { force: true }),
    pid,
    isAlive: () => isAlive(pid()),
    async sql<Row>(text: string, values: readonly unknown[] = []) {
      const client = new Client({ connectionString: url });
      client.on("error", () => undefined);
      await client.connect();
      try {
        return (await client.query(text, [...values])).rows as Row[];
      } finally {
        await client.end();
      }
    },
    async end(signal) {
      const ended = pid();
      if (ended === 0) throw new Error("PostgreSQL has ended already.");
      process.kill(ended, signal);
      await until("the postmaster is gone", () => !isAlive(ended));
      await server.stop();
    },
    async start() {
      await server.stop();
      server = await launch(port);
      if (server.port !== port) throw new Error(`The port ${port} was taken meanwhile.`);
    },
    async remove() {
      await server.stop();
      if (options.small !== undefined) spawnSync("umount", ["--lazy", disk]);
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    },
  };
}

const SMALL_MEGABYTES = 100;

function mountSmall(disk: string): boolean {
  const options = ["-t", "tmpfs", "-o", `size=${SMALL_MEGABYTES}m,mode=755`, "tmpfs", disk];
  return spawnSync("mount", options).status === 0;
}

/** Moves a folder to another disk, with its owner and its mode, and leaves a link in its place. */
function moveAway(from: string, to: string): void {
  const { status, stderr } = spawnSync("cp", ["--archive", from, to]);
  if (status !== 0) throw new Error(String(stderr));
  rmSync(from, { recursive: true });
  symlinkSync(to, from);
}

function isAlive(pid: number): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A port that was free a moment ago. */
export function somePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
