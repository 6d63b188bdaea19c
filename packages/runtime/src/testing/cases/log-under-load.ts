import fc from "fast-check";
import { expect } from "vitest";
import { checkHistory, recordHistory } from "../history/index.js";
import { type LogScene, until } from "./log-scene.js";
import { plans, write } from "./log-writers.js";

/** Writers that go on until they are told to end, and a reader that follows from the first position. */
export interface Load {
  /**
   * Ends the writers, waits until the reader has everything, and expects that nothing of it is lost, doubled, torn
   * apart or out of order.
   */
  end(): Promise<void>;
}

export async function startLoad(scene: LogScene, writers: number): Promise<Load> {
  const recorder = recordHistory();
  const reader = scene.reader();
  let epoch = "";
  // A machine that is busy with many kills may take longer to let somebody in than a connection waits.
  await until(async () => {
    epoch = (await reader.head().catch(() => undefined))?.epoch ?? "";
    return epoch !== "";
  });
  const stop = new AbortController();
  const record = recorder.reader("follower", 1);
  let last = 0;
  const following = (async () => {
    for await (const entry of reader.tail({ epoch, position: 1 }, stop.signal)) {
      record.saw(entry);
      last = entry.position;
    }
  })();
  following.catch(() => {});
  let isOver = false;
  const writing = Promise.all(
    Array.from({ length: writers }, async (_, seed) => {
      for (let round = 0; !isOver; round += 1) {
        const [several] = fc.sample(plans, { numRuns: 1, seed: seed * 10_000 + round });
        for (const mine of several ?? []) {
          await write(scene.database.url, mine, recorder);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
    }),
  );
  writing.catch(() => {});
  return {
    async end() {
      isOver = true;
      await writing;
      const [row] = await scene.database.sql<{ count: number }>(
        "select count(*)::int as count from shop.outbox",
      );
      await until(() => last === row?.count, 60_000);
      record.isAtEnd();
      stop.abort();
      await following;
      expect(row?.count).toBeGreaterThan(50);
      expect(checkHistory(recorder.history())).toEqual([]);
    },
  };
}
