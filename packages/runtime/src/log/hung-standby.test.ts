import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SystemModel } from "../blueprint/index.js";
import { resolve, service, system } from "../blueprint/index.js";
import { openDatabase } from "../postgres/index.js";
import { createOwnServer, type OwnServer, programs } from "../postgres/log/wal/cases/own-server.js";
import { type LogScene, openScene, until } from "../testing/cases/log-scene.js";
import { snapshotAnd, tailAfter } from "./index.js";

describe.each(programs)("of %s", (program) => {
  let server: OwnServer;
  let scene: LogScene;
  beforeAll(async () => {
    server = await createOwnServer({}, program);
    const { url, sql, remove } = server;
    scene = await openScene({ url, sql, dropRoles: async () => {}, drop: remove });
  });
  afterAll(() => scene?.close());

  /** Commits hang from now on: they are in the write-ahead log, and nobody sees them. */
  async function hang(): Promise<() => Promise<void>> {
    await server.sql("alter system set synchronous_standby_names = 'nobody'");
    await server.sql("select pg_reload_conf()");
    return async () => {
      await server.sql("alter system reset synchronous_standby_names");
      await server.sql("select pg_reload_conf()");
    };
  }

  it.each(["commits", "visible"] as const)(
    "nasty case 6: snapshots under load while a synchronous standby hangs have no gap and no doubling, in the order %s",
    async (order) => {
      const { url } = scene.database;
      const [shop] = resolve(
        system("hung", { version: 1, services: [service("shop", { entities: {} })] }),
      ).services;
      if (!shop) throw new TypeError("There is a service.");
      const model = {
        name: "hung",
        services: [{ ...shop, schema: scene.schema, role: scene.role }],
      } as unknown as SystemModel;
      const sequencer = scene.sequencer({ order });
      await until(
        () => scene.heard.flatMap((fact) => (fact.fact === "log.order" ? [fact.order] : [])).at(-1) === order,
        60_000,
      );
      const database = openDatabase({ model, urls: url, facts: scene.facts, statementTimeout: 60_000 });
      const { length: before } = await server.sql("select from shop.item");
      let isOver = false;
      let written = 0;
      const writing = Promise.all(
        [1, 2, 3].map(async (writer) => {
          for (let n = 0; !isOver; n += 1) {
            await server.sql(`insert into shop.item values ('${order} ${writer} ${n}', 1)`);
            written += 1;
          }
        }),
      );
      const reader = scene.reader();
      const snapshots: (() => Promise<ReadonlySet<string>>)[] = [];
      for (let trial = 0; trial < 6; trial += 1) {
        const upTo = written + 10;
        await until(() => written >= upTo, 60_000);
        const release = await hang();
        await until(async () => {
          const waiting = await server.sql("select from pg_stat_activity where wait_event = 'SyncRep'");
          return waiting.length >= 3;
        }, 60_000);
        const handed = await snapshotAnd(database.service("shop"), scene.schema, (t) =>
          t.run<{ id: string }>({ text: "select id from shop.item", values: [] }),
        );
        await release();
        snapshots.push(async () => {
          const have = new Set(handed.result.map(({ id }) => id));
          const stop = new AbortController();
          const total = before + written;
          for await (const { key } of tailAfter(reader, handed, stop.signal)) {
            expect(have.has(key)).toBe(false);
            have.add(key);
            if (have.size === total) stop.abort();
          }
          return have;
        });
      }
      isOver = true;
      await writing;
      // One more, so that following ends also where a snapshot has seen all.
      await server.sql(`insert into shop.item values ('${order} last', 1)`);
      written += 1;
      const rows = await server.sql<{ id: string }>("select id from shop.item");
      for (const follow of snapshots) expect(await follow()).toEqual(new Set(rows.map(({ id }) => id)));
      await database.close(0);
      await sequencer.stop(5_000);
    },
  );
});
