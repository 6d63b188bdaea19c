import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LogScene, openScene, until } from "../testing/cases/log-scene.js";
import { plans, write } from "../testing/cases/log-writers.js";
import { type SequencerChild, startSequencerChild } from "../testing/cases/sequencer-child.js";
import { checkHistory, recordHistory } from "../testing/history/index.js";

/** How many sequencers are killed; CI has 30, a thorough run 1,000. */
const kills = Number(process.env.LINTEL_LOG_KILLS ?? 30);

let scene: LogScene;
let children: SequencerChild[];

beforeEach(async () => {
  scene = await openScene();
  children = [];
});
afterEach(async () => {
  await Promise.all(children.map((child) => child.kill()));
  await scene.close();
});

async function start(): Promise<SequencerChild> {
  const child = await startSequencerChild({
    url: scene.database.url,
    role: scene.role,
    schema: scene.schema,
  });
  children.push(child);
  return child;
}

/** Writers that go on until they are told to end, a reader that follows, and what must come of it. */
async function underLoad(disturb: () => Promise<void>): Promise<void> {
  const recorder = recordHistory();
  const reader = scene.reader();
  const { epoch } = await reader.head();
  const stop = new AbortController();
  const record = recorder.reader("follower", 1);
  let last = 0;
  const following = (async () => {
    for await (const entry of reader.tail({ epoch, position: 1 }, stop.signal)) {
      record.saw(entry);
      last = entry.position;
    }
  })();
  let isOver = false;
  const writing = Promise.all(
    [1, 2].map(async (seed) => {
      for (let round = 0; !isOver; round += 1) {
        const [writers] = fc.sample(plans, { numRuns: 1, seed: seed * 10_000 + round });
        for (const mine of writers ?? []) {
          await write(scene.database.url, mine, recorder);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      }
    }),
  );
  await disturb();
  isOver = true;
  await writing;
  const [row] = await scene.database.sql<{ count: number }>("select count(*)::int as count from shop.outbox");
  await until(() => last === row?.count, 20_000);
  record.isAtEnd();
  stop.abort();
  await following;
  expect(row?.count).toBeGreaterThan(50);
  expect(checkHistory(recorder.history())).toEqual([]);
}

describe("a sequencer that is killed", () => {
  it(
    `loses nothing, doubles nothing and reorders nothing: ${kills} kills at random moments`,
    async () => {
      let leaders = 0;
      await underLoad(async () => {
        let [current, next] = await Promise.all([start(), start()]);
        for (let kill = 0; kill < kills; kill += 1) {
          await until(() => current.isLeading || next.isLeading);
          // Not before one of the two leads: a third might be the one that does.
          const spare = start();
          const leader = current.isLeading ? current : next;
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
          await leader.kill();
          leaders += 1;
          [current, next] = [leader === current ? next : current, await spare];
        }
        await until(() => current.isLeading || next.isLeading);
      });
      expect(leaders).toBe(kills);
    },
    30_000 + kills * 10_000,
  );

  it("nasty case 5: one that is stopped is followed, and writes nothing when it goes on", async () => {
    await underLoad(async () => {
      const first = await start();
      await until(() => first.isLeading);
      const second = await start();
      for (let round = 0; round < 3; round += 1) {
        const [stopped, other] = first.isLeading ? [first, second] : [second, first];
        stopped.process.kill("SIGSTOP");
        await until(() => other.isLeading, 6_000);
        stopped.process.kill("SIGCONT");
        await until(() => !stopped.isLeading, 6_000);
        expect(other.isLeading).toBe(true);
      }
    });
  }, 90_000);
});
