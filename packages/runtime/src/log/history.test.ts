import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LogScene, openScene, until } from "../testing/cases/log-scene.js";
import { plans, write } from "../testing/cases/log-writers.js";
import { checkHistory, recordHistory } from "../testing/history/index.js";
import { snapshotSource } from "./index.js";

const numRuns = Number(process.env.LINTEL_LOG_RUNS ?? 15);

let scene: LogScene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const eventsCommitted = async () => {
  const [row] = await scene.database.sql<{ count: number }>("select count(*)::int as count from shop.outbox");
  return row?.count ?? 0;
};

describe("random transactions of several writers at once", () => {
  it(
    "come to every reader complete, contiguous, whole, once and in order, while the sequencer changes",
    async () => {
      const recorder = recordHistory();
      const reader = scene.reader();
      const { epoch } = await reader.head();
      const stop = new AbortController();
      let first = 0;
      const record = recorder.reader("from the beginning", 1);
      const following = (async () => {
        for await (const entry of reader.tail({ epoch, position: 1 }, stop.signal)) {
          record.saw(entry);
          first = entry.position;
        }
      })();
      // Steps of two transactions leave others for later all the time.
      const narrow = { openSource: snapshotSource(2) };
      let sequencer = scene.sequencer(narrow);
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(plans, async (writers) => {
          const writing = Promise.all(writers.map((mine) => write(scene.database.url, mine, recorder)));
          runs += 1;
          const next = scene.sequencer(runs % 2 === 0 ? narrow : {});
          await sequencer.stop(1_000);
          sequencer = next;
          await writing;
          const count = await eventsCommitted();
          await until(() => first === count);
          expect(checkHistory(recorder.history())).toEqual([]);
        }),
        { numRuns, endOnFailure: true },
      );
      record.isAtEnd();
      stop.abort();
      await following;
      const { entries } = await reader.read({ epoch, position: 1 }, { count: 1_000_000, bytes: 1e9 });
      const whole = recorder.reader("in one page", 1);
      for (const entry of entries) whole.saw(entry);
      whole.isAtEnd();
      const committed = recorder.history().writes.filter(({ outcome }) => outcome === "committed");
      expect(committed.length).toBeGreaterThan(numRuns);
      expect(checkHistory(recorder.history())).toEqual([]);
    },
    120_000 + numRuns * 5_000,
  );
});
