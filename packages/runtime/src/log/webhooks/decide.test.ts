import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideOn, restOf } from "./decide.js";
import type { PostOutcome } from "./post.js";

const retries = [5_000, 300_000];
const now = Date.parse("2026-01-01T00:00:00Z");
const terms = { retries, now, random: 0 };
const answered = (status: number, retryAfter?: string): PostOutcome => ({
  kind: "answered",
  status,
  retryAfter,
  response: "",
});
const failed: PostOutcome = { kind: "failed", error: "TIMEOUT", detail: "" };
const fresh = { attempts: 0, failingSince: undefined };

describe("an attempt", () => {
  it.each([200, 201, 202, 204, 299])("that is answered %d is delivered", (status) =>
    expect(decideOn(answered(status), fresh, terms)).toEqual({ kind: "delivered" }),
  );

  it.each([199, 301, 302, 307, 308, 400, 401, 404, 409, 429, 500, 503, 999])(
    "that is answered %d is made again",
    (status) =>
      expect(decideOn(answered(status), fresh, terms)).toEqual({ kind: "again", nextAt: now + 5_000 }),
  );

  it("that is answered 410 is the last, whatever was before", () => {
    for (const attempts of [0, 1, 2])
      expect(decideOn(answered(410), { ...fresh, attempts }, terms)).toEqual({
        kind: "disable",
        reason: "gone",
      });
  });

  it("is made after each wait, and then no more", () => {
    expect(decideOn(failed, fresh, terms)).toEqual({ kind: "again", nextAt: now + 5_000 });
    expect(decideOn(failed, { ...fresh, attempts: 1 }, terms)).toEqual({
      kind: "again",
      nextAt: now + 300_000,
    });
    expect(decideOn(failed, { ...fresh, attempts: 2 }, terms)).toEqual({
      kind: "disable",
      reason: "failing",
    });
  });

  it("waits as long as it is asked to where that is longer, a day at most", () => {
    const nextOf = (retryAfter: string) => decideOn(answered(503, retryAfter), fresh, terms);
    expect(nextOf("120")).toEqual({ kind: "again", nextAt: now + 120_000 });
    expect(nextOf("1")).toEqual({ kind: "again", nextAt: now + 5_000 });
    expect(nextOf("Thu, 01 Jan 2026 00:01:00 GMT")).toEqual({ kind: "again", nextAt: now + 60_000 });
    expect(nextOf("99999999")).toEqual({ kind: "again", nextAt: now + 86_400_000 });
  });

  it("is never made before its wait, nor more than a tenth later, unless it is asked to", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempts, random) => {
          const verdict = decideOn(failed, { ...fresh, attempts }, { ...terms, random });
          const wait = retries[attempts] ?? 0;
          if (verdict.kind !== "again") throw new Error(verdict.kind);
          expect(verdict.nextAt - now).toBeGreaterThanOrEqual(wait);
          expect(verdict.nextAt - now).toBeLessThanOrEqual(wait * 1.1 + 1);
        },
      ),
    );
  });
});

it.each([undefined, "", "soon", "-5", "1.5", "0x10", "Wed, 31 Dec 2025 00:00:00 GMT"])(
  "%j asks for no rest",
  (text) => expect(restOf(text, now)).toBe(0),
);
