import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { afterEach, describe, expect, it } from "vitest";
import { createFacts, type Fact } from "../facts.js";
import { createAuthenticator } from "./authenticator.js";

const start = Date.UTC(2030, 0, 1);
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

interface IssuerKey {
  readonly jwk: JWK;
  readonly privateKey: CryptoKey;
}

async function newKey(kid: string): Promise<IssuerKey> {
  const pair = await generateKeyPair("ES256", { extractable: true });
  return { jwk: { ...(await exportJWK(pair.publicKey)), kid, alg: "ES256" }, privateKey: pair.privateKey };
}

/** An issuer over real HTTP whose answers the test decides, and an authenticator with a clock that it moves. */
async function given(keys: readonly IssuerKey[]) {
  const issuer = {
    keys,
    fetches: 0,
    respond: undefined as RequestListener | undefined,
  };
  const server = createServer((request, response) => {
    issuer.fetches += 1;
    if (issuer.respond) return issuer.respond(request, response);
    response.end(JSON.stringify({ keys: issuer.keys.map((key) => key.jwk) }));
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  const reported: Fact[] = [];
  const facts = createFacts();
  facts.subscribe((fact) => reported.push(fact));
  const time = { now: start };
  const authenticator = createAuthenticator({
    issuer: "i",
    audience: "a",
    keys: { url },
    facts,
    clock: () => time.now,
  });
  let serial = 0;
  const header = async (key: IssuerKey) => {
    serial += 1;
    const token = await new SignJWT({ serial })
      .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: key.jwk.kid ?? "" })
      .setIssuer("i")
      .setAudience("a")
      .setSubject("ada")
      .setExpirationTime(start / 1_000 + 86_400)
      .sign(key.privateKey);
    return `Bearer ${token}`;
  };
  return { issuer, url, time, authenticator, header, reported, names: () => reported.map((one) => one.fact) };
}

const fail: RequestListener = (_, response) => {
  response.statusCode = 500;
  response.end("no");
};
const unavailable = { code: "IDENTITY_UNAVAILABLE", status: 503, headers: { "Retry-After": "5" } };

