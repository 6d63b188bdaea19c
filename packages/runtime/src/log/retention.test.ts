import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LogConnection, look, nothingSeen, type Turn, takeLease } from "../postgres/log/index.js";
import { type LogScene, openScene, until } from "../testing/cases/log-scene.js";
import { retain, slotsToEmpty } from "./retention.js";
import { snapshotSource } from "./source.js";

const slot = (number: number, end: number, lastAt: number, bytes = 100) => ({
  slot: number,
  end,
  lastAt,
  bytes,
});

describe("which slots are emptied", () => {
  const slots = [slot(6, 30, 3_000), slot(4, 10, 1_000), slot(5, 20, 2_000)];

  it("are those in which everything is older than is kept, the oldest first", () => {
    expect(slotsToEmpty(slots, { keep: 1_000 }, 3_500).map((one) => one.slot)).toEqual([4, 5]);
    expect(slotsToEmpty(slots, { keep: 10_000 }, 3_500)).toEqual([]);
  });

  it("are more where all take more than they may, but never the one that was written last", () => {
    const bounded = (maxBytes: number) =>
      slotsToEmpty(slots, { keep: 10_000, maxBytes }, 3_500).map((one) => one.slot);
    expect(bounded(250)).toEqual([4]);
    expect(bounded(50)).toEqual([4, 5]);
  });
});

