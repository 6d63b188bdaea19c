import { expect, it } from "vitest";
import { createOwnServer, type OwnServer, programs } from "../postgres/log/wal/cases/own-server.js";
import { type LogScene, openScene, until } from "../testing/cases/log-scene.js";
import type { TestDatabase } from "../testing/database.js";

const asDatabase = ({ url, sql, remove }: OwnServer): TestDatabase => ({
  url,
  sql,
  dropRoles: async () => {},
  drop: remove,
});

/** In both orders, on the PostgreSQL of the machine and on the one from npm. */
const cases = programs.flatMap((program) => [["commits", program] as const, ["visible", program] as const]);

/** The keys of the log of a server, by position. */
async function keysOf({ reader }: LogScene, { url }: OwnServer): Promise<readonly string[]> {
  const one = reader({ url });
  const { epoch } = await one.head();
  return (await one.read({ epoch, position: 1 })).entries.map(({ key }) => key);
}
const positionOf = async ({ sql }: OwnServer) =>
  (await sql<{ position: number }>("select position::int from shop.log_head"))[0]?.position;
const put = ({ sql }: OwnServer, id: string) => sql(`insert into shop.item values ('${id}', 1)`);
const orderOf = ({ heard }: LogScene) =>
  heard.flatMap((fact) => (fact.fact === "log.order" ? [fact.order] : [])).at(-1);

/** Gives positions on a server until it is told to stop. */
async function sequence(scene: LogScene, { url }: OwnServer, order: "commits" | "visible") {
  scene.heard.splice(0);
  const sequencer = scene.sequencer({ url, order });
  await until(() => orderOf(scene) === order, 60_000);
  return sequencer;
}

it.each(cases)(
  "nasty cases 7 and 8: a standby that is promoted with a commit and without its position, in the order %s, of %s",
  async (order, program) => {
    const primary = await createOwnServer({}, program);
    const standby = await primary.copy("standby");
    const scene = await openScene(asDatabase(primary));
    try {
      const sequencer = await sequence(scene, primary, order);
      await put(primary, "a");
      await until(async () => (await positionOf(primary)) === 1);
      await sequencer.stop(5_000);
      await put(primary, "b");
      // The standby may not have come to the table yet.
      const copied = () => standby.sql("select from shop.item where id = 'b'").catch(() => []);
      await until(async () => (await copied()).length === 1);
      await standby.end("SIGINT");
      // What only the first server knows: the position of b, and c with its own, which a reader has seen.
      const last = await sequence(scene, primary, order);
      await put(primary, "c");
      await until(async () => (await positionOf(primary)) === 3);
      expect(await keysOf(scene, primary)).toEqual(["a", "b", "c"]);
      const { epoch } = await scene.reader().head();
      await primary.end("SIGKILL");
      await last.stop(0);

      await standby.start();
      await standby.sql("select pg_promote()");
      await until(async () => {
        const [row] = await standby.sql<{ over: boolean }>("select not pg_is_in_recovery() as over");
        return row?.over === true;
      });
      await put(standby, "other");
      const after = await sequence(scene, standby, order);
      await until(async () => (await positionOf(standby)) === 3);
      expect(await keysOf(scene, standby)).toEqual(["a", "b", "other"]);
      // A cursor of before is not taken for one of now, though its position is given again.
      const reader = scene.reader({ url: standby.url });
      expect((await reader.head()).epoch).not.toBe(epoch);
      for (const position of [2, 4])
        await expect(reader.read({ epoch, position })).rejects.toMatchObject({ code: "LOG_EPOCH_OTHER" });
      await after.stop(5_000);
    } finally {
      await standby.remove();
      await scene.close();
    }
  },
);

it.each(cases)(
  "nasty case 8: a restore to an earlier moment begins another epoch, in the order %s, of %s",
  async (order, program) => {
    const server = await createOwnServer({}, program);
    const scene = await openScene(asDatabase(server));
    let restored: OwnServer | undefined;
    try {
      const sequencer = await sequence(scene, server, order);
      await put(server, "a");
      await until(async () => (await positionOf(server)) === 1);
      restored = await server.copy("restored");
      await put(server, "lost");
      await until(async () => (await positionOf(server)) === 2);
      const { epoch } = await scene.reader().head();
      await sequencer.stop(5_000);

      const { sql } = restored;
      await until(async () => {
        const [row] = await sql<{ over: boolean }>("select not pg_is_in_recovery() as over");
        return row?.over === true;
      });
      await put(restored, "new");
      const after = await sequence(scene, restored, order);
      const now = restored;
      await until(async () => (await positionOf(now)) === 2);
      expect(await keysOf(scene, restored)).toEqual(["a", "new"]);
      await expect(scene.reader({ url: restored.url }).read({ epoch, position: 3 })).rejects.toMatchObject({
        code: "LOG_EPOCH_OTHER",
      });
      await after.stop(5_000);
    } finally {
      await restored?.remove();
      await scene.close();
    }
  },
);
