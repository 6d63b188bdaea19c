import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFlakyProxy } from "../postgres/flaky-proxy.js";
import type { LogEntry } from "../postgres/log/index.js";
import { type LogScene, openScene, until } from "../testing/cases/log-scene.js";
import type { LogReader } from "./reader.js";

let scene: LogScene;
let reader: LogReader;
let epoch: string;

beforeEach(async () => {
  scene = await openScene();
  reader = scene.reader();
  epoch = (await reader.head()).epoch;
});
afterEach(() => scene.close());

const write = (text: string) => scene.database.sql(text);
const sequenced = async (count: number) => {
  const sequencer = scene.sequencer();
  await until(async () => (await reader.head()).position === count);
  return sequencer;
};
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "fine",
    (error: { code?: string }) => error.code ?? String(error),
  );

describe("reading by position", () => {
  it("gives pages bounded by count and by bytes, which together are everything, also within a transaction", async () => {
    await write("insert into shop.item select 'a' || n, n from generate_series(1, 25) n");
    await write("insert into shop.item values ('b', 1)");
    for (const name of ["big", "bigger"])
      await write(`call shop.emit('${name}', 'b', jsonb_build_object('text', repeat('x', 60000)))`);
    await sequenced(28);
    const keys: string[] = [];
    const sizes: number[] = [];
    let from = { position: 1 };
    for (;;) {
      const { entries, next } = await reader.read({ epoch, ...from }, { count: 10, bytes: 50_000 });
      if (entries.length === 0) break;
      expect(entries.map(({ position }) => position)).toEqual(entries.map((_, at) => from.position + at));
      keys.push(...entries.map(({ key }) => key));
      sizes.push(entries.length);
      from = next;
    }
    expect(keys).toEqual([...Array.from({ length: 25 }, (_, at) => `a${at + 1}`), "b", "b", "b"]);
    expect(sizes).toEqual([10, 10, 7, 1]);
  });

  it("begins anywhere, also within a transaction", async () => {
    await write("insert into shop.item select 'a' || n, n from generate_series(1, 9) n");
    await sequenced(9);
    const { entries } = await reader.read({ epoch, position: 5 }, { count: 2 });
    expect(entries).toMatchObject([
      { position: 5, key: "a5", transaction: { position: 1, events: 9 } },
      { position: 6, key: "a6" },
    ]);
  });

  it("loses no digit of any number", async () => {
    await write(
      `call shop.emit('exact', 'k', '{"big": 9223372036854775807, "fine": 0.12345678901234567890123456789}')`,
    );
    await write("insert into shop.item values ('n', 9007199254740993)");
    await sequenced(2);
    const { entries } = await reader.read({ epoch, position: 1 });
    expect(entries[0]?.after).toBe('{"big": 9223372036854775807, "fine": 0.12345678901234567890123456789}');
    expect(entries[1]?.after).toContain("9007199254740993");
  });

  it("refuses a position from the future, of another epoch, and one that is not kept any more", async () => {
    await write("insert into shop.item values ('a', 1), ('b', 1)");
    await sequenced(2);
    expect((await reader.read({ epoch, position: 3 })).entries).toEqual([]);
    expect(await codeOf(reader.read({ epoch, position: 4 }))).toBe("LOG_POSITION_AHEAD");
    const other = "00000000-0000-4000-8000-000000000000";
    expect(await codeOf(reader.read({ epoch: other, position: 1 }))).toBe("LOG_EPOCH_OTHER");
    await write("update shop.log_head set first_kept = 2; delete from shop.log");
    expect(await codeOf(reader.read({ epoch, position: 1 }))).toBe("LOG_POSITION_GONE");
    expect(await codeOf(reader.read({ epoch, position: 2 }))).toBe("INTERNAL");
  });
});

describe("a tail", () => {
  it("gives what is there and then what comes, each once, and ends when it is told", async () => {
    await write("insert into shop.item values ('a', 1)");
    await sequenced(1);
    const stop = new AbortController();
    const seen: LogEntry[] = [];
    for await (const entry of reader.tail({ epoch, position: 1 }, stop.signal)) {
      seen.push(entry);
      if (seen.length < 4) await write(`insert into shop.item values ('next${seen.length}', 1)`);
      else stop.abort();
    }
    expect(seen.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
  });

  it("ends at once while it waits", async () => {
    const stop = new AbortController();
    const next = reader.tail({ epoch, position: 1 }, stop.signal).next();
    stop.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it("waits while the database is away, and goes on where it was", async () => {
    const proxy = await startFlakyProxy(scene.database.url);
    const away = scene.reader({ url: proxy.url });
    await write("insert into shop.item values ('a', 1)");
    await sequenced(1);
    const stop = new AbortController();
    const tail = away.tail({ epoch, position: 1 }, stop.signal);
    expect((await tail.next()).value).toMatchObject({ position: 1 });
    const next = tail.next();
    await proxy.become("refuse");
    await write("insert into shop.item values ('b', 1)");
    await until(async () => (await reader.head()).position === 2);
    await proxy.become("forward");
    expect((await next).value).toMatchObject({ position: 2, key: "b" });
    stop.abort();
    await proxy.close();
  });

  it("is told when the epoch changes under it", async () => {
    await sequenced(0);
    const tail = reader.tail({ epoch, position: 1 }, new AbortController().signal);
    const next = tail.next();
    await write("update shop.log_head set epoch = gen_random_uuid()");
    expect(await codeOf(next)).toBe("LOG_EPOCH_OTHER");
  });
});
