import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clerk, type FeedScene, openFeedScene } from "../../testing/cases/feed-scene.js";
import type { FeedSink, Frame } from "../index.js";

/**
 * How many changes and followers. More than the usual few, it is a measurement of how fast one follower catches up, and of what it costs to tell many:
 * `LINTEL_FEED_MEASURE=1000 npx vitest run packages/runtime/src/feeds/hub/measure.test.ts` prints what it came to.
 */
const size = Number(process.env.LINTEL_FEED_MEASURE ?? 20);

/** Takes everything at once, and counts. */
function countingSink(acknowledge: () => ((position: number) => void) | undefined) {
  const counted = { messages: 0, changes: 0, bytes: 0, isLive: false };
  const sink: FeedSink = {
    unsent: 0,
    drained: (then) => void setImmediate(then),
    send(frame: Frame) {
      counted.messages += 1;
      counted.changes += frame.type === "changes" ? frame.changes : 0;
      counted.bytes += frame.bytes.length;
      if (frame.type === "live") counted.isLive = true;
      if (frame.cursor) acknowledge()?.(Number(frame.cursor.split(":")[1]));
    },
  };
  return { sink, counted };
}

describe("feeds", () => {
  let scene: FeedScene;
  beforeAll(async () => {
    scene = await openFeedScene();
  });
  afterAll(() => scene.close());

  const open = async (from?: string) => {
    let acknowledge: ((position: number) => void) | undefined;
    const { sink, counted } = countingSink(() => acknowledge);
    const request = {
      id: 1,
      actor: clerk,
      entity: "item",
      query: "",
      snapshot: false,
      from,
      acknowledges: false,
    };
    const subscription = await scene.hub.open(request, sink);
    acknowledge = subscription.acknowledge;
    return { counted, subscription };
  };

  it(`give one follower a log of ${size * 200} changes`, async () => {
    for (let n = 0; n < 20; n += 1)
      await scene.test.sql(
        `insert into shop.items (id, name) select gen_random_uuid(), 'a name of some length' from generate_series(1, ${size * 10})`,
      );
    await scene.settled();
    const { epoch } = await scene.logs.reader("shop").head();
    const began = performance.now();
    const cpu = process.cpuUsage();
    const { counted } = await open(`${epoch}:0`);
    await expect.poll(() => counted.isLive, { timeout: 100_000, interval: 5 }).toBe(true);
    expect(counted.changes).toBe(size * 200);
    const seconds = (performance.now() - began) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    process.stdout.write(
      `catch-up: ${Math.round(counted.changes / seconds)} changes/s (${counted.changes} in ${seconds.toFixed(2)} s, ${((user + system) / counted.changes).toFixed(1)} us of CPU each, ${Math.round(counted.bytes / counted.changes)} bytes each)\n`,
    );
  });

  it(`tell ${size} followers of ${size * 20} changes`, async () => {
    const followers = await Promise.all(Array.from({ length: size }, () => open()));
    await expect
      .poll(() => followers.every(({ counted }) => counted.isLive), { timeout: 100_000 })
      .toBe(true);
    const began = performance.now();
    const cpu = process.cpuUsage();
    for (let n = 0; n < 20; n += 1)
      await scene.test.sql(
        `insert into shop.items (id, name) select gen_random_uuid(), 'a name of some length' from generate_series(1, ${size})`,
      );
    await expect
      .poll(() => followers.every(({ counted }) => counted.changes === size * 20), {
        timeout: 100_000,
        interval: 5,
      })
      .toBe(true);
    const seconds = (performance.now() - began) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    const messages = followers.reduce((sum, { counted }) => sum + counted.messages, 0);
    process.stdout.write(
      `fan-out: ${size * 20} changes to ${size} followers in ${seconds.toFixed(2)} s, ${messages} messages given to sinks, ${((user + system) / (size * 20)).toFixed(1)} us of CPU a change, ${((user + system) / (size * size * 20)).toFixed(3)} a change and follower\n`,
    );
  });
});
