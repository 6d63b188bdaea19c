import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { follow, type Message, type TestFollower } from "../feeds/fixture.js";
import { createDevelopmentIssuer, issueToken } from "../identity/index.js";
import { acme, bolt, tenantSystem } from "../testing/cases/tenant-system.js";
import { type TestSystem, testSystem } from "../testing/index.js";

const issuer = createDevelopmentIssuer();
let app: TestSystem;
beforeAll(async () => {
  app = await testSystem(tenantSystem, { issuer });
  for (const tenant of [acme, bolt]) for (const code of ["a", "b"]) await make(tenant, code);
});
afterAll(() => app.stop());
const open: TestFollower[] = [];
afterEach(() => {
  for (const { webSocket } of open.splice(0)) webSocket.terminate();
});

const soon = { timeout: 20_000 };
const bearer = async (tenant?: string, ...roles: string[]) => ({
  authorization: `Bearer ${await issueToken(issuer, { subject: "ann", roles, tenant })}`,
});
const followed = async (tenant?: string, ...roles: string[]) => {
  const follower = follow(app.url, await bearer(tenant, ...roles));
  open.push(follower);
  return follower;
};
async function make(tenant: string, code: string): Promise<string> {
  const client = app.as({ subject: "ann", roles: ["editor"], tenant });
  const { body } = await client.post("/v1/items", { code, name: `Item ${code}`, keeper: "ann" });
  return body.data.id as string;
}
const change = (tenant: string, id: string, name: string) =>
  app.as({ roles: ["editor"], tenant }).patch(`/v1/items/${id}`, { name });

const only = (follower: TestFollower, type: string) => follower.messages.filter((one) => one.type === type);
type Told = { readonly [name: string]: unknown };
const rowsOf = (follower: TestFollower) => only(follower, "snapshot").flatMap(({ rows }) => rows as Told[]);
const changesOf = (follower: TestFollower) =>
  only(follower, "changes").flatMap(({ changes }) => changes as Told[]);
const positionsOf = (follower: TestFollower) => only(follower, "subscribed")[0] as Message;

