import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callerKey, createRateLimit, createRequestRate, rateLimitHeaders } from "./index.js";

function given(requests: number, windowMs: number, callers?: number) {
  const time = { now: 1_900_000_000_000 };
  const limit = createRateLimit({ requests, windowMs, callers, clock: () => time.now });
  return { time, limit, take: (key = "ada") => limit.take(key) };
}

describe("a rate limit", () => {
  it("allows as many as it says, then none", () => {
    const { take } = given(3, 60_000);
    expect([1, 2, 3, 4, 5].map(() => take().allowed)).toEqual([true, true, true, false, false]);
  });

  it("counts down what remains", () => {
    const { take } = given(2, 60_000);
    expect(take()).toMatchObject({ limit: 2, remaining: 1, retrySeconds: 0 });
    expect(take()).toMatchObject({ limit: 2, remaining: 0, retrySeconds: 0 });
    expect(take()).toMatchObject({ limit: 2, remaining: 0, allowed: false });
  });

  it("counts callers apart", () => {
    const { take } = given(1, 60_000);
    expect(take("ada").allowed).toBe(true);
    expect(take("bob").allowed).toBe(true);
    expect(take("ada").allowed).toBe(false);
  });

  it("never allows more in any window, wherever it begins, and is all there again when it says", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 12, max: 5_000 }),
        fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 400 }),
        (requests, windowMs, gaps) => {
          const { time, take } = given(requests, windowMs);
          const allowed: number[] = [];
          let last = take();
          allowed.push(time.now);
          for (const gap of gaps) {
            time.now += gap;
            last = take();
            if (last.allowed) allowed.push(time.now);
          }
          for (const [n, moment] of allowed.entries()) {
            const next = allowed[n + requests];
            if (next !== undefined) expect(next - moment).toBeGreaterThanOrEqual(windowMs);
          }
          time.now += last.resetSeconds * 1_000;
          for (let n = 0; n < requests; n += 1) expect(take().allowed).toBe(true);
        },
      ),
    );
  });

  it("allows a request once the seconds that it asked for have passed, and not a window earlier than it must", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.array(fc.integer({ min: 0, max: 9_000 }), { minLength: 10, maxLength: 60 }),
        (requests, gaps) => {
          const { time, take } = given(requests, 60_000);
          for (const gap of gaps) {
            time.now += gap;
            const verdict = take();
            if (verdict.allowed) continue;
            expect(verdict.retrySeconds).toBeGreaterThan(0);
            expect(verdict.retrySeconds).toBeLessThanOrEqual(65);
            time.now += verdict.retrySeconds * 1_000;
            expect(take().allowed).toBe(true);
          }
        },
      ),
    );
  });

  it("gives a steady caller at least 12/13 of it", () => {
    const { time, take } = given(600, 60_000);
    let allowed = 0;
    for (let n = 0; n < 12_000; n += 1) {
      time.now += 100;
      if (take().allowed) allowed += 1;
    }
    expect(allowed).toBeGreaterThanOrEqual((12_000 * 12) / 13);
  });

  it("holds when the clock is set back", () => {
    const { time, take } = given(2, 60_000);
    take();
    take();
    time.now -= 3_600_000;
    expect(take().allowed).toBe(false);
  });

  it("forgets the caller not seen for longest when there are too many", () => {
    const { take } = given(1, 60_000, 2);
    take("ada");
    take("bob");
    take("ada");
    take("eve");
    expect(take("ada").allowed).toBe(false);
    expect(take("bob").allowed).toBe(true);
  });

  it.each([
    [0, 1],
    [1.5, 1_000],
    [1, -1],
    [Number.NaN, 1],
    [1, Number.POSITIVE_INFINITY],
  ])("does not come to be with %d requests in %d ms", (requests, windowMs) => {
    expect(() => createRateLimit({ requests, windowMs })).toThrow(RangeError);
  });
});

describe("the headers of a rate limit", () => {
  it("are structured fields, with Retry-After once nothing is left", () => {
    const { limit, take } = given(1, 60_000);
    const reset = expect.stringMatching(/^"default";r=0;t=6[0-5]$/);
    const policy = ["RateLimit-Policy", '"default";q=1;w=60', "RateLimit", reset];
    expect(rateLimitHeaders({ limit, verdict: take() })).toEqual(policy);
    const seconds = expect.stringMatching(/^6[0-5]$/);
    expect(rateLimitHeaders({ limit, verdict: take() })).toEqual([...policy, "Retry-After", seconds]);
  });

  it("have a place for each limit, and the longest wait of them", () => {
    const time = { now: 1_900_000_000_000 };
    const clock = () => time.now;
    const limit = createRateLimit({ requests: 5, windowMs: 60_000, clock });
    const all = createRateLimit({ name: "tenant", requests: 1, windowMs: 3_600_000, clock });
    const headers = () =>
      rateLimitHeaders({ limit, verdict: limit.take("ada") }, { limit: all, verdict: all.take("t") });
    const policy = '"default";q=5;w=60, "tenant";q=1;w=3600';
    expect(headers().slice(0, 3)).toEqual(["RateLimit-Policy", policy, "RateLimit"]);
    expect(headers()[3]).toMatch(/^"default";r=3;t=\d\d, "tenant";r=0;t=\d{4}$/);
    expect(Number(headers()[5])).toBeGreaterThan(3_000);
  });
});

