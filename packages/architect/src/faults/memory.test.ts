import { randomUUID } from "node:crypto";
import { Agent } from "node:http";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { ask, tally } from "./load.js";
import { openSite, type Served, type Site } from "./served.js";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 });

/** `LINTEL_LONG_FAULTS=1` asks for 50,000 requests. */
const requests = process.env.LINTEL_LONG_FAULTS ? 50_000 : 8_000;

let site: Site;
let served: Served;
beforeAll(async () => {
  site = await openSite();
  served = await site.start({ nodeArguments: ["--expose-gc"] });
});
afterAll(() => site?.remove());

async function heap(): Promise<number> {
  const { body } = await ask({ url: served.url, method: "POST", path: "/v1/orders/measure-heap" });
  return (JSON.parse(body) as { data: { bytes: number } }).data.bytes;
}

/** One request after another, of every kind that a client can make, good and bad. */
async function work(count: number): Promise<{ readonly [what: string]: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const headers = { authorization: `Bearer ${site.token}` };
  const kinds = [
    () => ({ path: `/v1/products?filter[name]=${randomUUID()}` }),
    () => ({ path: "/v1/orders?page[size]=3" }),
    () => ({ path: `/v1/orders/${randomUUID()}` }),
    () => ({ path: `/nothing/${randomUUID()}` }),
    () => ({ path: "/v1/products", headers: { authorization: `Bearer ${randomUUID()}` } }),
    () => ({ method: "POST", path: "/v1/products", body: { name: randomUUID() }, headers }),
    () => ({ method: "POST", path: "/v1/products", body: { nome: randomUUID() }, headers }),
    () => ({
      method: "POST",
      path: "/v1/orders/place-order",
      body: { mark: randomUUID() },
      headers: { ...headers, "idempotency-key": randomUUID() },
    }),
    () => ({ method: "POST", path: "/v1/orders/misbehave", body: { how: "throw" } }),
    () => ({ path: "/health/ready" }),
  ] as const;
  const statuses: { [what: string]: number } = {};
  let left = count;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      const asked = kinds[left % kinds.length]?.() ?? { path: "/" };
      const outcome = await ask({ url: served.url, agent, ...asked });
      const [what = ""] = Object.keys(tally([{ ...outcome, code: "" }]));
      statuses[what] = (statuses[what] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: 16 }, client));
  agent.destroy();
  return statuses;
}

it("holds no more after tens of thousands of requests than after the first thousands", async ({
  annotate,
}) => {
  await work(4_000);
  const before = await heap();
  const statuses = await work(requests);
  const after = await heap();
  await annotate(
    `heap after ${requests} requests: ${(before / 1e6).toFixed(1)} MB, then ${(after / 1e6).toFixed(1)} MB; memory ${Math.round(served.memory() / 1e6)} MB`,
  );
  expect(Object.keys(statuses).sort()).toEqual(["200", "201", "401", "404", "422", "500"]);
  expect(after - before).toBeLessThan(6_000_000);
});
