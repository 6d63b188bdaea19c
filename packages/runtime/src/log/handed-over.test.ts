import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LogEntry } from "../postgres/log/index.js";
import { type LogScene, openScene, until } from "../testing/cases/log-scene.js";
import { plans, write } from "../testing/cases/log-writers.js";
import { checkHistory, recordHistory } from "../testing/history/index.js";
import type { FreshPage, FreshPages } from "./fresh.js";
import type { LogReader } from "./reader.js";

// To make a slot waits for every transaction of the server, those of other tests too.
vi.setConfig({ testTimeout: 240_000 });

const numRuns = Number(process.env.LINTEL_LOG_RUNS ?? 8);

let scene: LogScene;
let stop: AbortController;

beforeEach(async () => {
  scene = await openScene();
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await scene.close();
});

const put = (...ids: string[]) =>
  scene.database.sql(`insert into shop.item values ${ids.map((id) => `('${id}', 1)`).join(", ")}`);

/** What a reader's followers were given by hand, as it comes; `undefined` where nothing came of what was announced. */
function watched({ fresh }: LogReader, settled: (FreshPage | undefined)[]): FreshPages {
  return {
    announce(first, last) {
      const announced = fresh.announce(first, last);
      return (
        announced && {
          settle(page) {
            settled.push(page);
            announced.settle(page);
          },
        }
      );
    },
  };
}

/** A sequencer in the order of commits that hands over to a reader, once that order is in force. */
async function leading(fresh: FreshPages, started = scene.heard.length) {
  const sequencer = scene.sequencer({ order: "any", fresh });
  const isInForce = () =>
    scene.heard.slice(started).some((fact) => fact.fact === "log.order" && fact.order === "commits");
  await expect.poll(isInForce, { timeout: 120_000 }).toBe(true);
  return sequencer;
}

function follow(reader: LogReader, epoch: string, position: number) {
  const seen: LogEntry[] = [];
  const end = (async () => {
    for await (const entry of reader.tail({ epoch, position }, stop.signal)) seen.push(entry);
  })();
  end.catch(() => {});
  return { seen, end };
}

const keysOf = (entries: readonly LogEntry[]) => entries.map(({ key }) => key);

describe("what has just been given positions", () => {
  it("is handed to those who wait in the same process, as it would be read", async () => {
    const reader = scene.reader();
    const { epoch } = await reader.head();
    const settled: (FreshPage | undefined)[] = [];
    await leading(watched(reader, settled));
    const { seen } = follow(reader, epoch, 1);
    const isHandedOver = (entry: LogEntry) => settled.some((page) => page?.entries.includes(entry));
    // A machine that is slow enough takes the turn away for a while, and everybody reads then.
    for (let round = 0; seen.length === 0 || !seen.slice(-4).every(isHandedOver); round += 1) {
      expect(round).toBeLessThan(30);
      await put(`a${round}`, `b${round}`);
      await scene.database.sql(
        `call shop.emit('told', 'ä\t\n', '{"text": "\\t\\u00e4", "number": 12345678901234567890.10}');
         delete from shop.item where id = 'a${round}'`,
      );
      await until(() => seen.length === (round + 1) * 4, 30_000);
    }
    const { entries } = await scene.reader().read({ epoch, position: 1 });
    expect(seen).toEqual(entries);
  });

  it("is handed to nobody from a process that was fenced: the log is read there", async () => {
    const reader = scene.reader();
    const { epoch } = await reader.head();
    const settled: (FreshPage | undefined)[] = [];
    await leading(watched(reader, settled));
    const { seen } = follow(reader, epoch, 1);
    await put("ours");
    await until(() => seen.length === 1);
    const isFenced = () =>
      scene.heard.some((fact) => fact.fact === "log.sequencer.lost" && fact.reason === "fenced");
    // Another one has its turn, and gives the next position itself.
    await scene.database.sql(`
      begin;
      update shop.log_head set generation = generation + 1, held_until = clock_timestamp() + interval '1 hour';
      insert into shop.item values ('another''s', 1);
      commit`);
    await until(isFenced, 30_000);
    expect(settled.flatMap((page) => keysOf(page?.entries ?? [])).filter((key) => key !== "ours")).toEqual(
      [],
    );
    expect(keysOf(seen)).toEqual(["ours"]);
    await scene.database.sql("update shop.log_head set held_until = null");
    await until(() => seen.length === 2, 30_000);
    expect(seen.map(({ position }) => position)).toEqual([1, 2]);
  });

  it("is handed to nobody who follows an epoch that is over", async () => {
    const reader = scene.reader();
    const { epoch } = await reader.head();
    const settled: (FreshPage | undefined)[] = [];
    await leading(watched(reader, settled));
    const { seen, end } = follow(reader, epoch, 1);
    await put("of the old epoch");
    await until(() => seen.length === 1);
    await scene.database.sql("update shop.log_head set epoch = gen_random_uuid(), held_until = null");
    await put("of the new one");
    await expect(end).rejects.toMatchObject({ code: "LOG_EPOCH_OTHER" });
    expect(keysOf(seen)).toEqual(["of the old epoch"]);
  });

  it("comes complete, contiguous, whole, once and in order, while those who give positions change", async () => {
    const recorder = recordHistory();
    const settled: (FreshPage | undefined)[] = [];
    const readers = [scene.reader(), scene.reader()];
    const last = [0, 0];
    const { epoch } = await scene.reader().head();
    const records = readers.map((_, at) => recorder.reader(`in process ${at}`, 1));
    const following = readers.map(async (reader, at) => {
      for await (const entry of reader.tail({ epoch, position: 1 }, stop.signal)) {
        records[at]?.saw(entry);
        last[at] = entry.position;
      }
    });
    const begin = (at: number) => leading(watched(readers[at % 2] as LogReader, settled));
    let sequencer = await begin(0);
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(plans, async (writers) => {
        const writing = Promise.all(writers.map((mine) => write(scene.database.url, mine, recorder)));
        runs += 1;
        if (runs % 3 === 0) {
          const next = begin(runs / 3);
          if (runs % 2 === 0) await sequencer.stop(1_000);
          // A turn that is taken away in the midst: what is under way writes nothing any more.
          else
            await scene.database.sql(
              "update shop.log_head set generation = generation + 1, held_until = null",
            );
          await writing;
          await sequencer.stop(1_000);
          sequencer = await next;
        }
        await writing;
        const [row] = await scene.database.sql<{ count: number }>(
          "select count(*)::int as count from shop.outbox",
        );
        await until(() => last.every((position) => position === row?.count), 60_000);
        expect(checkHistory(recorder.history())).toEqual([]);
      }),
      { numRuns, endOnFailure: true },
    );
    for (const record of records) record.isAtEnd();
    stop.abort();
    await Promise.all(following);
    expect(checkHistory(recorder.history())).toEqual([]);
    expect(settled.filter((page) => page !== undefined).length).toBeGreaterThan(numRuns);
  });
});
