import { afterAll, beforeAll, expect, it } from "vitest";
import { acme, bolt } from "../testing/cases/tenant-system.js";
import { startReceiver, type WebhookReceiver } from "../testing/cases/webhook-receiver.js";
import { openWebhookScene, sellingSystem, type WebhookScene } from "../testing/cases/webhook-scene.js";

let scene: WebhookScene;
const receivers = new Map<string, WebhookReceiver>();
const endpoints = new Map<string, string>();
beforeAll(async () => {
  scene = await openWebhookScene(sellingSystem({ tenants: true, retries: ["10ms"] }));
  for (const tenant of [acme, bolt]) {
    const receiver = await startReceiver();
    receivers.set(tenant, receiver);
    const made = await scene.call<{ id: string }>(
      "POST",
      "/v1/sales/create-webhook-endpoint",
      { url: receiver.url, events: ["sold", "returned"] },
      { tenant },
    );
    expect(made.status).toBe(200);
    endpoints.set(tenant, made.data.id);
  }
});
afterAll(async () => {
  await scene?.stop();
  await Promise.all([...receivers.values()].map((one) => one.close()));
});

const soon = { timeout: 20_000, interval: 10 };
const received = (tenant: string) =>
  (receivers.get(tenant)?.received ?? []).map(
    ({ body }) => JSON.parse(body) as { tenant?: string; data: { name?: string } },
  );
const namesOf = (tenant: string) => received(tenant).flatMap(({ data }) => data.name ?? []);
const sell = (tenant: string, ...names: string[]) =>
  scene.call("POST", "/v1/sales/sell", { names }, { tenant });

it("an endpoint is sent what happens in its tenant, which each message names", async () => {
  for (const [at, tenant] of [acme, bolt, acme, bolt].entries()) {
    expect((await sell(tenant, `${tenant} ${at}`)).status).toBe(200);
  }
  for (const tenant of [acme, bolt]) {
    await expect.poll(() => namesOf(tenant), soon).toHaveLength(2);
    for (const message of received(tenant)) {
      expect(message.tenant).toBe(tenant);
      expect(message.data.name).toContain(tenant);
    }
  }
});

it("an endpoint and its deliveries are looked after in its tenant, also by the same person of another", async () => {
  const [own, other] = [endpoints.get(acme), endpoints.get(bolt)];
  const as = { tenant: acme, roles: ["integrator", "admin"] };
  const listed = await scene.call<{ id: string }[]>("GET", "/v1/sales/webhook-endpoints", undefined, as);
  expect(listed.data.map(({ id }) => id)).toEqual([own]);
  const [delivery] = (
    await scene.call<{ id: string }[]>("GET", "/v1/sales/webhook-deliveries", undefined, { tenant: bolt })
  ).data;
  const deliveries = await scene.call<object[]>("GET", "/v1/sales/webhook-deliveries", undefined, as);
  expect(deliveries.data.length).toBeGreaterThan(0);
  for (const one of deliveries.data) expect(one).toMatchObject({ tenant: acme });
  for (const [name, input] of [
    ["change-webhook-endpoint", { endpoint: other, description: "Mine" }],
    ["rotate-webhook-secret", { endpoint: other }],
    ["disable-webhook-endpoint", { endpoint: other }],
    ["enable-webhook-endpoint", { endpoint: other }],
    ["test-webhook-endpoint", { endpoint: other }],
    ["replay-webhooks", { endpoint: other, from: "latest" }],
    ["replay-webhook-delivery", { delivery: delivery?.id }],
  ] as const) {
    expect([name, (await scene.call("POST", `/v1/sales/${name}`, input, as)).status]).toEqual([name, 404]);
  }
  expect((await scene.call("DELETE", `/v1/sales/webhook-endpoints/${other}`, undefined, as)).status).toBe(
    404,
  );
});

it("a delivery is sent again to its own endpoint", async () => {
  const [delivery] = (
    await scene.call<{ id: string }[]>("GET", "/v1/sales/webhook-deliveries", undefined, { tenant: bolt })
  ).data;
  const before = namesOf(bolt).length;
  const again = await scene.call(
    "POST",
    "/v1/sales/replay-webhook-delivery",
    { delivery: delivery?.id },
    { tenant: bolt },
  );
  expect(again.status).toBe(200);
  await expect.poll(() => namesOf(bolt).length, soon).toBe(before + 1);
  expect(namesOf(acme)).toHaveLength(2);
});

it("an endpoint that is disabled tells of it in its tenant", async () => {
  const receiver = receivers.get(bolt);
  if (receiver) receiver.answer = () => 410;
  await sell(bolt, "last");
  await expect
    .poll(
      () =>
        scene.database.sql(
          "select cause -> 'actor' ->> 'tenant' as tenant from sales.outbox where subject = 'webhookEndpointDisabled'",
        ),
      soon,
    )
    .toEqual([{ tenant: bolt }]);
});

it("an endpoint is made by nobody without a tenant", async () => {
  const url = receivers.get(acme)?.url;
  const made = await scene.call("POST", "/v1/sales/create-webhook-endpoint", { url, events: ["sold"] });
  expect([made.status, made.code]).toEqual([403, "TENANT_REQUIRED"]);
});
