import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FactName, FactOf } from "../facts.js";
import { startFlakyProxy } from "../postgres/flaky-proxy.js";
import { type LogScene, openScene, until } from "../testing/cases/log-scene.js";

let scene: LogScene;

beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const write = (count: number, name = "k") =>
  scene.database.sql(`insert into shop.item select '${name}' || n, n from generate_series(1, ${count}) n`);
const position = async () => {
  const [row] = await scene.database.sql<{ position: string }>("select position from shop.log_head");
  return Number(row?.position);
};
const told = <Name extends FactName>(name: Name) =>
  scene.heard.filter((fact): fact is FactOf<Name> => fact.fact === name);

describe("a sequencer", () => {
  it("gives positions to what was there before it, and to what comes", async () => {
    await write(3, "before");
    const sequencer = scene.sequencer();
    await until(async () => (await position()) === 3);
    await write(2, "after");
    await until(async () => (await position()) === 5);
    expect(sequencer.isLeading).toBe(true);
    expect(told("log.sequencer.elected")).toMatchObject([{ service: "shop", generation: "1", position: 0 }]);
    expect(told("log.appended")[0]).toMatchObject({ position: 3, transactions: 1, events: 3 });
  });

  it("looks at once when its own process commits, and is woken by another", async () => {
    const [one, other] = [scene.sequencer(), scene.sequencer()];
    await until(() => one.isLeading || other.isLeading);
    const [leader, follower] = one.isLeading ? [one, other] : [other, one];
    await write(1, "own");
    leader.committed();
    await until(async () => (await position()) === 1);
    await write(1, "other");
    follower.committed();
    await until(async () => (await position()) === 2);
    expect(follower.isLeading).toBe(false);
  });

  it("sequences what is left when it stops, and gives the lease back so that another takes over at once", async () => {
    const one = scene.sequencer();
    await until(() => one.isLeading);
    await write(5);
    await one.stop(2_000);
    expect(await position()).toBe(5);
    expect(told("log.sequencer.lost")).toMatchObject([{ reason: "stopped" }]);
    const [head] = await scene.database.sql("select holder from shop.log_head");
    expect(head).toEqual({ holder: null });
    const next = scene.sequencer();
    await until(() => next.isLeading);
  });

  it("goes on through the loss of its connection, and tells of it once", async () => {
    const proxy = await startFlakyProxy(scene.database.url);
    const sequencer = scene.sequencer({ url: proxy.url });
    await until(() => sequencer.isLeading);
    await proxy.become("refuse");
    await write(4);
    await until(() => told("log.failed").length > 0);
    await proxy.become("forward");
    await until(async () => (await position()) === 4);
    expect(told("log.failed")).toHaveLength(1);
    expect(told("log.sequencer.lost")).toMatchObject([{ reason: "failed" }]);
    await sequencer.stop(1_000);
    await proxy.close();
  });

  // That it takes two seconds at most is said of `leaseTimes`, beside the lease.
  it("is followed by another when it hangs, and writes nothing when it goes on", async () => {
    const proxy = await startFlakyProxy(scene.database.url);
    const hung = scene.sequencer({ url: proxy.url });
    await until(() => hung.isLeading);
    const next = scene.sequencer();
    await proxy.become("hang");
    await write(3);
    await until(() => next.isLeading);
    await until(async () => (await position()) === 3);
    await proxy.become("refuse");
    await proxy.become("forward");
    await write(2, "later");
    await until(async () => (await position()) === 5);
    await until(() => !hung.isLeading);
    const [log] = await scene.database.sql(
      "select count(*)::int as count, sum(events)::int as events from shop.log",
    );
    expect(log).toEqual({ count: 2, events: 5 });
    await hung.stop(1_000);
    await proxy.close();
  });

  it("waits for the tables of its log to be made", async () => {
    await scene.database.sql("alter schema shop rename to elsewhere");
    const sequencer = scene.sequencer();
    await until(() => told("log.failed").length > 0);
    await scene.database.sql("alter schema elsewhere rename to shop");
    await until(() => sequencer.isLeading);
  });

  it("reports once a second how far it is behind", async () => {
    const sequencer = scene.sequencer();
    await until(() => sequencer.isLeading);
    await until(() => told("log.lag").length > 0);
    expect(told("log.lag")[0]).toMatchObject({ service: "shop", events: 0 });
  });
});
