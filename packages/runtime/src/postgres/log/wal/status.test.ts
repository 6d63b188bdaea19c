import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findFaults, readEvents, untilDrained } from "./cases/history.js";
import { startLoad } from "./cases/load.js";
import { createOwnServer, hasOwnServer, type OwnServer } from "./cases/own-server.js";
import { until } from "./cases/until.js";
import { connect, installLog, own, schema, startSequencing, untilFollowing } from "./fixture.js";
import { dropIdleSlot, publicationStatement, readWalStatus, readWalSupport } from "./index.js";

// To make a slot waits for every transaction of the server, those of other tests too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const note = (key: string) => `select ${own}.note('event', 'own', '${key}', 1)`;
const where = (url: string) => ({ url, schema, applicationName: "lintel-test", connectTimeout: 3_000 });

it.skipIf(!hasOwnServer)(
  "says that the server keeps too little in its log",
  { timeout: 120_000 },
  async () => {
    const server = await createOwnServer({ wal_level: "replica" });
    try {
      await installLog(server);
      expect(await readWalSupport(where(server.url))).toEqual({
        permitted: false,
        reason: "wal-level",
        detail: "wal_level is replica; expected logical.",
        remedy: "alter system set wal_level = logical, then restart PostgreSQL.",
      });
    } finally {
      await server.remove();
    }
  },
);

it("says that there is no server", async () => {
  const support = await readWalSupport(where("postgresql://lintel@127.0.0.1:1/postgres"));
  expect(support).toMatchObject({ permitted: false, reason: "connection" });
});

