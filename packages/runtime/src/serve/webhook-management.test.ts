import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWebhookScene, sellingSystem, type WebhookScene } from "../testing/cases/webhook-scene.js";

let scene: WebhookScene;
beforeAll(async () => {
  scene = await openWebhookScene(sellingSystem({ maxEndpoints: 5 }));
});
afterAll(() => scene?.stop());

const soon = { timeout: 60_000, interval: 10 };
const url = "http://127.0.0.1:9/hooks";
const create = "/v1/sales/create-webhook-endpoint";
const one = "/v1/sales/webhook-endpoints";
const admin = { subject: "root", roles: ["admin"] };
const bob = { subject: "bob" };

describe("endpoints", () => {
  it("are made, seen, changed and deleted by whom they belong to and by whoever manages all, and by nobody else", async () => {
    const made = await scene.call<{ id: string; secret: string }>("POST", create, { url, events: ["sold"] });
    expect(made).toMatchObject({ status: 200, data: { secret: expect.stringMatching(/^whsec_/) } });
    const { id } = made.data;
    const mine = await scene.call("GET", `${one}/${id}`);
    expect(mine.data).toMatchObject({ owner: "ann", url, events: ["sold"], isEnabled: true, lost: "0" });
    expect(JSON.stringify(mine.data)).not.toContain("whsec");
    expect(await scene.call("GET", `${one}/${id}`, undefined, bob)).toMatchObject({ status: 404 });
    expect(await scene.call("GET", `${one}/${id}`, undefined, admin)).toMatchObject({ status: 200 });
    expect((await scene.call<object[]>("GET", one, undefined, bob)).data).toEqual([]);
    expect(await scene.call("GET", one, undefined, { roles: [] })).toMatchObject({ status: 403 });

    const change = { endpoint: id, events: ["returned", "sold"], description: "of the shop" };
    const path = "/v1/sales/change-webhook-endpoint";
    expect(await scene.call("POST", path, change, bob)).toMatchObject({
      status: 404,
      code: "WEBHOOK_ENDPOINT_NOT_FOUND",
    });
    expect(await scene.call("POST", path, change, { roles: [] })).toMatchObject({ status: 403 });
    expect(await scene.call("POST", path, change)).toMatchObject({ status: 200 });
    expect((await scene.call("GET", `${one}/${id}`)).data).toMatchObject({
      url,
      events: ["returned", "sold"],
      description: "of the shop",
    });
    for (const command of [
      "rotate-webhook-secret",
      "enable-webhook-endpoint",
      "disable-webhook-endpoint",
      "test-webhook-endpoint",
    ])
      expect(await scene.call("POST", `/v1/sales/${command}`, { endpoint: id }, bob)).toMatchObject({
        status: 404,
      });
    expect(await scene.call("PATCH", `${one}/${id}`, { url })).toMatchObject({ status: 405 });
    expect(await scene.call("DELETE", `${one}/${id}`, undefined, bob)).toMatchObject({ status: 404 });
    expect(await scene.call("DELETE", `${one}/${id}`)).toMatchObject({ status: 204 });
    expect(await scene.database.sql("select from sales.webhook_states where endpoint = $1", [id])).toEqual(
      [],
    );
  });

  it("are refused where they lead to what is not public, take events that are not offered, or are too many", async () => {
    const refused = (address: string) => scene.call("POST", create, { url: address, events: ["sold"] }, bob);
    for (const address of [
      "http://10.0.0.1/",
      "http://[::1]/",
      "http://169.254.169.254/",
      "http://me@127.0.0.1/",
    ])
      expect(await refused(address)).toMatchObject({ status: 422, code: "WEBHOOK_URL_REFUSED" });
    for (const events of [["counted"], ["webhookTestRequested"], []])
      expect(await scene.call("POST", create, { url, events }, bob)).toMatchObject({ code: "INPUT_INVALID" });
    const many = await Promise.all(
      Array.from({ length: 7 }, () => scene.call("POST", create, { url, events: ["sold"] }, bob)),
    );
    expect(many.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(many.filter(({ code }) => code === "WEBHOOK_ENDPOINTS_EXHAUSTED")).toHaveLength(2);
  });

  it("have their secret told once: nowhere in the database, and not in the answer that is given again", async () => {
    const body = { url, events: ["sold"] };
    const key = { subject: "eve", key: "4f1c7a0e-1" };
    const first = await scene.call<{ id: string; secret: string }>("POST", create, body, key);
    const again = await scene.call<{ id: string; secret: null }>("POST", create, body, key);
    expect(first.data.secret).toMatch(/^whsec_/);
    expect(again.data).toEqual({ id: first.data.id, secret: null });
    const rotated = await scene.call<{ secret: string }>(
      "POST",
      "/v1/sales/rotate-webhook-secret",
      { endpoint: first.data.id },
      { subject: "eve", key: "4f1c7a0e-2" },
    );
    const tables = await scene.database.sql<{ name: string }>(
      "select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'sales' and c.relkind = 'r'",
    );
    for (const { name } of tables) {
      const [row] = await scene.database.sql<{ text: string }>(
        `select coalesce(string_agg(t::text, ''), '') as text from sales."${name}" t`,
      );
      for (const secret of [first.data.secret, rotated.data.secret]) {
        expect(row?.text).not.toContain(secret);
        expect(row?.text).not.toContain(Buffer.from(secret).toString("hex"));
      }
    }
  });

  it("are told of in the log with who has changed them, and without their secrets", async () => {
    const { id } = await scene.endpoint();
    const reader = scene.running.logs.reader("sales");
    const { epoch, firstKept } = await reader.head();
    const causes = async () => {
      const { entries } = await reader.read({ epoch, position: firstKept }, { count: 1_000 });
      return entries.filter(({ key, subject }) => key === id && subject === "webhookEndpoint");
    };
    await expect.poll(async () => (await causes()).length, soon).toBe(1);
    const [entry] = await causes();
    expect(JSON.parse(entry?.cause ?? "{}")).toMatchObject({ actor: { kind: "user", id: "ann" } });
    expect(entry?.after).not.toContain("whsec");
  });

  it("are described, with their commands, in the OpenAPI document", async () => {
    const response = await fetch(`${scene.running.url}/openapi.json`);
    const { paths } = (await response.json()) as { paths: object };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        "/v1/sales/webhook-endpoints",
        "/v1/sales/webhook-endpoints/{id}",
        "/v1/sales/webhook-deliveries",
        "/v1/sales/create-webhook-endpoint",
        "/v1/sales/replay-webhooks",
      ]),
    );
  });
});
