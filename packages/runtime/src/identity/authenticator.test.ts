import { createHmac, createPublicKey } from "node:crypto";
import {
  CompactSign,
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
} from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { LintelError } from "../errors.js";
import { createFacts } from "../facts.js";
import { type AuthenticatorOptions, createAuthenticator } from "./authenticator.js";

const start = Date.UTC(2030, 0, 1);
const seconds = start / 1_000;
const issuer = "https://issuer.example";
const audience = "https://api.example";
const good: JWTPayload = { iss: issuer, aud: audience, sub: "ada", exp: seconds + 3_600, iat: seconds };

let privateKey: CryptoKey;
let publicJwk: JWK;
let strangerKey: CryptoKey;
let strangerJwk: JWK;

beforeAll(async () => {
  const pair = await generateKeyPair("ES256", { extractable: true });
  privateKey = pair.privateKey;
  publicJwk = { ...(await exportJWK(pair.publicKey)), kid: "one", alg: "ES256", use: "sig" };
  const stranger = await generateKeyPair("ES256", { extractable: true });
  strangerKey = stranger.privateKey;
  strangerJwk = await exportJWK(stranger.publicKey);
});

function authenticator(options: Partial<AuthenticatorOptions> = {}) {
  return createAuthenticator({
    issuer,
    audience,
    algorithms: ["ES256"],
    keys: { set: { keys: [publicJwk] } },
    facts: createFacts(),
    clock: () => start,
    ...options,
  });
}

/** Claims as they stand, with nothing added or checked; `undefined` leaves one out. */
function sign(claims: object, header: object = {}, key: CryptoKey = privateKey): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: "ES256", typ: "JWT", kid: "one", ...header })
    .sign(key);
}

function encode(value: unknown): string {
  return Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
}

/** A token over claims that no JSON serialiser would write, with a signature that verifies. */
function signText(claims: string): Promise<string> {
  return new CompactSign(new TextEncoder().encode(claims))
    .setProtectedHeader({ alg: "ES256", typ: "JWT", kid: "one" })
    .sign(privateKey);
}

async function refused(token: string, options: Partial<AuthenticatorOptions> = {}): Promise<LintelError> {
  const error = await Promise.resolve(authenticator(options).authenticate(`Bearer ${token}`)).then(
    (actor) => {
      throw new Error(`accepted as ${JSON.stringify(actor)}`);
    },
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof LintelError)) throw error;
  expect(error.status).toBe(401);
  expect(error.headers["WWW-Authenticate"]).toBe('Bearer error="invalid_token"');
  for (const part of token.split(".")) {
    if (part.length > 8) expect(error.message).not.toContain(part);
  }
  return error;
}

