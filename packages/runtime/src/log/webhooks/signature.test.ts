import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { createSealer } from "./seal.js";
import { newSecret, readSecret } from "./secret.js";
import { signatureHeaders, signatureOf } from "./signature.js";

const bytesOf = (secret: string) => readSecret(secret) ?? Buffer.alloc(0);
const now = () => Math.floor(Date.now() / 1000);

describe("a signature", () => {
  it("is that of the example in the specification's own library", () => {
    const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const message = {
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      timestamp: 1614265330,
      body: '{"test": 2432232314}',
    };
    expect(signatureOf(message, [bytesOf(secret)])).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  });

  const isBelieved = (body: string, id: string) => {
    const [current, previous, other] = [newSecret(), newSecret(), newSecret()];
    const message = { id, timestamp: now(), body: JSON.stringify(body) };
    const headers = signatureHeaders(message, [current, previous].map(bytesOf));
    for (const secret of [current, previous])
      expect(new Webhook(secret).verify(message.body, headers)).toBe(body);
    expect(() => new Webhook(other).verify(message.body, headers)).toThrow();
    expect(() => new Webhook(current).verify(`${message.body} `, headers)).toThrow();
    expect(() => new Webhook(current).verify(message.body, { ...headers, "webhook-id": "other" })).toThrow();
  };
  it("is believed by whoever has a secret, old or new", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), fc.uuid(), isBelieved));
  });
});

describe("a secret", () => {
  it("is 32 random bytes", () => {
    const [one, other] = [newSecret(), newSecret()];
    expect(one).not.toBe(other);
    expect(one).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(bytesOf(one)).toHaveLength(32);
  });

  it.each([
    ["too short", `whsec_${Buffer.alloc(23).toString("base64")}`],
    ["too long", `whsec_${Buffer.alloc(65).toString("base64")}`],
    ["without its prefix", Buffer.alloc(32).toString("base64")],
    ["of no base64", `whsec_${"*".repeat(44)}`],
    ["with something behind it", `${newSecret()} `],
  ])("is none where it is %s", (_, text) => expect(readSecret(text)).toBeUndefined());

  it("may have 24 to 64 bytes", () => {
    for (const length of [24, 64])
      expect(readSecret(`whsec_${Buffer.alloc(length).toString("base64")}`)).toHaveLength(length);
  });
});

describe("what is sealed", () => {
  const [old, current] = ["an older secret of the environment", "the secret of the environment now"];

  it("opens with the same key and for the same purpose only, and is never the same twice", () => {
    const sealer = createSealer([current]);
    const sealed = sealer.seal("whsec_x", "shop a");
    expect(sealed).not.toContain("whsec");
    expect(sealer.seal("whsec_x", "shop a")).not.toBe(sealed);
    expect(sealer.open(sealed, "shop a")).toBe("whsec_x");
    expect(sealer.open(sealed, "shop b")).toBeUndefined();
    expect(createSealer([old]).open(sealed, "shop a")).toBeUndefined();
  });

  it("opens while its key is known as an earlier one, and tells that it is", () => {
    const sealed = createSealer([old]).seal("whsec_x", "shop a");
    const sealer = createSealer([current, old]);
    expect(sealer.open(sealed, "shop a")).toBe("whsec_x");
    expect(sealer.isCurrent(sealed)).toBe(false);
    expect(sealer.isCurrent(sealer.seal("whsec_x", "shop a"))).toBe(true);
  });

  const isBroken = (at: number, change: number) => {
    const sealer = createSealer([current]);
    const [form, id, encoded = ""] = sealer.seal("whsec_secret", "shop a").split(".");
    const bytes = Buffer.from(encoded, "base64url");
    const place = at % bytes.length;
    bytes[place] = (bytes[place] ?? 0) ^ change;
    expect(sealer.open([form, id, bytes.toString("base64url")].join("."), "shop a")).toBeUndefined();
  };
  it("opens no more when a byte of it is changed", () => {
    fc.assert(fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), isBroken));
  });

  it.each(["", "s1", "s1.x.y", "s2.00000000.AAAA", "whsec_x"])("is not %j", (text) =>
    expect(createSealer([current]).open(text, "shop a")).toBeUndefined(),
  );
});
