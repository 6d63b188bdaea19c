import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReceivedMessage } from "../testing/cases/webhook-receiver.js";
import { openWebhookScene, type SceneEndpoint, type WebhookScene } from "../testing/cases/webhook-scene.js";

let scene: WebhookScene;
beforeAll(async () => {
  scene = await openWebhookScene();
});
afterAll(() => scene?.stop());

const soon = { timeout: 60_000, interval: 10 };
const command = <T = Record<string, unknown>>(name: string, body: object) =>
  scene.call<T>("POST", `/v1/sales/${name}`, body);
const rowOf = async ({ id }: SceneEndpoint) =>
  (await scene.call("GET", `/v1/sales/webhook-endpoints/${id}`)).data;
interface Delivery {
  readonly id: string;
  readonly message: string;
  readonly outcome: string;
  readonly attempt: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly response: string | null;
  readonly retryAt: string | null;
}
const deliveriesOf = async ({ id }: SceneEndpoint, more = "") =>
  (
    await scene.call<Delivery[]>(
      "GET",
      `/v1/sales/webhook-deliveries?filter[endpoint]=${id}&sort=createdAt${more}`,
    )
  ).data;
const verifies = (secret: string, { body, headers }: ReceivedMessage) => {
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>) !== undefined;
  } catch {
    return false;
  }
};

