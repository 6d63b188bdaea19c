import { afterAll, beforeAll, expect, it } from "vitest";
import { anyone, entity, environment, open, service, system, text } from "../index.js";
import { type TestSystem, testSystem } from "../testing/index.js";

const notes = service("notes", {
  entities: { note: entity({ words: text() }, { access: { read: anyone, create: open("A test's.") } }) },
});
const proxied = system("proxied", {
  version: 1,
  services: [notes],
  environments: {
    behind: environment({
      rateLimit: { requests: 2, window: "1h" },
      trustedProxies: ["127.0.0.1", "10.0.0.0/8"],
    }),
    exposed: environment({ rateLimit: { requests: 2, window: "1h" }, trustedProxies: ["10.0.0.0/8"] }),
  },
});

let behind: TestSystem;
let exposed: TestSystem;
beforeAll(async () => {
  behind = await testSystem(proxied, { environment: "behind" });
  exposed = await testSystem(proxied, { environment: "exposed" });
});
afterAll(() => Promise.all([behind.stop(), exposed.stop()]));

/** The status for each `X-Forwarded-For`. */
async function statuses(app: TestSystem, forwarded: readonly string[]): Promise<readonly number[]> {
  const answers: number[] = [];
  for (const one of forwarded) {
    const headers = { "x-forwarded-for": one };
    answers.push((await fetch(`${app.url}/v1/notes`, { headers })).status);
  }
  return answers;
}

it("counts callers behind a trusted proxy apart", async () => {
  const [ada, bob] = ["198.51.100.1", "198.51.100.2:4711"];
  expect(await statuses(behind, [ada, ada, ada, bob, bob, bob])).toEqual([200, 200, 429, 200, 200, 429]);
  expect(await statuses(behind, ["198.51.100.3, 10.2.2.2", "198.51.100.3"])).toEqual([200, 200]);
  expect(await statuses(behind, ["198.51.100.3, 10.1.1.1"])).toEqual([429]);
});

it("counts whoever makes up addresses as one", async () => {
  const made = ["203.0.113.1", "10.0.0.1", "nonsense"].map((before) => `${before}, 198.51.100.9`);
  expect(await statuses(behind, made)).toEqual([200, 200, 429]);
});

it("does not believe a peer that is no proxy", async () => {
  expect(await statuses(exposed, ["198.51.100.1", "198.51.100.2", "198.51.100.3"])).toEqual([200, 200, 429]);
});

it("lets the idempotency keys of two callers behind one proxy not meet", async () => {
  const send = async (from: string, words: string) => {
    const answer = await fetch(`${behind.url}/v1/notes`, {
      method: "POST",
      headers: { "x-forwarded-for": from, "idempotency-key": "one", "content-type": "application/json" },
      body: JSON.stringify({ words }),
    });
    return [answer.status, answer.headers.get("idempotency-replayed")];
  };
  expect(await send("192.0.2.1", "mine")).toEqual([201, null]);
  expect(await send("192.0.2.2", "yours")).toEqual([201, null]);
  expect(await send("192.0.2.1", "mine")).toEqual([201, "true"]);
});
