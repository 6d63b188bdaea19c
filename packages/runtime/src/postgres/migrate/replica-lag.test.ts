import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { expect, it, onTestFinished } from "vitest";
import { defaultPace, waitForRoom } from "./pace.js";

const run = promisify(execFile);
const bin = process.env.LINTEL_POSTGRES_BIN ?? "/usr/lib/postgresql/15/bin";
/** PostgreSQL refuses to run as root. */
const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Starts the server of a cluster, and stops it when the test ends. Gives a connection to it. */
async function start(cluster: string, port: number): Promise<pg.Client> {
  const options = ["-D", cluster, "-p", `${port}`, "-h", "127.0.0.1", "-k", "", "-F"];
  const server = spawn(join(bin, "postgres"), options, { ...user, stdio: "ignore" });
  const ended = once(server, "exit");
  onTestFinished(async () => {
    server.kill("SIGINT");
    await ended;
  });
  const url = `postgresql://lintel@127.0.0.1:${port}/postgres`;
  const deadline = Date.now() + 60_000;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await wait(50);
    }
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error("It did not come to be in 60 s.");
    await wait(20);
  }
}

it.skipIf(!existsSync(join(bin, "postgres")))(
  "a backfill waits for a replica that is behind, and goes on when it has caught up",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "lintel-replica-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    if (user.uid !== undefined) await chown(folder, user.uid, user.gid);
    const [first, second] = [join(folder, "primary"), join(folder, "replica")];
    await run(join(bin, "initdb"), ["-D", first, "-U", "lintel", "-A", "trust", "-N"], user);
    await run("cp", ["-r", first, second], user);
    const [port, other] = [await freePort(), await freePort()];
    await writeFile(join(second, "standby.signal"), "");
    await writeFile(
      join(second, "postgresql.auto.conf"),
      `primary_conninfo = 'host=127.0.0.1 port=${port} user=lintel application_name=copy'\n`,
    );
    const primary = await start(first, port);
    const replica = await start(second, other);
    try {
      await until(
        async () =>
          (await primary.query("select from pg_stat_replication where replay_lsn is not null")).rowCount ===
          1,
      );
      const pace = { ...defaultPace, lagBytes: 100_000, interval: 20 };
      const reasons: string[] = [];
      const room = () => waitForRoom(primary, pace, "here", (reason) => void reasons.push(reason));
      await primary.query("create table filled (n int)");
      await room();
      await replica.query("select pg_wal_replay_pause()");
      await until(
        async () =>
          (await replica.query("select pg_get_wal_replay_pause_state() as state")).rows[0]?.state ===
          "paused",
      );
      await primary.query("insert into filled select generate_series(1, 20000)");
      reasons.length = 0;
      const waiting = room();
      await until(async () => reasons.length > 2);
      expect(reasons[0]).toMatch(/^the replica copy has \d+ kB of the log to replay$/);
      await replica.query("select pg_wal_replay_resume()");
      await waiting;
      expect((await replica.query("select count(*)::int as n from filled")).rows).toEqual([{ n: 20_000 }]);
    } finally {
      await Promise.all([primary.end(), replica.end()]);
    }
  },
  90_000,
);
