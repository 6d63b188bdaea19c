import { afterEach, expect, it } from "vitest";
import type { Fact } from "../facts.js";
import { follow } from "../feeds/fixture.js";
import { createDevelopmentIssuer, issueToken } from "../identity/index.js";
import { entity, environment, service, signedIn, system, tenant, text } from "../index.js";
import { type TestSystem, testSystem } from "../testing/index.js";

const [acme, bolt] = ["0199b000-0000-7000-8000-00000000000a", "0199b000-0000-7000-8000-00000000000b"];
const notes = service("notes", {
  entities: {
    note: entity(
      { of: tenant(), words: text() },
      { feed: true, access: { read: signedIn, write: signedIn } },
    ),
  },
});
const authentication = {
  issuer: "https://id.example",
  audience: "shared",
  jwksUrl: "https://id.example/keys",
};
const shared = system("shared", {
  version: 1,
  services: [notes],
  environments: {
    crowded: environment({
      authentication,
      rateLimit: { requests: 10, window: "1h", requestsPerTenant: 5 },
    }),
    alone: environment({ authentication, rateLimit: { requests: 3, window: "1h", requestsPerTenant: 5 } }),
    followed: environment({
      authentication,
      limits: { feedsPerTenant: 2, feedSubscriptionsPerTenant: 3 },
    }),
  },
});

let app: TestSystem | undefined;
afterEach(async () => {
  await app?.stop();
  app = undefined;
});

async function begin(name: string) {
  const issuer = createDevelopmentIssuer();
  const started = await testSystem(shared, { environment: name, issuer });
  app = started;
  const told: Fact[] = [];
  started.running.facts.subscribe((fact) => void told.push(fact));
  const people = new Map<string, ReturnType<TestSystem["as"]>>();
  /** The same person each time, with one token. */
  const as = (subject: string, of?: string) => {
    const known = people.get(`${subject} ${of}`) ?? started.as({ subject, tenant: of });
    people.set(`${subject} ${of}`, known);
    return known;
  };
  const followAs = async (subject: string, of: string) => {
    const token = await issueToken(issuer, { subject, roles: [], tenant: of });
    return follow(started.url, { authorization: `Bearer ${token}` });
  };
  return { started, told, as, followAs };
}

it("lets the callers of one tenant ask so much together, and leaves the others what is theirs", async () => {
  const { told, as } = await begin("crowded");
  const ask = async (subject: string, of?: string) => {
    const { status, headers, body } = await as(subject, of).get("/v1/notes");
    return { status, left: headers.get("ratelimit"), retry: headers.get("retry-after"), body };
  };
  const crowd = ["ada", "bob", "cyd", "dan", "eve"];
  for (const [at, who] of crowd.entries()) {
    const { status, left } = await ask(who, acme);
    expect([status, left]).toEqual([200, expect.stringMatching(`, "tenant";r=${4 - at};t=[0-9]+$`)]);
  }
  // Whose token is known already, and whose is seen for the first time.
  for (const who of ["ada", "fay"]) {
    const refused = await ask(who, acme);
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({
      code: "RATE_LIMITED",
      detail: "The callers of this tenant have made all of their 5 requests of the window.",
    });
    expect(refused.left).toMatch(/^"default";r=\d;t=\d+, "tenant";r=0;t=\d+$/);
    expect(Number(refused.retry)).toBeGreaterThan(60);
  }
  expect(told.filter(({ fact }) => fact === "rate.limited")).toMatchObject([
    { limit: "tenant", tenant: acme, route: "/v1/notes" },
    { limit: "tenant", tenant: acme },
  ]);
  expect((await ask("ada", bolt)).status).toBe(200);
  expect((await ask("ann")).left).toMatch(/^"default";r=\d;t=\d+$/);
});

it("names the caller's own limit where that is met, and takes nothing of the tenant's for it", async () => {
  const { told, as } = await begin("alone");
  await as("ada", acme).get("/v1/notes");
  for (let n = 0; n < 3; n += 1) await as("ada", acme).get("/v1/notes");
  for (let n = 0; n < 20; n += 1) {
    const { status, body } = await as("ada", acme).get("/v1/notes");
    expect([status, body.detail]).toEqual([429, "This caller has made all of the 3 requests of the window."]);
  }
  expect((await as("bob", acme).get("/v1/notes")).status).toBe(200);
  expect(told.filter((fact) => fact.fact === "rate.limited" && fact.limit === "tenant")).toEqual([]);
});

it("lets the callers of one tenant follow so much together, by either door", async () => {
  const { started, as, followAs } = await begin("followed");
  const view = (id: number) => ({ type: "subscribe", id, entity: "note", snapshot: false });
  const [ada, bob] = [await followAs("ada", acme), await followAs("bob", acme)];
  await expect.poll(() => [ada.count("welcome"), bob.count("welcome")]).toEqual([1, 1]);
  const cyd = await followAs("cyd", acme);
  await expect
    .poll(() => cyd.closed)
    .toEqual({
      code: 4429,
      reason: "FEED_LIMIT_REACHED 2 connections of this tenant are open, the most at a time.",
    });
  for (const id of [1, 2]) ada.say(view(id));
  await expect.poll(() => ada.count("subscribed")).toBe(2);
  for (const id of [1, 2]) bob.say(view(id));
  await expect.poll(() => [bob.count("subscribed"), bob.count("failed")]).toEqual([1, 1]);
  expect(bob.messages.find(({ type }) => type === "failed")).toMatchObject({
    code: "FEED_LIMIT_REACHED",
    detail: "3 subscriptions of this tenant are open, the most at a time.",
  });
  const stream = await as("cyd", acme).get("/feeds/note", { accept: "text/event-stream" });
  expect([stream.status, stream.body.code]).toEqual([429, "FEED_LIMIT_REACHED"]);
  const dan = await followAs("dan", bolt);
  dan.say(view(1));
  await expect.poll(() => dan.count("subscribed")).toBe(1);
  ada.webSocket.close();
  await expect.poll(() => started.running.feeds?.connections).toBe(2);
  const again = await followAs("cyd", acme);
  again.say(view(1));
  await expect.poll(() => again.count("subscribed")).toBe(1);
});