describe("who sends a request", () => {
  it("is nobody known, without a token", () => {
    const actor = authenticator().authenticate(undefined);
    expect(actor).toEqual({ kind: "anonymous", id: "", roles: [] });
    expect(Object.isFrozen(actor)).toBe(true);
  });

  it("is the token's subject with its roles, each once", async () => {
    const token = await sign({
      ...good,
      roles: ["clerk", "buyer", "clerk"],
      scope: "admin",
      kind: "service",
    });
    const actor = await authenticator().authenticate(`Bearer ${token}`);
    expect(actor).toEqual({ kind: "user", id: "ada", roles: ["clerk", "buyer"] });
    expect(Object.isFrozen(actor)).toBe(true);
  });

  it.each(["JWT", "jwt", "at+jwt", "application/at+jwt"])("is known by a token of type %s", async (typ) => {
    await expect(authenticator().authenticate(`Bearer ${await sign(good, { typ })}`)).resolves.toMatchObject({
      id: "ada",
    });
  });

  it("is known whatever the case of the scheme, and by one audience of several", async () => {
    const token = await sign({ ...good, aud: ["https://other.example", audience] });
    await expect(authenticator().authenticate(`bEARER   ${token}`)).resolves.toMatchObject({ id: "ada" });
  });

  it("is answered at once when the token was verified before", async () => {
    const one = authenticator();
    const header = `Bearer ${await sign(good)}`;
    const first = await one.authenticate(header);
    expect(one.authenticate(header)).toBe(first);
  });

  it("is verified once for many requests at the same time", async () => {
    const one = authenticator();
    const header = `Bearer ${await sign(good)}`;
    expect(one.believe(header)).toBe(one.believe(header));
  });

  it("is not taken for somebody whose remembered token ends in the same signature", async () => {
    const one = authenticator();
    const token = await sign({ ...good, roles: ["clerk"] });
    await one.authenticate(`Bearer ${token}`);
    const [header, , signature] = token.split(".");
    const forged = `Bearer ${header}.${encode({ ...good, sub: "eve", roles: ["admin"] })}.${signature}`;
    await expect(one.authenticate(forged)).rejects.toMatchObject({ code: "TOKEN_INVALID" });
    await expect(one.authenticate(`x${signature}`)).rejects.toMatchObject({ code: "TOKEN_INVALID" });
    expect(one.authenticate(`Bearer ${token}`)).toMatchObject({ id: "ada" });
  });

  it("is not remembered beyond the token's end and the clocks' difference", async () => {
    let now = start;
    const one = authenticator({ clock: () => now, clockSkew: 2_000 });
    const header = `Bearer ${await sign({ ...good, exp: seconds + 60 })}`;
    const first = await one.authenticate(header);
    now = start + 61_999;
    expect(one.authenticate(header)).toBe(first);
    now = start + 62_000;
    await expect(one.authenticate(header)).rejects.toMatchObject({ code: "TOKEN_EXPIRED", status: 401 });
  });

  it("is verified anew after 5 minutes", async () => {
    let now = start;
    const one = authenticator({ clock: () => now });
    const header = `Bearer ${await sign(good)}`;
    const first = await one.authenticate(header);
    now = start + 299_999;
    expect(one.authenticate(header)).toBe(first);
    now = start + 300_000;
    expect(one.authenticate(header)).toBeInstanceOf(Promise);
  });

  it("is known by Ed25519 under both of its names", async () => {
    const pair = await generateKeyPair("Ed25519", { extractable: true });
    const key = { ...(await exportJWK(pair.publicKey)), kid: "ed" };
    const one = authenticator({ algorithms: ["EdDSA"], keys: { set: { keys: [key] } } });
    for (const alg of ["EdDSA", "Ed25519"]) {
      const token = await sign(good, { alg, kid: "ed" }, pair.privateKey);
      await expect(one.authenticate(`Bearer ${token}`)).resolves.toMatchObject({ id: "ada" });
    }
  });
});

