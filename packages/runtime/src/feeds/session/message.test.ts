import fc from "fast-check";
import { expect, it } from "vitest";
import { LintelError } from "../../errors.js";
import { closingOf } from "./closing.js";
import { readMessage } from "./message.js";

it("reads each message, and fills in what may be left out", () => {
  const subscribe = { type: "subscribe", id: 1, entity: "product" };
  expect(readMessage(JSON.stringify(subscribe))).toEqual({
    ...subscribe,
    query: "",
    from: undefined,
    snapshot: true,
  });
  for (const whole of [
    { type: "authenticate", token: "a.b.c" },
    { type: "unsubscribe", id: 7 },
    { type: "ack", id: 7, position: 0 },
  ])
    expect(readMessage(JSON.stringify(whole))).toEqual(whole);
});

it("refuses what is nested as deeply as a message has room for", () => {
  const deep = `${"[".repeat(32_000)}${"]".repeat(32_000)}`;
  for (const text of [deep, `{"type":${deep}}`, `{"type":"ack","id":${deep}}`, `{"a":${deep}}`])
    expect(() => readMessage(text)).toThrow(expect.objectContaining({ code: "FEED_MESSAGE_INVALID" }));
});

it("refuses whatever else comes, in words that fit into a close", () => {
  const type = fc.constantFrom("authenticate", "subscribe", "unsubscribe", "ack", "toString", "__proto__");
  const odd = fc.record(
    { type, id: fc.jsonValue(), entity: fc.jsonValue(), position: fc.jsonValue() },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        odd.map((value) => JSON.stringify(value)),
      ),
      (text) => {
        try {
          expect(readMessage(text).type).toMatch(/^(authenticate|subscribe|unsubscribe|ack)$/);
        } catch (error) {
          expect(error).toBeInstanceOf(LintelError);
          const { code, reason } = closingOf(error);
          expect(code).toBe(4400);
          expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
          expect(reason).toMatch(/^FEED_MESSAGE_INVALID /);
          expect(reason).not.toContain("\uFFFD");
        }
      },
    ),
  );
});