describe("the issuer's keys", () => {
  it("are fetched once for many first requests, and reported", async () => {
    const key = await newKey("one");
    const { authenticator, header, issuer, reported, url } = await given([key]);
    const headers = await Promise.all(Array.from({ length: 20 }, () => header(key)));
    await Promise.all(headers.map((one) => authenticator.authenticate(one)));
    expect(issuer.fetches).toBe(1);
    expect(reported).toEqual([{ fact: "keys.fetched", url, keys: 1 }]);
  });

  it("are at hand before the first request when asked for", async () => {
    const key = await newKey("one");
    const { authenticator, header, issuer } = await given([key]);
    await authenticator.prefetch();
    await authenticator.authenticate(await header(key));
    expect(issuer.fetches).toBe(1);
  });

  it("are fetched again for a key that is not known, at most every 10 seconds", async () => {
    const [first, second, stranger] = await Promise.all([newKey("one"), newKey("two"), newKey("three")]);
    const { authenticator, header, issuer, time } = await given([first]);
    await authenticator.authenticate(await header(first));
    issuer.keys = [first, second];
    time.now += 10_000;
    await expect(authenticator.authenticate(await header(second))).resolves.toMatchObject({ id: "ada" });
    expect(issuer.fetches).toBe(2);
    for (let n = 0; n < 20; n += 1) {
      await expect(authenticator.authenticate(await header(stranger))).rejects.toMatchObject({
        code: "TOKEN_INVALID",
      });
    }
    expect(issuer.fetches).toBe(2);
  });

  it("stop working once withdrawn, even for a token that is remembered", async () => {
    const [first, second] = await Promise.all([newKey("one"), newKey("two")]);
    const { authenticator, header, issuer, time, names } = await given([first]);
    const old = await header(first);
    await authenticator.authenticate(old);
    issuer.keys = [second];
    time.now += 300_001;
    let answer = () => {};
    issuer.respond = (_, response) => {
      answer = () => response.end(JSON.stringify({ keys: [second.jwk] }));
    };
    const actor = await authenticator.authenticate(old);
    expect(authenticator.authenticate(old)).toBe(actor);
    await expect.poll(() => issuer.fetches).toBe(2);
    answer();
    await expect.poll(names).toEqual(["keys.fetched", "keys.fetched"]);
    await expect(authenticator.authenticate(old)).rejects.toMatchObject({ code: "TOKEN_INVALID" });
    await expect(authenticator.authenticate(await header(second))).resolves.toMatchObject({ id: "ada" });
  });

  it("are used while the issuer is down, for an hour and no longer", async () => {
    const key = await newKey("one");
    const { authenticator, header, issuer, time, names } = await given([key]);
    await authenticator.prefetch();
    issuer.respond = fail;
    time.now += 3_599_000;
    await expect(authenticator.authenticate(await header(key))).resolves.toMatchObject({ id: "ada" });
    await expect.poll(names).toEqual(["keys.fetched", "keys.failed"]);
    time.now += 2_000;
    await expect(authenticator.authenticate(await header(key))).rejects.toMatchObject(unavailable);
    issuer.respond = undefined;
    time.now += 1_000;
    await expect(authenticator.authenticate(await header(key))).resolves.toMatchObject({ id: "ada" });
  });

  it("that cannot be had are a 503, not asked for more than once a second, and come back by themselves", async () => {
    const key = await newKey("one");
    const { authenticator, header, issuer, time, reported } = await given([key]);
    issuer.respond = fail;
    await authenticator.prefetch();
    for (let n = 0; n < 10; n += 1) {
      await expect(authenticator.authenticate(await header(key))).rejects.toMatchObject(unavailable);
    }
    expect(issuer.fetches).toBe(1);
    expect(reported[0]).toMatchObject({ fact: "keys.failed", error: expect.any(Error) });
    issuer.respond = undefined;
    time.now += 1_000;
    await expect(authenticator.authenticate(await header(key))).resolves.toMatchObject({ id: "ada" });
  });

  it("leave it open whether an unknown key is good, while the issuer is down", async () => {
    const [first, second] = await Promise.all([newKey("one"), newKey("two")]);
    const { authenticator, header, issuer, time } = await given([first]);
    await authenticator.prefetch();
    issuer.respond = fail;
    time.now += 10_000;
    await expect(authenticator.authenticate(await header(second))).rejects.toMatchObject(unavailable);
    await expect(authenticator.authenticate(await header(first))).resolves.toMatchObject({ id: "ada" });
  });

  const strange: [string, RequestListener][] = [
    ["text that is no JSON", (_, response) => response.end("<html>")],
    ["JSON that is no key set", (_, response) => response.end('{"keys":{"kid":"one"}}')],
    ["a null", (_, response) => response.end("null")],
    ["more than 512 KiB", (_, response) => response.end(`{"keys":[],"more":"${"x".repeat(600_000)}"}`)],
    ["a broken connection", (request) => request.socket.destroy()],
  ];
  it.each(strange)("are not taken from %s", async (_, respond) => {
    const key = await newKey("one");
    const { authenticator, header, issuer, names } = await given([key]);
    issuer.respond = respond;
    await expect(authenticator.authenticate(await header(key))).rejects.toMatchObject(unavailable);
    expect(names()).toEqual(["keys.failed"]);
  });

  it("are not taken from where a redirection leads, though good ones are there", async () => {
    const key = await newKey("one");
    const { authenticator, header, issuer, names } = await given([key]);
    issuer.respond = (request, response) => {
      if (request.url === "/moved") return void response.end(JSON.stringify({ keys: [key.jwk] }));
      response.writeHead(302, { location: "/moved" });
      response.end();
    };
    await expect(authenticator.authenticate(await header(key))).rejects.toMatchObject(unavailable);
    expect(names()).toEqual(["keys.failed"]);
  });

  it("that are private or shared secrets verify nothing", async () => {
    const key = await newKey("one");
    const secret = await exportJWK(key.privateKey);
    const { authenticator, header, issuer } = await given([key]);
    issuer.keys = [{ ...key, jwk: { ...secret, kid: "one" } }];
    await expect(authenticator.authenticate(await header(key))).rejects.toMatchObject({
      code: "TOKEN_INVALID",
    });
  });
});