describe("the rate of requests", () => {
  const given = (requests: number, requestsPerTenant: number) =>
    createRequestRate(
      createRateLimit({ requests, windowMs: 60_000, clock: () => 1 }),
      createRateLimit({ name: "tenant", requests: requestsPerTenant, windowMs: 60_000, clock: () => 1 }),
    );
  const met = ({ exceeded }: { readonly exceeded?: { readonly limit: string } | undefined }) =>
    exceeded?.limit ?? "none";

  it("is that of each caller, and that of all callers of a tenant together", () => {
    const rate = given(3, 4);
    const ask = (caller: string, tenant?: string) => met(rate.count(caller, tenant));
    expect([1, 2, 3, 4].map(() => ask("ada", "one"))).toEqual(["none", "none", "none", "caller"]);
    expect(["bob", "eve", "ada"].map((who) => ask(who, "one"))).toEqual(["none", "tenant", "caller"]);
    expect([ask("cyd", "other"), ask("dan"), ask("dan")]).toEqual(["none", "none", "none"]);
  });

  it("says which limit was met, and where the caller stands with both", () => {
    const rate = given(3, 1);
    rate.count("ada", "one");
    const { exceeded, headers } = rate.count("bob", "one");
    expect(exceeded?.detail).toBe(
      "The callers of this tenant have made all of their 1 requests of the window.",
    );
    expect(headers[1]).toBe('"default";q=3;w=60, "tenant";q=1;w=60');
    expect(headers).toContain("Retry-After");
  });

  it("does not count for a tenant what one caller of it is refused", () => {
    const rate = given(1, 3);
    for (let n = 0; n < 50; n += 1) rate.count("ada", "one");
    expect(["bob", "eve", "dan"].map((who) => met(rate.count(who, "one")))).toEqual([
      "none",
      "none",
      "tenant",
    ]);
  });

  it("counts for a tenant that is known only later", () => {
    const rate = given(10, 2);
    const late = () => met(rate.countTenant("one", rate.count("192.0.2.1", undefined)));
    expect([late(), late(), late(), met(rate.count("ada", "one"))]).toEqual([
      "none",
      "none",
      "tenant",
      "tenant",
    ]);
    expect(met(rate.countTenant(undefined, rate.count("192.0.2.1", undefined)))).toBe("none");
  });

  it("is only that of each caller where tenants have none", () => {
    const rate = createRequestRate(createRateLimit({ requests: 2, windowMs: 60_000 }), undefined);
    expect([1, 2, 3].map(() => met(rate.count("ada", "one")))).toEqual(["none", "none", "caller"]);
    expect(rate.count("bob", "one").headers[1]).toBe('"default";q=2;w=60');
  });
});

describe("the caller whom a limit counts", () => {
  it.each([
    ["ada", "192.0.2.1", "actor ada"],
    ["192.0.2.1", "192.0.2.9", "actor 192.0.2.1"],
    ["", "192.0.2.1", "192.0.2.1"],
    ["", "::ffff:192.0.2.1", "192.0.2.1"],
    ["", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["", "2001:DB8:1:2::", "2001:db8:1:2::/64"],
    ["", "2001:0db8:0001:0002::9", "2001:db8:1:2::/64"],
    ["", "2001:db8::1", "2001:db8:0:0::/64"],
    ["", "fe80::1%eth0", "fe80:0:0:0::/64"],
    ["", "::1", "0:0:0:0::/64"],
    ["", "::", "0:0:0:0::/64"],
    ["", "64:ff9b::192.0.2.1", "64:ff9b:0:0::/64"],
    ["", "", ""],
  ])("with the id %j at %j is %j", (actor, address, key) => {
    expect(callerKey(actor, address)).toBe(key);
  });

  it("is one for all addresses of a network, and another for the next", () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
    const groups = (length: number) => fc.array(group, { minLength: length, maxLength: length });
    fc.assert(
      fc.property(groups(4), groups(4), groups(4), groups(4), (network, other, one, two) => {
        const key = callerKey("", [...network, ...one].join(":"));
        expect(callerKey("", [...network, ...two].join(":"))).toBe(key);
        expect(callerKey("", [...other, ...two].join(":")) === key).toBe(other.join() === network.join());
      }),
    );
  });
});
