import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Fact } from "../../facts.js";
import { replayLetter, seekConsumer, skipLetter } from "../../postgres/consumers/index.js";
import { pauseCursor, readCursors } from "../../postgres/cursors/index.js";
import {
  type ConsumerScene,
  expectOnceInOrder,
  openConsumerScene,
} from "../../testing/cases/consumer-scene.js";
import { until } from "../../testing/cases/log-scene.js";

const place = { schema: "books", consumer: "effects" };
const cursor = { schema: "books", name: "consumer effects" };
let scene: ConsumerScene;
let heard: Fact[];
beforeEach(async () => {
  scene = await openConsumerScene();
  heard = [];
});
afterEach(() => scene.close());

const hear = (fact: Fact) => void heard.push(fact);
const factsOf = <Name extends Fact["fact"]>(name: Name) =>
  heard.filter((fact): fact is Extract<Fact, { fact: Name }> => fact.fact === name);
const values = async (key: string) =>
  (await scene.effects()).filter((one) => one.key === key).map(({ value }) => value);
const letters = () =>
  scene.books.sql<{ state: string; position: number; lane: string }>(
    "select state, position::int, lane from books.log_dead_letters order by position",
  );
const inbox = async () => (await scene.books.sql("select from books.log_inbox")).length;
const position = async () => (await readCursors(await scene.tool(), "books"))[0]?.position ?? -1;

/** Event after event of so many keys, each counting up. */
const counting = (keys: number, each: number, fault?: "sometimes") =>
  Array.from({ length: keys * each }, (_, at) => ({
    key: `k${at % keys}`,
    value: Math.floor(at / keys),
    ...(fault && { fault }),
  }));

describe("a consumer", () => {
  it("gives each entry its effect once, in order by key, and throws away what it noted of that", async () => {
    scene.start();
    await scene.happen(...counting(7, 60));
    await until(async () => (await scene.effects()).length >= 420 && (await position()) === 420);
    expectOnceInOrder(await scene.effects());
    expect(await scene.effects()).toHaveLength(420);
    await until(async () => (await inbox()) === 0);
  });

  it("keeps the order by key through failures, under eight at a time", async () => {
    scene.start();
    await scene.happen(...counting(10, 30, "sometimes"));
    await until(async () => (await scene.effects()).length >= 300, 60_000);
    expectOnceInOrder(await scene.effects());
    expect(await letters()).toEqual([]);
  });

  it("lets an entry without a key wait for no other, and tells changes and events of one key in one order", async () => {
    let waits: (() => void) | undefined;
    const first = new Promise<void>((resolve) => {
      waits = resolve;
    });
    scene.start({
      before: (entry) => (entry.subject === "loose" && entry.version === 1 ? first : undefined),
    });
    await scene.database.sql(
      `insert into shop.outbox (kind, subject, key, version, after)
       values ('event', 'loose', '', 1, '{"value": 1}'), ('event', 'loose', '', 2, '{"value": 2}'),
              ('insert', 'item', 'x', 1, '{"value": 3}'), ('event', 'happened', 'x', 1, '{"value": 4}'),
              ('update', 'item', 'x', 2, '{"value": 5}')`,
    );
    await until(async () => (await scene.effects()).length === 4);
    expect(await values("")).toEqual([2]);
    expect(await values("x")).toEqual([3, 4, 5]);
    waits?.();
    await until(async () => (await values("")).length === 2);
  });

  it("tells a truncation after what came before it, and ahead of what follows", async () => {
    scene.start();
    await scene.happen(...counting(3, 5));
    await scene.database.sql(
      "insert into shop.outbox (kind, subject, key, version) values ('truncate', 'item', '', 0)",
    );
    await scene.happen({ key: "k0", value: 100 });
    await until(async () => (await scene.effects()).length === 17);
    const kinds = (await scene.effects()).map(({ kind }) => kind);
    expect(kinds.indexOf("truncate")).toBe(15);
  });

  it("begins behind what has happened where it is told so", async () => {
    const probe = scene.start({ consumer: { isWanted: () => false } });
    await scene.happen({ key: "a", value: 1 });
    await until(async () => (await position()) === 1);
    await probe.stop();
    await scene.books.sql("delete from books.log_cursors");
    scene.start({ consumer: { start: "now" } });
    await until(async () => (await position()) === 1);
    await scene.happen({ key: "a", value: 2 });
    await until(async () => (await values("a")).length === 1);
    expect(await values("a")).toEqual([2]);
  });

  it("ends what takes too long, and counts it as a failure", async () => {
    scene.start({
      heard: hear,
      consumer: { timeout: 100 },
      before: (_, attempt) => (attempt === 1 ? new Promise(() => {}) : undefined),
    });
    await scene.happen({ key: "a", value: 1 });
    await until(async () => (await values("a")).length === 1);
    expect(factsOf("consumer.failed")).toMatchObject([{ error: { code: "DEADLINE_EXCEEDED" }, attempts: 1 }]);
  });

  it("keeps its order by the whole of a long key", async () => {
    scene.start();
    const [one, other] = [`${"x".repeat(4_000)}1`, `${"x".repeat(4_000)}2`];
    await scene.happen(
      { key: one, value: 1, fault: "sometimes" },
      { key: other, value: 1 },
      { key: one, value: 2 },
    );
    await until(async () => (await scene.effects()).length === 3);
    expectOnceInOrder(await scene.effects());
  });
});