describe("a feed over WebSocket", () => {
  it("shows the rows of the caller's tenant, then what changes in it, to all who are of it alike", async () => {
    const [ann, ben, other] = [await followed(acme), await followed(acme, "editor"), await followed(bolt)];
    const all = [ann, ben, other];
    for (const one of all) one.say({ type: "subscribe", id: 1, entity: "item" });
    await expect.poll(() => all.map((one) => one.count("live")), soon).toEqual([1, 1, 1]);
    const own = await make(acme, "c");
    const theirs = await make(bolt, "c");
    await change(bolt, theirs, "Changed");
    await change(acme, own, "Changed");
    await app.as({ roles: ["editor"], tenant: bolt }).delete(`/v1/items/${theirs}`);
    await app.as({ roles: ["editor"], tenant: acme }).delete(`/v1/items/${own}`);
    for (const one of [ann, ben, other]) {
      await expect.poll(() => changesOf(one).map(({ op }) => op), soon).toEqual(["put", "put", "remove"]);
    }
    expect(changesOf(ann)).toEqual(changesOf(ben));
    expect(rowsOf(ann)).toEqual(rowsOf(ben));
    for (const [one, tenant, hidden] of [
      [ann, acme, [bolt, theirs]],
      [other, bolt, [acme, own]],
    ] as const) {
      expect(rowsOf(one)).toHaveLength(2);
      for (const row of rowsOf(one)) expect(row.firm).toBe(tenant);
      for (const word of hidden) expect(JSON.stringify(one.messages)).not.toContain(word);
    }
  });

  it("finds the rows to begin with by what no index serves behind a policy", async () => {
    const one = await followed(acme);
    one.say({
      type: "subscribe",
      id: 1,
      entity: "item",
      query: "filter[name][contains]=item&filter[price][gte]=0",
    });
    await expect.poll(() => one.count("live"), soon).toBe(1);
    expect(rowsOf(one).length).toBeGreaterThanOrEqual(2);
    for (const row of rowsOf(one)) expect(row.firm).toBe(acme);
  });

  it("goes on from a position of another tenant with what is its own", async () => {
    const first = await followed(bolt);
    first.say({ type: "subscribe", id: 1, entity: "item" });
    await expect.poll(() => first.count("live"), soon).toBe(1);
    const { epoch, position } = positionsOf(first);
    const theirs = await make(bolt, "d");
    const own = await make(acme, "d");
    const second = await followed(acme);
    second.say({ type: "subscribe", id: 1, entity: "item", from: `${epoch}:${position}` });
    await expect.poll(() => changesOf(second).map(({ key }) => key), soon).toEqual([own]);
    expect(JSON.stringify(second.messages)).not.toContain(theirs);
  });

  it("is told of a row that is moved away as of one that is gone, and to its new tenant as new", async () => {
    const id = await make(acme, "moving");
    // That it was made is told to nobody who begins here.
    await app.settled();
    const [here, there] = [await followed(acme), await followed(bolt)];
    for (const one of [here, there]) one.say({ type: "subscribe", id: 1, entity: "item", snapshot: false });
    await expect.poll(() => [here.count("live"), there.count("live")], soon).toEqual([1, 1]);
    await app.sql`update stock.items set firm = ${bolt} where id = ${id}`;
    await expect.poll(() => changesOf(here), soon).toMatchObject([{ op: "remove", key: id }]);
    expect(JSON.stringify(changesOf(here))).not.toContain(bolt);
    await expect.poll(() => changesOf(there), soon).toMatchObject([{ op: "put", row: { firm: bolt } }]);
  });

  it("ends where the next token is of the same name in another tenant", async () => {
    const one = await followed(acme);
    one.say({ type: "subscribe", id: 1, entity: "item", snapshot: false });
    await expect.poll(() => one.count("live"), soon).toBe(1);
    const token = await issueToken(issuer, { subject: "ann", roles: [], tenant: bolt });
    one.say({ type: "authenticate", token });
    await expect.poll(() => one.closed?.reason, soon).toContain("FEED_PERSON_CHANGED");
  });

  it("is opened to nobody without a tenant, or without a token", async () => {
    for (const [follower, code] of [
      [await followed(), "TENANT_REQUIRED"],
      [follow(app.url), "TOKEN_MISSING"],
    ] as const) {
      open.push(follower);
      follower.say({ type: "subscribe", id: 1, entity: "item" });
      await expect.poll(() => only(follower, "failed")[0], soon).toMatchObject({ code });
    }
  });

  it("shows everything to whom a rule lets go across", async () => {
    const operator = await followed(undefined, "operator");
    operator.say({ type: "subscribe", id: 1, entity: "item" });
    await expect.poll(() => operator.count("live"), soon).toBe(1);
    expect(new Set(rowsOf(operator).map(({ firm }) => firm))).toEqual(new Set([acme, bolt]));
  });
});

describe("a feed as Server-Sent Events", () => {
  async function stream(tenant: string, headers: { readonly [name: string]: string } = {}) {
    const abort = new AbortController();
    const response = await fetch(`${app.url}/feeds/item?fields=name,firm`, {
      headers: { accept: "text/event-stream", ...(await bearer(tenant)), ...headers },
      signal: abort.signal,
    });
    let text = "";
    const decoder = new TextDecoder();
    (async () => {
      for await (const part of response.body ?? []) text += decoder.decode(part, { stream: true });
    })().catch(() => {});
    return {
      response,
      abort,
      get text() {
        return text;
      },
    };
  }

  it("holds to the tenant, in the snapshot, in what changes and after Last-Event-ID", async () => {
    const one = await stream(acme);
    await expect.poll(() => one.text, soon).toContain("event: live");
    const [theirs, own] = [await make(bolt, "f"), await make(acme, "f")];
    await expect.poll(() => one.text, soon).toContain(own);
    one.abort.abort();
    const cursor = [...one.text.matchAll(/^id: (.+)$/gm)].at(-1)?.[1] ?? "";
    const [later, mine] = [await make(bolt, "g"), await make(acme, "g")];
    const two = await stream(acme, { "last-event-id": cursor });
    await expect.poll(() => two.text, soon).toContain(mine);
    two.abort.abort();
    for (const word of [bolt, theirs, later]) expect(one.text + two.text).not.toContain(word);
  });
});
