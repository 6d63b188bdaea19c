import { afterEach, describe, expect, it } from "vitest";
import {
  type ConsumerChild,
  type ConsumerScene,
  expectOnceInOrder,
  type Happening,
  openConsumerScene,
} from "../../testing/cases/consumer-scene.js";
import { until } from "../../testing/cases/log-scene.js";

/** How many processes are killed; more on request. */
const kills = Number(process.env.LINTEL_CONSUMER_KILLS ?? 4);
const long = 90_000;

let scene: ConsumerScene;
afterEach(() => scene.close());

const counting = (keys: number, each: number): Happening[] =>
  Array.from({ length: keys * each }, (_, at) => ({
    key: `k${at % keys}`,
    value: Math.floor(at / keys),
    ...(at % 10 === 0 && { fault: "sometimes" as const }),
  }));
const effectsAre = (count: number) => until(async () => (await scene.effects()).length >= count, long);
const letters = () =>
  scene.books.sql<{ state: string; key: string; error: string | null }>(
    "select state, key, error from books.log_dead_letters order by position",
  );
const leader = async () => {
  const [row] = await scene.books.sql<{ holder: string | null }>(
    "select holder from books.log_cursors where held_until > clock_timestamp()",
  );
  return row?.holder ?? undefined;
};

describe("each entry has its effect once", () => {
  it("whoever is killed when, and whoever takes over", async () => {
    scene = await openConsumerScene();
    const children = [await scene.spawn(), await scene.spawn()];
    const all = counting(10, 20 * kills);
    const part = Math.ceil(all.length / kills);
    for (let at = 0; at < kills; at += 1) {
      const happening = scene.happen(...all.slice(at * part, (at + 1) * part));
      const before = (await scene.effects()).length;
      await until(async () => (await scene.effects()).length > before + Math.random() * 50, long);
      // Both in turn, so that the one that works is among them.
      await children[at % 2]?.kill();
      children[at % 2] = await scene.spawn();
      await happening;
    }
    await effectsAre(all.length);
    expectOnceInOrder(await scene.effects());
    expect(await scene.effects()).toHaveLength(all.length);
    expect(await letters()).toEqual([]);
  });

  it("also where the one that works is frozen in the midst, and goes on when another has taken over", async () => {
    scene = await openConsumerScene();
    const first = await scene.spawn();
    await scene.happen({ key: "k0", value: -1 });
    await effectsAre(1);
    const before = await leader();
    const happening = scene.happen(...counting(10, 40));
    await effectsAre(30);
    first.freeze();
    await scene.spawn();
    await until(async () => {
      const now = await leader();
      return now !== undefined && now !== before;
    }, long);
    first.thaw();
    await happening;
    await effectsAre(401);
    expectOnceInOrder(await scene.effects());
    expect(await scene.effects()).toHaveLength(401);
  });

  it("also where the consumer has another database than the log, and both lose their connections", async () => {
    scene = await openConsumerScene({ apart: true });
    scene.start();
    const happening = scene.happen(...counting(10, 40));
    for (let cut = 0; cut < 6; cut += 1) {
      const before = (await scene.effects()).length;
      await until(async () => (await scene.effects()).length > before + 20, long);
      const database = cut % 2 === 0 ? scene.books : scene.database;
      await database.sql(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and application_name like 'consumertest/%'`,
      );
    }
    await happening;
    await effectsAre(400);
    expectOnceInOrder(await scene.effects());
    expect(await scene.effects()).toHaveLength(400);
    expect(await letters()).toEqual([]);
  });
});

describe("an entry that ends its process", () => {
  it("is given up after a few, while all others have their effect", async () => {
    scene = await openConsumerScene();
    await scene.happen(
      ...counting(5, 10),
      { key: "poison", value: 0, fault: "kill" },
      { key: "poison", value: 1 },
      ...counting(5, 20).slice(50),
    );
    let ended = 0;
    let child: ConsumerChild = await scene.spawn();
    await until(async () => {
      if (child.hasEnded) {
        ended += 1;
        child = await scene.spawn();
      }
      return (await letters()).some(({ state }) => state === "dead");
    }, long);
    await effectsAre(100);
    expect(await letters()).toEqual([
      { state: "dead", key: "poison", error: "The process ended while it handled this." },
      { state: "parked", key: "poison", error: null },
    ]);
    expectOnceInOrder(await scene.effects());
    expect(await scene.effects()).toHaveLength(100);
    // The first time nobody knew which entry it was; three more tell.
    expect(ended).toBeLessThanOrEqual(4);
  });
});
