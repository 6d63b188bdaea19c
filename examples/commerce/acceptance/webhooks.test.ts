import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestSystem, testSystem } from "@lintel/runtime/testing";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import blueprint from "../blueprint.js";
import { customer, home, stock } from "./shop.js";

let shop: TestSystem;
beforeAll(async () => {
  shop = await testSystem(blueprint);
});
afterAll(() => shop?.stop());

interface OrderPlaced {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly order: string; readonly total: string };
}

/** An integrator's own program: it believes what the official library believes, and does each message once. */
async function integrator() {
  const placed = new Map<string, OrderPlaced>();
  let secret = "";
  const server = createServer((request: IncomingMessage, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.once("end", () => {
      try {
        const headers = request.headers as Record<string, string>;
        const event = new Webhook(secret).verify(
          Buffer.concat(parts).toString("utf8"),
          headers,
        ) as OrderPlaced;
        placed.set(event.id, event);
        response.writeHead(204).end();
      } catch {
        response.writeHead(400).end();
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`,
    placed,
    trust: (given: string) => {
      secret = given;
    },
  };
}

describe("an integrator", () => {
  it("is told of each order, in the order in which they were placed, in a way that the official library verifies", async () => {
    const program = await integrator();
    const partner = shop.as({ roles: ["integrator"] });
    const made = await partner.post("/v1/orders/create-webhook-endpoint", {
      url: program.url,
      events: ["orderPlaced"],
    });
    expect(made.status).toBe(200);
    program.trust(String(made.body.data.secret));

    const product = await stock(shop, { price: "2.50", count: 100 });
    const buyer = await customer(shop);
    const orders: unknown[] = [];
    for (let quantity = 1; quantity <= 3; quantity += 1) {
      const items = [{ product, quantity }];
      const placed = await buyer.post("/v1/orders/place-order", { items, deliverTo: home });
      expect(placed.status).toBe(200);
      orders.push(placed.body.data.order);
    }
    await expect.poll(() => program.placed.size, { timeout: 60_000 }).toBe(3);
    const told = [...program.placed.values()];
    expect(told.map(({ data }) => data.order)).toEqual(orders);
    expect(told.map(({ data }) => data.total)).toEqual(["2.50", "5.00", "7.50"]);
    expect(told[0]?.type).toBe("commerce.orders.order-placed.v1");

    const log = await partner.get(`/v1/orders/webhook-deliveries?filter[endpoint]=${made.body.data.id}`);
    expect(log.body.data).toMatchObject([1, 2, 3].map(() => ({ outcome: "delivered", status: 204 })));
  });

  it("makes no endpoint without the role, and none within the shop's own network", async () => {
    const body = { url: "https://10.0.0.7/", events: ["orderPlaced"] };
    expect((await shop.as({ roles: [] }).post("/v1/orders/create-webhook-endpoint", body)).status).toBe(403);
    const refused = await shop.as({ roles: ["integrator"] }).post("/v1/orders/create-webhook-endpoint", body);
    expect(refused).toMatchObject({ status: 422, body: { code: "WEBHOOK_URL_REFUSED" } });
  });
});
