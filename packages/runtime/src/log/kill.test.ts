import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LogScene, openScene, until } from "../testing/cases/log-scene.js";
import { startLoad } from "../testing/cases/log-under-load.js";
import { type SequencerChild, startSequencerChild } from "../testing/cases/sequencer-child.js";
import type { LogOrder } from "./index.js";

/** Logs beside one another, each in a database of its own: a kill of the process that leads them is one of each. */
const logs = 8;
/** How many leading sequencers are killed in each order; more of them by LINTEL_LOG_KILLS. */
const kills = Math.ceil(Number(process.env.LINTEL_LOG_KILLS ?? 40) / logs);

let scenes: LogScene[];
let children: SequencerChild[];

beforeEach(async () => {
  scenes = await Promise.all(Array.from({ length: logs }, () => openScene()));
  children = [];
});
afterEach(async () => {
  await Promise.all(children.map((child) => child.kill()));
  await Promise.all(scenes.map((scene) => scene.close()));
});

async function start(order: LogOrder, some: readonly LogScene[] = scenes): Promise<SequencerChild> {
  const child = await startSequencerChild(
    some.map(({ database, role, schema }) => ({ url: database.url, role, schema })),
    order,
  );
  children.push(child);
  return child;
}

/** Until it leads all logs; in the order of commits, each second time, until that is in force in all. */
async function untilLeading(child: SequencerChild, order: LogOrder, kill: number): Promise<void> {
  const isWanted = order === "commits" && kill % 2 === 0 ? child.follows : child.leads;
  await until(() => scenes.every((_, log) => isWanted(log)), 60_000);
}

async function underLoad(some: readonly LogScene[], disturb: () => Promise<void>): Promise<void> {
  const loads = await Promise.all(some.map((scene) => startLoad(scene, 1)));
  await disturb();
  for (const load of loads) await load.end();
}

describe("a sequencer that is killed", () => {
  it.each([
    ["in the order of what is visible", ["visible"]],
    ["in the order of commits", ["commits"]],
    ["while the order is now that of commits and now that of what is visible", ["commits", "visible"]],
  ] as const)(
    `nasty case 4: loses, doubles and reorders nothing %s: ${kills} kills of each of ${logs} logs, at random moments`,
    async (_, orders) => {
      const orderOf = (kill: number): LogOrder => orders[kill % orders.length] ?? "visible";
      await underLoad(scenes, async () => {
        let leader = await start(orderOf(0));
        for (let kill = 0; kill < kills; kill += 1) {
          await untilLeading(leader, orderOf(kill), kill);
          // Not before this one leads: the next one is to be the one that takes over.
          const next = start(orderOf(kill + 1));
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 400));
          await leader.kill();
          leader = await next;
        }
        await untilLeading(leader, orderOf(kills), kills);
      });
    },
    60_000 + kills * 20_000,
  );

  it.each(["visible", "commits"] as const)(
    "nasty case 5: one that is stopped is followed, and writes nothing when it goes on, in the order %s",
    async (order) => {
      const one = scenes.slice(0, 1);
      await underLoad(one, async () => {
        const first = await start(order, one);
        await until(() => first.leads(0));
        const second = await start(order, one);
        for (let round = 0; round < 2; round += 1) {
          const [stopped, other] = first.leads(0) ? [first, second] : [second, first];
          stopped.process.kill("SIGSTOP");
          await until(() => other.leads(0));
          stopped.process.kill("SIGCONT");
          await until(() => !stopped.leads(0));
          expect(other.leads(0)).toBe(true);
        }
      });
    },
    120_000,
  );
});