describe("what could not be handled", () => {
  const retry = { attempts: 2, first: 10, last: 10 };

  it("is kept as a dead letter, whole, and later ones of its key behind it; others pass", async () => {
    scene.start({ heard: hear, consumer: { retry } });
    await scene.happen(
      { key: "a", value: 1, fault: "throw" },
      { key: "a", value: 2 },
      { key: "b", value: 1 },
    );
    await until(async () => (await letters()).map(({ state }) => state).join() === "dead,parked");
    await until(async () => (await position()) === 3);
    expect(await values("b")).toEqual([1]);
    expect(factsOf("consumer.dead")).toMatchObject([
      { service: "books", consumer: "effects", subject: "happened", position: 1, attempts: 2 },
    ]);
    const [dead] = await scene.books.sql(
      "select error, attempts, failures, after, key, kind, subject from books.log_dead_letters where state = 'dead'",
    );
    expect(dead).toEqual({
      error: "Error: It was asked to fail.",
      attempts: 2,
      failures: 2,
      after: { key: "a", value: 1, fault: "throw" },
      key: "a",
      kind: "event",
      subject: "happened",
    });
    await scene.happen({ key: "a", value: 3 });
    await until(async () => (await letters()).length === 3);
  });

  it("is replayed by a person, and those behind it follow in order", async () => {
    let isMended = false;
    scene.start({
      consumer: { retry },
      before(entry) {
        if (entry.position === 1 && !isMended) throw new Error("broken\u0000 here");
      },
    });
    await scene.happen(...[1, 2, 3].map((value) => ({ key: "a", value })));
    await until(async () => (await letters()).length === 3 && (await letters())[0]?.state === "dead");
    const tool = await scene.tool();
    const [{ epoch = "" } = {}] = await readCursors(tool, "books");
    expect(await replayLetter(tool, place, { epoch, position: 2 })).toBe(false);
    isMended = true;
    expect(await replayLetter(tool, place, { epoch, position: 1 })).toBe(true);
    await until(async () => (await letters()).length === 0);
    expect(await values("a")).toEqual([1, 2, 3]);
    await scene.happen({ key: "a", value: 4 });
    await until(async () => (await values("a")).length === 4);
    expect(await letters()).toEqual([]);
  });

  it("is skipped by a person, and those behind it follow", async () => {
    scene.start({ consumer: { retry } });
    await scene.happen({ key: "a", value: 1, fault: "throw" }, { key: "a", value: 2 });
    await until(async () => (await letters()).length === 2 && (await letters())[0]?.state === "dead");
    const tool = await scene.tool();
    const [{ epoch = "" } = {}] = await readCursors(tool, "books");
    expect(await skipLetter(tool, place, { epoch, position: 1 })).toBe(true);
    await until(async () => (await letters()).length === 0);
    expect(await values("a")).toEqual([2]);
  });

  it("waits for as many lanes as there may be; then nothing further is read, which is told, until there are fewer", async () => {
    await scene.books.sql(
      `insert into books.log_dead_letters
         (consumer, epoch, position, lane, generation, state, kind, subject, key, version, at)
       select 'effects', gen_random_uuid(), n, 'key:' || n, 0, 'dead', 'event', 'happened', n::text, 1, now()
         from generate_series(1, 1000) n`,
    );
    scene.start({ heard: hear });
    await scene.happen({ key: "a", value: 1 });
    await until(() => factsOf("consumer.halted").length === 1);
    expect(factsOf("consumer.halted")).toMatchObject([{ reason: "waiting" }]);
    expect(await scene.effects()).toEqual([]);
    await scene.books.sql("delete from books.log_dead_letters where position = 1");
    await until(async () => (await scene.effects()).length === 1);
  });
});

