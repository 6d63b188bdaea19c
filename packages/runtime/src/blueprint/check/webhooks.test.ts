import { describe, expect, it } from "vitest";
import { role } from "../access.js";
import { event } from "../event.js";
import { id, text } from "../fields.js";
import { resolve } from "../resolve.js";
import { service } from "../service.js";
import { product, shop } from "./cases/check-case.js";
import { moreWebhooks } from "./cases/webhook-cases.js";
import { checkSystem } from "./index.js";

const entities = { product: product({ name: text() }, { rows: 100 }) };
const events = { sold: event({ product: id() }, { key: "product" }) };
const offering = (webhooks: object) =>
  shop(service("catalog", { entities, events, webhooks: webhooks as never }));

describe("a service that offers webhooks", () => {
  it.each(moreWebhooks)("is refused with %s: %j", (code, webhooks) =>
    expect(checkSystem(offering(webhooks)).map((one) => one.code)).toContain(code),
  );

  it("takes every default, and has entities, commands and events of Lintel's own", () => {
    const written = offering({ events: ["sold"], manage: role("integrator") });
    expect(checkSystem(written)).toEqual([]);
    const [model] = resolve(written).services;
    expect(model?.webhooks).toMatchObject({
      events: ["sold"],
      manage: { kind: "role", role: "integrator" },
      manageAll: { kind: "nobody" },
      maxEndpoints: 20,
      overlap: 86_400_000,
      keepDeliveries: 2_592_000_000,
    });
    expect(model?.webhooks?.retries).toEqual(
      [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400].map((seconds) => seconds * 1_000),
    );
    expect(model?.cursors).toEqual([{ name: "webhooks", source: "catalog" }]);
    expect(model?.entities.map(({ path, title, table }) => [path, title, table])).toEqual([
      ["/v1/products", "Product", "products"],
      ["/v1/catalog/webhook-endpoints", "CatalogWebhookEndpoint", "webhook_endpoints"],
      ["/v1/catalog/webhook-deliveries", "CatalogWebhookDelivery", "webhook_deliveries"],
    ]);
    expect(model?.commands.map(({ path }) => path)).toContain("/v1/catalog/create-webhook-endpoint");
    expect(model?.events.map(({ name }) => name)).toContain("webhookEndpointDisabled");
  });

  it("has none of it without webhooks", () => {
    const [model] = resolve(shop(service("catalog", { entities, events }))).services;
    expect(model).toMatchObject({ webhooks: undefined, cursors: [], commands: [] });
    expect(model?.entities).toHaveLength(1);
  });
});