describe("a token is refused", () => {
  const wrongClaims: [string, object, string][] = [
    ["from another issuer", { iss: "https://elsewhere.example" }, "iss"],
    ["whose issuer only begins as expected", { iss: `${issuer}/` }, "iss"],
    ["without an issuer", { iss: undefined }, "iss"],
    ["for another audience", { aud: "https://other.example" }, "aud"],
    ["for an audience that is no string", { aud: { [audience]: true } }, "aud"],
    ["without an audience", { aud: undefined }, "aud"],
    ["without an end", { exp: undefined }, "exp"],
    ["whose end is a string", { exp: String(seconds + 60) }, "exp"],
    ["whose end is null", { exp: null }, "exp"],
    ["whose end is beyond all calendars", { exp: 1e300 }, "exp"],
    ["that is not good yet", { nbf: seconds + 6 }, "nbf"],
    ["whose beginning is a string", { nbf: "0" }, "nbf"],
    ["issued in the future", { iat: seconds + 6 }, "iat"],
    ["issued after its end", { iat: seconds, exp: seconds - 1 }, "iat"],
    ["issued at a string", { iat: "yesterday" }, "iat"],
    ["without a subject", { sub: undefined }, "sub"],
    ["with an empty subject", { sub: "" }, "sub"],
    ["with a subject of 256 characters", { sub: "s".repeat(256) }, "sub"],
    ["with a number for a subject", { sub: 7 }, "sub"],
    ["with a NUL in the subject", { sub: "ada\u0000admin" }, "sub"],
    ["with half a character in the subject", { sub: "ada\ud800" }, "sub"],
    ["whose roles are one string", { roles: "admin" }, "roles"],
    ["whose roles are an object", { roles: { 0: "admin", length: 1 } }, "roles"],
    ["whose roles hold a number", { roles: ["admin", 1] }, "roles"],
    ["whose roles hold a list", { roles: [["admin"]] }, "roles"],
    ["with more than 100 roles", { roles: Array.from({ length: 101 }, (_, n) => `r${n}`) }, "roles"],
    ["whose roles are null", { roles: null }, "roles"],
  ];
  it.each(wrongClaims)("%s", async (_, claims, named) => {
    const error = await refused(await sign({ ...good, ...claims }));
    expect(error.code).toBe("TOKEN_INVALID");
    expect(error.message).toContain(`\`${named}\``);
  });

  it("that has expired, with a code of its own", async () => {
    const error = await refused(await sign({ ...good, iat: seconds - 60, exp: seconds - 5 }));
    expect(error.code).toBe("TOKEN_EXPIRED");
  });

  it("whose end is infinite", async () => {
    const text = JSON.stringify({ ...good, exp: 0 }).replace('"exp":0', '"exp":1e999');
    expect((await refused(await signText(text))).message).toContain("`exp`");
  });

  it("signed with nothing (alg none)", async () => {
    for (const alg of ["none", "None", "nOnE", ""]) {
      await refused(`${encode({ alg, typ: "JWT", kid: "one" })}.${encode(good)}.`);
    }
    const [, , signature] = (await sign(good)).split(".");
    await refused(`${encode({ alg: "none", typ: "JWT" })}.${encode(good)}.${signature}`);
  });

  it("signed with the public key as a shared secret", async () => {
    const key = createPublicKey({ key: publicJwk as Record<string, unknown>, format: "jwk" });
    const secrets = [
      key.export({ format: "pem", type: "spki" }),
      key.export({ format: "der", type: "spki" }),
      JSON.stringify(publicJwk),
      publicJwk.x ?? "",
    ];
    const content = `${encode({ alg: "HS256", typ: "JWT", kid: "one" })}.${encode(good)}`;
    for (const secret of secrets) {
      const signature = createHmac("sha256", secret).update(content).digest("base64url");
      const error = await refused(`${content}.${signature}`);
      expect(error.message).toContain("`alg`");
    }
  });

  it("whose algorithm is safe but not on this system's list", async () => {
    const pair = await generateKeyPair("RS256", { extractable: true });
    const key = { ...(await exportJWK(pair.publicKey)), kid: "rsa" };
    const token = await sign(good, { alg: "RS256", kid: "rsa" }, pair.privateKey);
    expect((await refused(token, { keys: { set: { keys: [publicJwk, key] } } })).message).toContain("ES256");
  });

  it("signed by somebody else under the issuer's key id", async () => {
    expect((await refused(await sign(good, {}, strangerKey))).message).toContain("signature");
  });

  it("that names a key which the issuer does not have", async () => {
    for (const kid of ["two", "", "../../one", "one' or '1'='1", "__proto__"]) {
      expect((await refused(await sign(good, { kid }))).message).toContain("`kid`");
    }
  });

  it("that brings or points to a key of its own", async () => {
    const address = "http://127.0.0.1:9/keys";
    for (const header of [
      { jwk: strangerJwk },
      { jwk: strangerJwk, kid: undefined },
      { jku: address },
      { x5u: address },
      { x5c: ["AA=="] },
    ]) {
      await refused(await sign(good, header, strangerKey));
    }
    const own = await sign(good, { jwk: strangerJwk, jku: address, x5u: address });
    await expect(authenticator().authenticate(`Bearer ${own}`)).resolves.toMatchObject({ id: "ada" });
  });

  it.each(["id+jwt", "logout+jwt", "dpop+jwt", "", undefined, 7])("of type %s", async (typ) => {
    expect((await refused(await sign(good, { typ }))).message).toMatch(/typ|signed JSON Web Token/);
  });

  it("with an extension that must be understood and is not", async () => {
    const header = encode({ alg: "ES256", typ: "JWT", kid: "one", crit: ["exp"], exp: 1 });
    const [, payload, signature] = (await sign(good)).split(".");
    await refused(`${header}.${payload}.${signature}`);
  });

  it("that is cut off anywhere, or changed in any one place", async () => {
    const token = await sign({ ...good, roles: ["clerk"] });
    const one = authenticator();
    for (let at = 0; at < token.length; at += 7) {
      const changed = token.slice(0, at) + (token[at] === "A" ? "Z" : "A") + token.slice(at + 1);
      for (const bad of [token.slice(0, at), changed]) {
        await expect(one.authenticate(`Bearer ${bad}`), bad).rejects.toMatchObject({ code: "TOKEN_INVALID" });
      }
    }
  });

  it.each([
    ["nothing", ""],
    ["only a scheme", "Bearer"],
    ["a scheme and a blank", "Bearer "],
    ["another scheme", "Basic YWRhOnNlY3JldA=="],
    ["no scheme", "eyJhbGciOiJFUzI1NiJ9.e30.AA"],
    ["one part", "Bearer abc"],
    ["two parts", "Bearer abc.def"],
    ["four parts", "Bearer a.b.c.d"],
    ["five parts, as if encrypted", "Bearer a.b.c.d.e"],
    ["only dots", "Bearer .."],
    ["two tokens", "Bearer a.b.c, Bearer a.b.c"],
    ["text that is not ASCII", "Bearer é.ü.ß"],
    ["a full-width dot", "Bearer abc．def．ghi"],
    ["a line break", "Bearer a.b.c\r\nX-Role: admin"],
    ["parts that are no JSON", `Bearer ${encode("x")}.${encode("y")}.AA`],
    ["parts that are JSON but no object", `Bearer ${encode("[]")}.${encode("null")}.AA`],
  ])("for a header with %s", async (_, header) => {
    await expect(authenticator().authenticate(header)).rejects.toMatchObject({
      code: "TOKEN_INVALID",
      status: 401,
    });
  });

  it("that is larger than any honest one, without reading it", async () => {
    const token = await sign({ ...good, padding: "p".repeat(8_000) });
    const error = await refused(token);
    expect(error.message).toContain("8192");
    await expect(authenticator().authenticate(`Bearer ${" ".repeat(5_000_000)}`)).rejects.toMatchObject({
      code: "TOKEN_INVALID",
    });
  });

  it("by the last of claims that stand twice, as RFC 7519 has it", async () => {
    const text = JSON.stringify(good);
    const twice = (claim: string) => signText(text.replace("{", `{${claim},`));
    await expect(authenticator().authenticate(`Bearer ${await twice('"sub":"eve"')}`)).resolves.toMatchObject(
      { id: "ada" },
    );
    const last = await signText(text.replace(/}$/, ',"aud":"https://other.example"}'));
    expect((await refused(last)).message).toContain("`aud`");
  });

  it("without its claims reaching prototypes", async () => {
    const token = await signText(
      JSON.stringify(good).replace(
        "{",
        '{"__proto__":{"roles":["admin"]},"constructor":{"roles":["admin"]},',
      ),
    );
    await expect(authenticator().authenticate(`Bearer ${token}`)).resolves.toEqual({
      kind: "user",
      id: "ada",
      roles: [],
    });
  });

  it("for no longer than it is bad: clocks may differ by the skew and no more", async () => {
    const one = (claims: object) => sign({ ...good, ...claims }).then((token) => `Bearer ${token}`);
    const lenient = authenticator({ clockSkew: 10_000 });
    await expect(lenient.authenticate(await one({ iat: 0, exp: seconds - 9 }))).resolves.toBeDefined();
    await expect(
      lenient.authenticate(await one({ nbf: seconds + 10, iat: seconds + 10 })),
    ).resolves.toBeDefined();
    await expect(lenient.authenticate(await one({ iat: 0, exp: seconds - 10 }))).rejects.toBeDefined();
    await expect(lenient.authenticate(await one({ nbf: seconds + 11 }))).rejects.toBeDefined();
  });
});

describe("an authenticator", () => {
  it.each(["none", "HS256", "RSA-OAEP"])("does not come to be for %s", (name) => {
    expect(() => authenticator({ algorithms: [name as "ES256"] })).toThrow(name);
  });

  it.each([
    "http://keys.example/jwks",
    "ftp://127.0.0.1/",
    "file:///etc/keys",
    "keys",
    "http://127.0.0.1.evil.example/",
  ])("does not come to be with keys from %s", (url) => {
    expect(() => authenticator({ keys: { url } })).toThrow(TypeError);
  });
});