describe("throwing away what is not kept", () => {
  let scene: LogScene;
  let client: LogConnection;
  let turn: Turn;
  const hour = 3_600_000;

  beforeEach(async () => {
    scene = await openScene();
    client = await scene.connect();
    const held = await takeLease(client, { schema: scene.schema, holder: "test" });
    if (!held) throw new Error("The lease was not free.");
    turn = held;
  });
  afterEach(() => scene.close());

  /** An event in a slot of one's choice, which was given its position so many hours ago. */
  async function entry(key: string, inSlot: number, hoursAgo: number): Promise<void> {
    const { sql } = scene.database;
    await sql(
      `create or replace function shop.slot() returns smallint language sql stable return ${inSlot}::smallint`,
    );
    await sql("call shop.emit('happened', $1, '{}')", [key]);
    const found = await look(client, { schema: scene.schema, turn, snapshot, limit: 100 });
    if (!found) throw new Error("Fenced.");
    turn = found.turn;
    snapshot = found.snapshot;
    await sql(`update shop.log set committed_at = now() - interval '${hoursAgo} hours' where position = $1`, [
      turn.position,
    ]);
  }
  let snapshot = nothingSeen;
  beforeEach(() => {
    snapshot = nothingSeen;
  });
  const clean = async (now?: number) => {
    const { schema, facts } = scene;
    const kept = await retain(turn, {
      client,
      schema,
      service: "shop",
      facts,
      keeping: { keep: 6 * hour },
      now,
    });
    if (!kept) throw new Error("Fenced.");
    turn = kept;
  };
  const left = async () =>
    (await scene.database.sql<{ key: string }>("select key from shop.outbox order by seq")).map(
      ({ key }) => key,
    );
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => "fine",
      (error: { code?: string }) => error.code,
    );

  it("empties a slot when all of it is older, and tells readers of what is gone", async () => {
    await entry("a", 1, 9);
    await entry("b", 1, 8);
    await entry("c", 2, 5);
    await clean();
    expect(await left()).toEqual(["c"]);
    const reader = scene.reader();
    const { epoch, firstKept } = await reader.head();
    expect(firstKept).toBe(3);
    expect(await codeOf(reader.read({ epoch, position: 1 }))).toBe("LOG_POSITION_GONE");
    expect((await reader.read({ epoch, position: 3 })).entries).toMatchObject([{ key: "c" }]);
    expect(scene.heard.find(({ fact }) => fact === "log.emptied")).toMatchObject({ slot: 1, firstKept: 3 });
    await entry("d", 2, 0);
    expect(turn.position).toBe(4);
  });

  it("passes a reader in the midst: it is told, and never given what comes after as if nothing were missing", async () => {
    for (const key of ["a", "b", "c"]) await entry(key, 1, 9);
    await entry("d", 2, 1);
    const reader = scene.reader();
    const { epoch } = await reader.head();
    const { signal } = new AbortController();
    const passed = reader.pages({ epoch, position: 1 }, signal, { count: 1 });
    const ahead = reader.pages({ epoch, position: 4 }, signal, { count: 1 });
    const keysOf = async (pages: typeof passed) => (await pages.next()).value?.entries.map(({ key }) => key);
    expect(await keysOf(passed)).toEqual(["a"]);
    expect(await keysOf(ahead)).toEqual(["d"]);
    await clean();
    expect(await left()).toEqual(["d"]);
    const given: (readonly string[] | undefined)[] = [];
    const end = await codeOf(
      (async () => {
        for (;;) given.push(await keysOf(passed));
      })(),
    );
    expect(end).toBe("LOG_POSITION_GONE");
    // A page that was read ahead may still come, and nothing after it.
    expect([[], [["b"]]]).toContainEqual(given);
    await entry("e", 2, 0);
    expect(await keysOf(ahead)).toEqual(["e"]);
  });

  it("keeps a slot with one young entry, and empties it by a clock that says that it is old", async () => {
    await entry("a", 1, 9);
    await entry("b", 1, 1);
    await clean();
    expect(await left()).toEqual(["a", "b"]);
    await clean(Date.now() + 6 * hour);
    expect(await left()).toEqual([]);
  });

  it("says first that positions are gone, and leaves a slot for later that somebody works in", async () => {
    await entry("a", 1, 9);
    await entry("b", 2, 1);
    const writer = new pg.Client({ connectionString: scene.database.url });
    await writer.connect();
    await scene.database.sql(
      "create or replace function shop.slot() returns smallint language sql stable return 1::smallint",
    );
    await writer.query("begin; call shop.emit('happened', 'late', '{}')");
    await clean();
    expect(await left()).toEqual(["a", "b"]);
    expect((await scene.reader().head()).firstKept).toBe(2);
    await writer.query("commit");
    await clean();
    expect(await left()).toEqual(["a", "b", "late"]);
    await entry("c", 2, 0);
    const { entries } = await scene
      .reader()
      .read({ epoch: (await scene.reader().head()).epoch, position: 3 });
    expect(entries.map(({ key }) => key)).toEqual(["late", "c"]);
    await writer.end();
  });

  it("is refused to the service's role but through the function, which empties nothing that is kept", async () => {
    await entry("a", 1, 9);
    const asRole = (text: string) => codeOf(client.run({ text, name: "", label: "test" }, []));
    expect(await asRole("truncate shop.outbox_1")).toBe("42501");
    expect(
      await client.run(
        { text: "select shop.lintel_empty_log_slot(1::smallint)", name: "", label: "test" },
        [],
      ),
    ).toEqual([["f"]]);
    expect(await left()).toEqual(["a"]);
  });

  it("is done by a sequencer that is behind all the time, as on a server where others write without a pause", async () => {
    await entry("a", 1, 9);
    await scene.database.sql("update shop.log_head set held_until = null");
    const snapshots = snapshotSource();
    scene.sequencer({
      keeping: { keep: 1 },
      openSource: async (context) => {
        const source = await snapshots(context);
        return {
          async advance(now, isEnding) {
            const advance = await source.advance(now, isEnding);
            return advance && { ...advance, transactions: 1, isBehind: true };
          },
          close: () => source.close(),
        };
      },
    });
    await until(async () => (await left()).length === 0);
  });

  it("is done by the sequencer, beside giving positions", async () => {
    await entry("a", 1, 9);
    await entry("b", 2, 0);
    await scene.database.sql("update shop.log_head set held_until = null");
    scene.sequencer({ keeping: { keep: 1 } });
    await until(async () => (await left()).length === 0);
    await scene.database.sql("insert into shop.item values ('c', 1)");
    await until(async () => (await scene.reader().head()).position === 3);
  });
});
