import { afterEach, describe, expect, it } from "vitest";
import type { Fact } from "../facts.js";
import {
  openWebhookScene,
  type SceneEndpoint,
  sellingSystem,
  type WebhookScene,
} from "../testing/cases/webhook-scene.js";
import { serve } from "./index.js";

let scene: WebhookScene;
afterEach(() => scene?.stop());

const soon = { timeout: 60_000, interval: 10 };
const hour = 3_600_000;
const rowOf = async ({ id }: SceneEndpoint) =>
  (await scene.call("GET", `/v1/sales/webhook-endpoints/${id}`)).data;
const stateOf = async ({ id }: SceneEndpoint) => {
  const [row] = await scene.database.sql<{ attempts: number; position: string; next_at: Date | null }>(
    "select attempts, position, next_at from sales.webhook_states where endpoint = $1",
    [id],
  );
  return { attempts: row?.attempts, position: Number(row?.position), nextAt: row?.next_at?.getTime() };
};
const eventsOf = async (subject: string) => {
  const rows = await scene.database.sql<{ after: object }>(
    "select after from sales.outbox where kind = 'event' and subject = $1 order by seq",
    [subject],
  );
  return rows.map(({ after }) => after);
};

/** Ids without what comes again, in the order in which they came first. */
const firsts = ({ receiver }: SceneEndpoint) => [...new Set(receiver.received.map(({ id }) => id))];

describe("an endpoint that takes nothing", () => {
  it("is tried for days, then disabled with notice; what it missed comes when it is enabled", async () => {
    let now = Date.parse("2026-01-01T00:00:00Z");
    scene = await openWebhookScene(sellingSystem({ retries: ["5s", "2h", "24h"] }), {
      clock: { now: () => now },
    });
    const heard: Fact[] = [];
    scene.running.facts.subscribe((fact) => void heard.push(fact));
    const endpoint = await scene.endpoint(() => 500);
    await scene.sell("chair", "table");
    for (const [attempts, wait] of [5_000, 2 * hour, 24 * hour].entries()) {
      await expect.poll(async () => (await stateOf(endpoint)).attempts, soon).toBe(attempts + 1);
      expect(endpoint.receiver.received).toHaveLength(attempts + 1);
      const { nextAt = 0 } = await stateOf(endpoint);
      expect(nextAt - now).toBeGreaterThanOrEqual(wait);
      expect(nextAt - now).toBeLessThanOrEqual(wait * 1.11);
      now = nextAt;
    }
    await expect
      .poll(() => rowOf(endpoint), soon)
      .toMatchObject({ isEnabled: false, disabledReason: "failing" });
    expect(firsts(endpoint)).toHaveLength(1);
    expect(endpoint.receiver.received).toHaveLength(4);
    const notice = { endpoint: endpoint.id, owner: "ann", reason: "failing", message: firsts(endpoint)[0] };
    expect(await eventsOf("webhookEndpointDisabled")).toMatchObject([notice]);
    expect(heard.filter(({ fact }) => fact === "webhook.disabled")).toMatchObject([
      { endpoint: endpoint.id, reason: "failing", failingSince: "2026-01-01T00:00:00.000Z" },
    ]);
    endpoint.receiver.answer = () => 200;
    await scene.call("POST", "/v1/sales/enable-webhook-endpoint", { endpoint: endpoint.id });
    await expect.poll(endpoint.sold, soon).toEqual(["chair", "table"]);
  });

  it("is left alone for as long as it asks for", async () => {
    let now = Date.parse("2026-01-01T00:00:00Z");
    scene = await openWebhookScene(sellingSystem({ retries: ["5s", "5s"] }), { clock: { now: () => now } });
    const endpoint = await scene.endpoint((_, response, count) => {
      if (count > 1) return 204;
      response.writeHead(429, { "retry-after": "3600" }).end();
      return undefined;
    });
    await scene.sell("chair");
    await expect.poll(async () => (await stateOf(endpoint)).nextAt, soon).toBe(now + hour);
    now += hour;
    await expect.poll(() => endpoint.receiver.received.length, soon).toBe(2);
  });

  it("is told how much went by where the log was not kept for long enough", async () => {
    scene = await openWebhookScene();
    const endpoint = await scene.endpoint();
    await scene.call("POST", "/v1/sales/disable-webhook-endpoint", { endpoint: endpoint.id });
    await scene.sell("lost", "lost too");
    const reader = scene.running.logs.reader("sales");
    const before = await stateOf(endpoint);
    await expect
      .poll(async () => (await reader.head()).position, soon)
      .toBeGreaterThanOrEqual(before.position + 5);
    await scene.running.stop("to be followed by another process");
    await scene.database.sql(
      "truncate sales.outbox, sales.log; update sales.log_head set first_kept = position + 1",
    );
    const next = await serve(scene.options);
    try {
      const [head] = await scene.database.sql<{ position: string }>("select position from sales.log_head");
      await scene.database.sql("update sales.webhook_endpoints set is_enabled = true where id = $1", [
        endpoint.id,
      ]);
      const [row] = await expect
        .poll(
          () =>
            scene.database.sql("select lost from sales.webhook_endpoints where id = $1 and lost > 0", [
              endpoint.id,
            ]),
          soon,
        )
        .toHaveLength(1)
        .then(() =>
          scene.database.sql<{ lost: string }>("select lost from sales.webhook_endpoints where id = $1", [
            endpoint.id,
          ]),
        );
      expect(Number(row?.lost)).toBe(Number(head?.position) - before.position);
      expect(await eventsOf("webhookMessagesLost")).toEqual([
        { endpoint: endpoint.id, owner: "ann", entries: row?.lost },
      ]);
    } finally {
      await next.stop("test finished");
    }
  });
});

