import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import type { Duration } from "../blueprint/index.js";
import type { Answering } from "../testing/cases/webhook-receiver.js";
import { openWebhookScene, sellingSystem, type WebhookScene } from "../testing/cases/webhook-scene.js";
import { checkDeliveries } from "../testing/history/index.js";

/** How many worlds are drawn; more of them by LINTEL_WEBHOOK_RUNS. */
const numRuns = Number(process.env.LINTEL_WEBHOOK_RUNS ?? 1);

let open: WebhookScene | undefined;
afterEach(() => open?.stop());

const soon = { timeout: 120_000, interval: 20 };
/** More than fail in a row, so that no endpoint is disabled. */
const retries = Array<Duration>(20).fill("10ms");

type Deed = "take" | "hang up" | "break off" | "hold" | number;

/** What a receiver does with a request. What it was sent it has in any case. */
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.constant("take" as const) },
  { weight: 2, arbitrary: fc.constantFrom(500, 503, 429, 302) },
  { weight: 2, arbitrary: fc.constantFrom("hang up" as const, "break off" as const, "hold" as const) },
);

/** Does one after another, and takes everything once all are done. */
function answering(deeds: readonly Deed[]): Answering {
  return (_, response, count) => {
    const next = (count % 8 !== 0 && deeds[count - 1]) || "take";
    if (typeof next === "number") return next;
    if (next === "take") return 204;
    if (next === "hang up") response.destroy();
    if (next === "break off") {
      response.writeHead(200, { "content-length": "100" });
      response.write("half");
      setTimeout(() => response.destroy(), 20);
    }
    // Longer than anybody waits who is killed meanwhile, and then no answer.
    if (next === "hold") setTimeout(() => response.destroy(), 150);
    return undefined;
  };
}

const world = fc.record({
  endpoints: fc.array(fc.array(deed, { minLength: 5, maxLength: 40 }), { minLength: 3, maxLength: 3 }),
  /** How much is sold before each kill of the process that sends. */
  kills: fc.array(fc.integer({ min: 3, max: 12 }), { minLength: 2, maxLength: 3 }),
});

it(
  `sends each endpoint its messages in order, none lost, and again only as retries, through failures and kills that are drawn at random (${numRuns} worlds)`,
  async () => {
    let failures = 0;
    await fc.assert(
      fc.asyncProperty(world, async ({ endpoints: behaviours, kills }) => {
        const scene = await openWebhookScene(sellingSystem({ retries }));
        open = scene;
        const endpoints = await Promise.all(behaviours.map((deeds) => scene.endpoint(answering(deeds))));
        // From here on only children send.
        await scene.running.logs.workers("sales").stop(2_000);
        let child = await scene.child(retries);
        let sold = 0;
        for (const count of kills) {
          const next = scene.child(retries);
          await scene.sell(...Array.from({ length: count }, (_, at) => `thing ${sold + at}`));
          sold += count;
          await child.kill();
          child = await next;
        }
        await scene.sell("the last");
        for (const { sold: told } of endpoints)
          await expect.poll(() => told().includes("the last"), soon).toBe(true);
        await child.kill();
        const rows = await scene.database.sql<{ id: string }>(
          `select h.epoch || ':' || (l.position + rank() over (partition by l.xid order by o.seq) - 1) as id, o.subject
           from sales.log l join sales.outbox o on o.xid = l.xid cross join sales.log_head h order by l.position, o.seq`,
        );
        const expected = rows.filter((row) => "subject" in row && row.subject === "sold").map(({ id }) => id);
        expect(expected).toHaveLength(sold + 1);
        for (const { receiver } of endpoints) {
          const received = receiver.received.map(({ id }) => id);
          failures += received.length - new Set(received).size;
          expect(checkDeliveries(expected, received)).toEqual([]);
        }
        open = undefined;
        await scene.stop();
      }),
      { numRuns, endOnFailure: true },
    );
    // Else nothing was tried again, and nothing was seen.
    expect(failures).toBeGreaterThan(0);
  },
  60_000 + numRuns * 120_000,
);
