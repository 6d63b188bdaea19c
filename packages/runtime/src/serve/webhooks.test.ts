import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWebhookScene, type WebhookScene } from "../testing/cases/webhook-scene.js";

let scene: WebhookScene;
beforeAll(async () => {
  scene = await openWebhookScene();
});
afterAll(() => scene?.stop());

const soon = { timeout: 60_000, interval: 10 };

describe("webhooks", () => {
  it("reach a receiver that verifies them with the official library, as CloudEvents without who caused them", async () => {
    const { secret, receiver } = await scene.endpoint();
    await scene.sell("chair");
    await expect.poll(() => receiver.received.length, soon).toBe(1);
    const [message] = receiver.received;
    if (!message) throw new Error("Nothing came.");
    const body = new Webhook(secret).verify(message.body, message.headers as Record<string, string>);
    expect(body).toMatchObject({
      specversion: "1.0",
      id: message.id,
      type: `${scene.model.name}.sales.sold.v1`,
      source: `/${scene.model.name}/sales`,
      subject: "chair",
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: { name: "chair", price: 5 },
    });
    expect(Object.keys(body as object)).not.toContain("actor");
    expect(message.body).not.toContain("ann");
    expect(message.type).toBe("application/cloudevents+json; charset=utf-8");
  });

  it("come in order, one at a time, whatever the receiver answers in between", async () => {
    const failing = [500, 302, 404, 204, 503, 200, 500, 500, 204];
    const { receiver, sold } = await scene.endpoint((_, response, count) => {
      if (count % 5 === 0) response.destroy();
      return count % 5 === 0 ? undefined : (failing[count] ?? 204);
    });
    const names = Array.from({ length: 12 }, (_, at) => `lamp ${at}`);
    await scene.sell(...names);
    await expect.poll(sold, soon).toEqual(names);
    expect(receiver.most).toBe(1);
    const ids = receiver.received.map(({ id }) => id);
    // A message is tried until it is taken, and only then the next.
    expect(ids.filter((id, at) => id !== ids[at - 1])).toHaveLength(names.length);
    expect(ids.length).toBeGreaterThan(names.length);
  });
});