describe.skipIf(!hasOwnServer)("on a server of its own", () => {
  let server: OwnServer;
  beforeAll(async () => {
    server = await createOwnServer({
      max_replication_slots: "1",
      max_slot_wal_keep_size: "64MB",
      min_wal_size: "32MB",
      max_wal_size: "32MB",
    });
    await installLog(server);
  });
  afterAll(() => server.remove());

  /** Writes about as much as two segments of the write-ahead log. */
  const write = async (megabytes: number) => {
    for (let n = 0; n < megabytes; n += 1) {
      await server.sql("select pg_logical_emit_message(false, 'fill', repeat('x', 1024 * 1024))");
    }
    await server.sql("checkpoint");
  };

  it("says what the login lacks, until it lacks nothing", async () => {
    await server.sql("create role plain login");
    const url = new URL(server.url);
    url.username = "plain";
    const support = () => readWalSupport(where(url.toString()));
    expect(await support()).toMatchObject({
      reason: "role",
      remedy: 'alter role "plain" with replication (on Amazon RDS: grant rds_replication to "plain")',
    });
    await server.sql("alter role plain with replication");
    expect(await support()).toMatchObject({ reason: "publication", remedy: publicationStatement(schema) });
    await server.sql(publicationStatement(schema));
    expect(await support()).toEqual({ permitted: true });
    await server.sql("select pg_create_physical_replication_slot('other')");
    expect(await support()).toMatchObject({ reason: "slots" });
    await server.sql("select pg_drop_replication_slot('other')");
  });

  it("orders with a login that may replicate and has the service's role, and nothing else", async () => {
    await server.sql("create role service nologin");
    await server.sql("create role narrow login replication noinherit");
    await server.sql("grant service to narrow");
    await server.sql(`grant usage on schema ${own} to service`);
    await server.sql(`grant select, insert, update on all tables in schema ${own} to service`);
    const url = new URL(server.url);
    url.username = "narrow";
    const sequencing = await startSequencing({ url: server.url, sourceUrl: url.toString(), role: "service" });
    await untilFollowing(sequencing);
    await server.sql(note("1"));
    await untilDrained(server);
    await sequencing.stop();
    expect(await findFaults(server)).toEqual([]);
  });

  it("nasty case 9: tells how the slot stands, and moves on when it is lost to the server's limit", {
    timeout: 90_000,
  }, async () => {
    const before = await startSequencing({ url: server.url });
    await untilFollowing(before);
    await server.sql(note("kept"));
    await untilDrained(server);
    expect(await readWalStatus(where(server.url))).toMatchObject({
      support: { permitted: true },
      slot: { walStatus: "reserved", invalidated: undefined },
    });
    await before.stop();
    await server.sql(note("away"));
    await until("the slot is lost", async () => {
      await write(16);
      return (await readWalStatus(where(server.url))).slot?.walStatus === "lost";
    });
    const load = await startLoad(server.url, 2);
    const sequencing = await startSequencing({ url: server.url });
    await untilFollowing(sequencing);
    await until("there is load", () => load.committed.size > 50);
    await load.stop();
    await untilDrained(server);
    await sequencing.stop();
    expect(sequencing.changes[0]?.change).toBe("slot-wanted");
    const keys = (await readEvents(server)).map(({ key }) => key);
    expect(keys.filter((key) => key === "away")).toEqual(["away"]);
    expect(await findFaults(server)).toEqual([]);
  });

  it("gives up a slot that nobody reads when too much is kept for it, and loses nothing by it", async () => {
    const before = await startSequencing({ url: server.url });
    await untilFollowing(before);
    await server.sql(note("one"));
    await untilDrained(server);
    await write(20);
    // It is read: nothing is done to it.
    expect(await dropIdleSlot(where(server.url), 0)).toBeUndefined();
    await before.stop();
    await server.sql(note("two"));
    await write(20);
    expect(await dropIdleSlot(where(server.url), 1 << 30)).toBeUndefined();
    expect(await dropIdleSlot(where(server.url), 10 << 20)).toBeGreaterThan(10 << 20);
    expect((await readWalStatus(where(server.url))).slot).toBeUndefined();
    await server.sql(note("three"));
    const sequencing = await startSequencing({ url: server.url });
    await untilFollowing(sequencing);
    await untilDrained(server);
    await sequencing.stop();
    expect((await readEvents(server)).slice(-3).map(({ key }) => key)).toEqual(["one", "two", "three"]);
    expect(await findFaults(server)).toEqual([]);
  });

  /** A commit that is in the write-ahead log and waits for a synchronous standby, so that nobody sees it yet. */
  const hang = async (key: string) => {
    const writer = await connect(server.url);
    const pid = (await writer.query<{ pid: number }>("select pg_backend_pid() as pid")).rows[0]?.pid;
    await server.sql("alter system set synchronous_standby_names = 'nobody'");
    await server.sql("select pg_reload_conf()");
    await until("the writer knows", async () => {
      const { rows } = await writer.query<{ name: string }>(
        "select current_setting('synchronous_standby_names') as name",
      );
      return rows[0]?.name === "nobody";
    });
    const isWaiting = async () => {
      const rows = await server.sql(
        "select from pg_stat_activity where pid = $1 and wait_event = 'SyncRep'",
        [pid],
      );
      return rows.length === 1;
    };
    // The server begins to wait for standbys some time after its sessions know of it.
    await until("commits wait", async () => {
      const probe = writer.query("select pg_logical_emit_message(true, 'probe', 'x')");
      let done = false;
      void probe.then(() => {
        done = true;
      });
      await until("it is over or waits", async () => done || (await isWaiting()));
      if (done) return false;
      await server.sql("select pg_cancel_backend($1)", [pid]);
      await probe;
      return true;
    });
    const hanging = writer.query(note(key));
    await until("it hangs", isWaiting);
    return async () => {
      await server.sql("alter system reset synchronous_standby_names");
      await server.sql("select pg_reload_conf()");
      await hanging;
      await writer.end();
    };
  };
  /** The address for those who do not wait for standbys. */
  const local = () => `${server.url}?options=-c%20synchronous_commit%3Dlocal`;

  it("gives no position to what a synchronous standby has not confirmed", { timeout: 120_000 }, async () => {
    const sequencing = await startSequencing({ url: local() });
    await untilFollowing(sequencing);
    const { length } = await readEvents(server);
    const release = await hang("hanging");
    const others = await connect(local());
    await others.query(note("behind"));
    await until("the slot has told it", async () => {
      const [row] = await server.sql<{ told: boolean }>(
        "select sent_lsn >= pg_current_wal_lsn() as told from pg_stat_replication",
      );
      return row?.told === true;
    });
    expect((await readEvents(server)).length).toBe(length);
    await release();
    await untilDrained(server);
    await sequencing.stop();
    expect((await readEvents(server)).slice(-2).map(({ key }) => key)).toEqual(["hanging", "behind"]);
    await others.end();
  });

  it("waits for what no one sees and the slot will not tell", { timeout: 120_000 }, async () => {
    const before = await startSequencing({ url: server.url });
    await untilFollowing(before);
    await before.stop();
    const release = await hang("untold");
    const others = await connect(local());
    await others.query(note("seen"));
    await others.query(
      "select pg_replication_slot_advance(slot_name, pg_current_wal_lsn()) from pg_replication_slots",
    );
    const sequencing = await startSequencing({ url: local() });
    await until(
      "what is seen has its position",
      async () => (await readEvents(server)).at(-1)?.key === "seen",
    );
    await release();
    await untilFollowing(sequencing);
    await untilDrained(server);
    await sequencing.stop();
    expect((await readEvents(server)).slice(-2).map(({ key }) => key)).toEqual(["seen", "untold"]);
    await others.end();
  });
});