describe("an endpoint", () => {
  it("gets what it has subscribed to, from when it is made", async () => {
    await scene.sell("before");
    const { receiver, sold } = await scene.endpoint();
    const other = await scene.endpoint(undefined, ["returned"]);
    await scene.sell("after");
    await expect.poll(sold, soon).toEqual(["after"]);
    await command("change-webhook-endpoint", { endpoint: other.id, events: ["sold", "returned"] });
    await expect.poll(async () => (await rowOf(other)).events, soon).toEqual(["sold", "returned"]);
    await scene.sell("later");
    await expect.poll(sold, soon).toEqual(["after", "later"]);
    await expect.poll(() => other.sold().at(-1), soon).toBe("later");
    expect(other.sold()).not.toContain("before");
    expect(receiver.received).toHaveLength(2);
  });

  it("holds up no other, and goes on where it was when it answers again", async () => {
    const stuck = await scene.endpoint(() => undefined);
    const sound = await scene.endpoint();
    const names = Array.from({ length: 20 }, (_, at) => `cup ${at}`);
    await scene.sell(...names);
    await expect.poll(sound.sold, soon).toEqual(names);
    expect(stuck.receiver.received).toHaveLength(1);
    await scene.call("DELETE", `/v1/sales/webhook-endpoints/${stuck.id}`);
  });

  it("has its messages signed with both secrets while one is replaced, and with the new one alone where that is asked for", async () => {
    const { id, secret, receiver } = await scene.endpoint();
    const rotate = async (keepPrevious: boolean) =>
      (
        await command<{ secret: string; previousUntil: string | null }>("rotate-webhook-secret", {
          endpoint: id,
          keepPrevious,
        })
      ).data;
    const second = await rotate(true);
    expect(Date.parse(second.previousUntil ?? "") - Date.now()).toBeGreaterThan(86_000_000);
    await expect
      .poll(async () => {
        await scene.sell("sofa");
        return receiver.received.at(-1)?.signature.split(" ").length;
      }, soon)
      .toBe(2);
    const both = receiver.received.at(-1) as ReceivedMessage;
    expect([secret, second.secret].map((one) => verifies(one, both))).toEqual([true, true]);
    const third = await rotate(false);
    expect(third.previousUntil).toBeNull();
    await expect
      .poll(async () => {
        await scene.sell("sofa");
        return receiver.received.at(-1)?.signature.split(" ").length;
      }, soon)
      .toBe(1);
    const alone = receiver.received.at(-1) as ReceivedMessage;
    expect([secret, second.secret, third.secret].map((one) => verifies(one, alone))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it("that answers 410 is disabled at once; enabled again, it gets what it has missed", async () => {
    const endpoint = await scene.endpoint(() => 410);
    await scene.sell("bed");
    await expect
      .poll(() => rowOf(endpoint), soon)
      .toMatchObject({ isEnabled: false, disabledReason: "gone" });
    await scene.sell("desk");
    endpoint.receiver.answer = () => 204;
    expect(await command("test-webhook-endpoint", { endpoint: endpoint.id })).toMatchObject({
      status: 409,
      code: "WEBHOOK_ENDPOINT_DISABLED",
    });
    expect(endpoint.receiver.received).toHaveLength(1);
    await command("enable-webhook-endpoint", { endpoint: endpoint.id });
    await expect.poll(endpoint.sold, soon).toEqual(["bed", "desk"]);
    expect(await rowOf(endpoint)).toMatchObject({ isEnabled: true, disabledReason: null, disabledAt: null });
  });

  it("that was disabled may go on with what comes from now on", async () => {
    const endpoint = await scene.endpoint();
    await command("disable-webhook-endpoint", { endpoint: endpoint.id });
    await expect
      .poll(() => rowOf(endpoint), soon)
      .toMatchObject({ isEnabled: false, disabledReason: "asked" });
    await scene.sell("missed");
    const head = async () => (await scene.running.logs.reader("sales").head()).position;
    const sequenced = await head();
    await expect.poll(head, soon).toBeGreaterThanOrEqual(sequenced);
    await expect
      .poll(async () => {
        const { data } = await command<{ position: string }>("enable-webhook-endpoint", {
          endpoint: endpoint.id,
          from: "latest",
        });
        return Number(data.position);
      }, soon)
      .toBeGreaterThan(sequenced);
    await scene.sell("wanted");
    await expect.poll(() => endpoint.sold().at(-1), soon).toBe("wanted");
    expect(endpoint.sold().length).toBeLessThanOrEqual(2);
  });

  it("is tested in its turn, and the delivery log tells of each attempt", async () => {
    const endpoint = await scene.endpoint((_, response, count) => {
      if (count > 1) return 204;
      response.writeHead(500).end("not today");
      return undefined;
    });
    await command("test-webhook-endpoint", { endpoint: endpoint.id });
    await expect.poll(async () => (await deliveriesOf(endpoint)).length, soon).toBe(2);
    const [failed, delivered] = await deliveriesOf(endpoint);
    expect(failed).toMatchObject({
      attempt: 1,
      outcome: "failed",
      status: 500,
      response: "not today",
      error: null,
    });
    expect(Date.parse(failed?.retryAt ?? "")).toBeGreaterThan(0);
    expect(delivered).toMatchObject({ attempt: 2, outcome: "delivered", status: 204, retryAt: null });
    expect(delivered?.message).toBe(failed?.message);
    expect(verifies(endpoint.secret, endpoint.receiver.received[1] as ReceivedMessage)).toBe(true);
    expect(endpoint.receiver.received[1]?.body).toContain("webhook-test-requested.v1");
    expect(await deliveriesOf(endpoint, "&filter[outcome]=failed")).toHaveLength(1);
  });

  it("is sent one message once more, or all from one on, each under the id that it had", async () => {
    const endpoint = await scene.endpoint();
    await scene.sell("one", "two", "three");
    await expect.poll(endpoint.sold, soon).toEqual(["one", "two", "three"]);
    await expect.poll(async () => (await deliveriesOf(endpoint)).length, soon).toBe(3);
    const ids = endpoint.receiver.received.map(({ id }) => id);
    const [, second] = await deliveriesOf(endpoint);
    expect(await command("replay-webhook-delivery", { delivery: second?.id })).toMatchObject({ status: 200 });
    await expect.poll(() => endpoint.receiver.received.length, soon).toBe(4);
    expect(endpoint.receiver.received[3]).toMatchObject({
      id: ids[1],
      body: endpoint.receiver.received[1]?.body,
    });
    expect(await command("replay-webhooks", { endpoint: endpoint.id, from: ids[1] })).toMatchObject({
      status: 200,
    });
    await expect
      .poll(() => endpoint.receiver.received.slice(4, 6).map(({ id }) => id), soon)
      .toEqual(ids.slice(1));
    expect(await rowOf(endpoint)).toMatchObject({ replayedFrom: ids[1] });
    const [epoch = ""] = (ids[0] ?? "").split(":");
    const codes = await Promise.all(
      ["soon", `${epoch}:99999999`, `${epoch.replace(/^./, (digit) => (digit === "0" ? "1" : "0"))}:1`].map(
        (from) => command("replay-webhooks", { endpoint: endpoint.id, from }),
      ),
    );
    expect(codes.map(({ code }) => code)).toEqual([
      "WEBHOOK_POSITION_INVALID",
      "LOG_POSITION_AHEAD",
      "LOG_EPOCH_OTHER",
    ]);
    const others = await scene.call(
      "POST",
      "/v1/sales/replay-webhook-delivery",
      { delivery: second?.id },
      { subject: "bob" },
    );
    expect(others).toMatchObject({ status: 404, code: "WEBHOOK_DELIVERY_NOT_FOUND" });
  });

  it("goes elsewhere with its next message when its address is changed, with what had failed first", async () => {
    const endpoint = await scene.endpoint(() => 500);
    const other = await scene.endpoint(undefined, ["returned"]);
    await scene.sell("moved");
    await expect.poll(() => endpoint.receiver.received.length, soon).toBeGreaterThan(0);
    await command("change-webhook-endpoint", { endpoint: endpoint.id, url: other.receiver.url });
    await command("enable-webhook-endpoint", { endpoint: endpoint.id });
    await expect.poll(other.sold, soon).toContain("moved");
  });
});
