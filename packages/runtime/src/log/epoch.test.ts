import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LogScene, openScene, until } from "../testing/cases/log-scene.js";

let scene: LogScene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const sql = (text: string) => scene.database.sql(text);
const head = async () => {
  const [row] = await scene.database.sql<{ epoch: string; position: number; origin: string }>(
    "select epoch, position::int, origin from shop.log_head",
  );
  if (!row) throw new Error("There is no head.");
  return row;
};
const keys = async (reader = scene.reader()) => {
  const { epoch, firstKept } = await reader.head();
  return (await reader.read({ epoch, position: firstKept })).entries.map(({ key }) => key);
};
const elected = (count: number) =>
  until(() => scene.heard.filter(({ fact }) => fact === "log.sequencer.elected").length === count);

describe("the epoch of a log", () => {
  it("stays through another sequencer and another session", async () => {
    const first = scene.sequencer();
    await elected(1);
    const { epoch } = await head();
    await first.stop(1_000);
    scene.sequencer();
    await elected(2);
    expect((await head()).epoch).toBe(epoch);
  });

  it("does without the server's identifier where the role may not ask for it", async () => {
    await sql("revoke execute on function pg_control_system() from public");
    const first = scene.sequencer();
    await elected(1);
    const { origin, epoch } = await head();
    expect(origin).toMatch(/^unknown /);
    await first.stop(1_000);
    await sql("grant execute on function pg_control_system() to public");
    scene.sequencer();
    await elected(2);
    expect(await head()).toMatchObject({ origin: expect.stringMatching(/^\d+ /), epoch });
  });

  it("changes where the timeline is another: a restore to a moment, or a promotion", async () => {
    await sql("insert into shop.item values ('a', 1)");
    const first = scene.sequencer();
    await until(async () => (await head()).position === 1);
    await first.stop(1_000);
    const before = await head();
    const [server, timeline, place] = before.origin.split(" ");
    expect(timeline).toMatch(/^[0-9A-F]{8}$/);
    await sql(`update shop.log_head set origin = '${server} FFFFFFF0 ${place}'`);
    await sql("insert into shop.item values ('b', 1)");
    scene.sequencer();
    await until(async () => (await head()).position === 2);
    expect((await head()).epoch).not.toBe(before.epoch);
    expect(await keys()).toEqual(["a", "b"]);
  });

  it("changes in a copy of the database, which goes on with its own and loses nothing", async () => {
    await sql("insert into shop.item values ('a', 1)");
    const first = scene.sequencer();
    await until(async () => (await head()).position === 1);
    await first.stop(1_000);
    const before = await head();
    const [server, timeline] = before.origin.split(" ");
    await sql("insert into shop.item values ('left', 1)");
    await sql(`update shop.log_head set origin = '${server} ${timeline} 1.2'`);
    scene.sequencer();
    await until(async () => (await head()).position === 2);
    await sql("insert into shop.item values ('new', 1)");
    await until(async () => (await head()).position === 3);
    expect((await head()).epoch).not.toBe(before.epoch);
    expect(await keys()).toEqual(["a", "left", "new"]);
  });

  it("changes after a restore into another server, where transaction ids begin anew, and nothing is lost or doubled", async () => {
    await sql("insert into shop.item values ('a', 1), ('b', 1)");
    const first = scene.sequencer();
    await until(async () => (await head()).position === 2);
    await first.stop(1_000);
    const before = await head();
    const [, timeline, place] = before.origin.split(" ");
    await sql("insert into shop.item values ('left', 1)");
    await sql("insert into shop.item values ('over', 1)");
    // What a dump of a server that has come far looks like in a young one: ids that are yet to come here.
    await sql(
      "update shop.outbox set xid = (xid::text::bigint + 20)::text::xid8; update shop.log set xid = (xid::text::bigint + 20)::text::xid8",
    );
    await sql(
      `update shop.log_head set origin = '1 ${timeline} ${place}', snapshot = '900000000:900000000:'`,
    );
    scene.sequencer();
    await until(async () => (await head()).position === 4);
    for (let n = 0; n < 40; n += 1) await sql(`insert into shop.item values ('new${n}', 1)`);
    await until(async () => (await head()).position === 44);
    expect((await head()).epoch).not.toBe(before.epoch);
    expect(await keys()).toEqual([
      "a",
      "b",
      "left",
      "over",
      ...Array.from({ length: 40 }, (_, n) => `new${n}`),
    ]);
  });
});
