import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { appendFile, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { connect } from "../fixture.js";
import { until } from "./until.js";

const bin = process.env.LINTEL_POSTGRES_BIN ?? "/usr/lib/postgresql/15/bin";
/** Whether there is a PostgreSQL of which tests can start one of their own. */
export const hasOwnServer = existsSync(join(bin, "initdb")) && existsSync(join(bin, "postgres"));
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

type Settings = { readonly [name: string]: string };

export async function createOwnServer(settings: Settings = {}): Promise<OwnServer> {
  return startServer(settings, async (cluster) => {
    const words = ["-D", cluster, "-U", "lintel", "-A", "trust", "-N"];
    await promisify(execFile)(join(bin, "initdb"), words, user);
  });
}

/** Runs the server whose files `make` puts into a folder. */
async function startServer(settings: Settings, make: (cluster: string) => Promise<void>): Promise<OwnServer> {
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
  const words = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
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
        const server = spawn(join(bin, "postgres"), ["-D", cluster, "-p", String(port), ...words], {
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
      startServer(settings, async (copied) => {
        const words = ["-D", copied, "-d", url, "-X", "stream", "-c", "fast", "--no-sync"];
        await promisify(execFile)(
          join(bin, "pg_basebackup"),
          [...words, ...(as === "standby" ? ["-R"] : [])],
          user,
        );
        if (as === "standby") return;
        const recovery =
          "restore_command = 'false'\nrecovery_target = 'immediate'\nrecovery_target_action = 'promote'\n";
        await appendFile(join(copied, "postgresql.auto.conf"), recovery);
        await writeFile(join(copied, "recovery.signal"), "");
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