describe("a process that sends", () => {
  it("and was thought dead keeps nothing of what it has in hand; the next sends it again under the same id", async () => {
    scene = await openWebhookScene();
    const release: (() => void)[] = [];
    const endpoint = await scene.endpoint((_, response) => {
      release.push(() => response.writeHead(204).end());
      return undefined;
    });
    await scene.sell("one", "two");
    await expect.poll(() => release.length, soon).toBe(1);
    const { position } = await stateOf(endpoint);
    // Another takes the endpoint, as it would from a process that is frozen.
    await scene.database.sql("update sales.webhook_states set taken_by = taken_by + 1");
    release[0]?.();
    await scene.database.sql(
      "update sales.log_cursors set generation = generation + 1, held_until = clock_timestamp() where name = 'webhooks'",
    );
    await expect.poll(() => release.length, soon).toBe(2);
    expect((await stateOf(endpoint)).position).toBe(position);
    endpoint.receiver.answer = () => 204;
    release[1]?.();
    await expect.poll(endpoint.sold, soon).toEqual(["one", "two"]);
    expect(endpoint.receiver.received[1]?.id).toBe(endpoint.receiver.received[0]?.id);
    const delivered = () =>
      scene.database.sql("select message from sales.webhook_deliveries where outcome = 'delivered'");
    await expect.poll(async () => (await delivered()).length, soon).toBe(2);
  });

  it("is killed again and again: nothing is lost, nothing out of order, what comes twice has the same id", async () => {
    scene = await openWebhookScene();
    const endpoints = await Promise.all([
      scene.endpoint(),
      scene.endpoint((_, response, count) => {
        if (count % 3 === 0) response.destroy();
        return count % 3 === 0 ? undefined : 204;
      }),
    ]);
    const names: string[] = [];
    const sell = async (count: number) => {
      for (let at = 0; at < count; at += 1) {
        const name = `thing ${names.length}`;
        names.push(name);
        await scene.sell(name);
      }
    };
    // From here on this process makes and takes nothing of the webhooks' own work: only children send.
    await scene.running.logs.workers("sales").stop(2_000);
    let child = await scene.child();
    for (let kill = 0; kill < 2; kill += 1) {
      const seen = endpoints.map(({ receiver }) => receiver.received.length);
      await sell(10);
      // In the midst: something was sent, and more is to come.
      await expect
        .poll(() => endpoints.every(({ receiver }, at) => receiver.received.length > (seen[at] ?? 0)), soon)
        .toBe(true);
      const next = scene.child();
      await child.kill();
      child = await next;
    }
    await sell(5);
    for (const endpoint of endpoints) {
      await expect.poll(endpoint.sold, soon).toEqual(names);
      expect(firsts(endpoint)).toHaveLength(names.length);
    }
  }, 90_000);
});