describe("a person", () => {
  it("pauses a consumer, and lets it go on", async () => {
    const one = scene.start();
    await scene.happen({ key: "a", value: 1 });
    await until(async () => (await values("a")).length === 1);
    const tool = await scene.tool();
    await pauseCursor(tool, cursor, true);
    await until(() => !one.isLeading);
    await scene.happen({ key: "a", value: 2 });
    await until(async () => (await scene.database.sql("select from shop.log")).length === 2);
    expect(await values("a")).toEqual([1]);
    await pauseCursor(tool, cursor, false);
    await until(async () => (await values("a")).length === 2);
  });

  it("has it handle again what lies after a position, letters too, and nothing before", async () => {
    scene.start({ consumer: { retry: { attempts: 1, first: 10, last: 10 } } });
    await scene.happen(...[1, 2, 3, 4].map((value) => ({ key: "a", value })), {
      key: "b",
      value: 5,
      fault: "throw",
    });
    await until(async () => (await letters()).length === 1 && (await position()) === 5);
    const tool = await scene.tool();
    const [{ epoch = "" } = {}] = await readCursors(tool, "books");
    expect(await seekConsumer(tool, cursor, "effects", { epoch, position: 2 })).toBe(true);
    await until(async () => (await values("a")).length === 6 && (await letters()).length === 1);
    expect(await values("a")).toEqual([1, 2, 3, 4, 3, 4]);
    expect(await seekConsumer(tool, { ...cursor, name: "nobody" }, "nobody", { epoch, position: 2 })).toBe(
      false,
    );
  });

  it("is told where the log does not go on at the cursor, and seeks", async () => {
    scene.start({ heard: hear });
    await scene.happen({ key: "a", value: 1 });
    await until(async () => (await position()) === 1);
    const tool = await scene.tool();
    const [{ epoch = "" } = {}] = await readCursors(tool, "books");
    await seekConsumer(tool, cursor, "effects", {
      epoch: "0195d1a0-0000-4000-8000-00000000000a",
      position: 7,
    });
    await until(() => factsOf("consumer.halted").length === 1);
    expect(factsOf("consumer.halted")).toMatchObject([
      { reason: "position", error: { code: "LOG_EPOCH_OTHER" } },
    ]);
    await seekConsumer(tool, cursor, "effects", { epoch, position: 1 });
    await scene.happen({ key: "a", value: 2 });
    await until(async () => (await values("a")).join() === "1,2");
  });

  it("is told that retention has passed a consumer that was paused: nothing is skipped until they say from where to go on", async () => {
    const one = scene.start({ heard: hear });
    await scene.happen({ key: "a", value: 1 });
    await until(async () => (await position()) === 1);
    const tool = await scene.tool();
    await pauseCursor(tool, cursor, true);
    await until(() => !one.isLeading);
    await scene.happen({ key: "a", value: 2 }, { key: "a", value: 3 }, { key: "a", value: 4 });
    await until(async () => (await scene.database.sql("select from shop.log")).length === 4);
    await scene.database.sql("update shop.log_head set first_kept = 4");
    await scene.database.sql("delete from shop.log where position < 4");
    await pauseCursor(tool, cursor, false);
    await until(() => factsOf("consumer.halted").length === 1);
    expect(factsOf("consumer.halted")).toMatchObject([
      { reason: "position", error: { code: "LOG_POSITION_GONE" } },
    ]);
    await scene.happen({ key: "a", value: 5 });
    await until(() => factsOf("consumer.lag").some(({ isHalted, events }) => isHalted && events === 4));
    expect([await values("a"), await position()]).toEqual([[1], 1]);
    const [{ epoch = "" } = {}] = await readCursors(tool, "books");
    await seekConsumer(tool, cursor, "effects", { epoch, position: 3 });
    await until(async () => (await values("a")).join() === "1,4,5");
  });
});
