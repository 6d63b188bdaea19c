import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FactOf } from "../facts.js";
import {
  anyone,
  entity,
  enumeration,
  environment,
  integer,
  nobody,
  open,
  service,
  system,
  text,
  timestamp,
  url,
} from "../index.js";
import { type TestSystem, testSystem } from "../testing/index.js";

/** Another system: says back what it was sent, and answers as its path tells it to. */
const asked: IncomingHttpHeaders[] = [];
let outside: Server;
let address: string;
let app: TestSystem;
const finished: FactOf<"fetch.finished">[] = [];

const ask = {
  url: url(),
  mode: enumeration("plain", "own headers", "own client", "short", "given up", "swallow").default("plain"),
};
const answered = { status: integer(), body: text() };

const market = service("market", {
  entities: { note: entity({ words: text(), at: timestamp() }, { access: { read: nobody } }) },
})
  .command("convert", {
    access: open("Nothing but a test calls it."),
    input: ask,
    output: answered,
    async run({ input, db, fetch: askOutside, trace, now }) {
      await db.note.insert({ words: input.mode, at: now });
      switch (input.mode) {
        case "own headers": {
          const headers = { traceparent: "00-made-up-01", tracestate: "made=up", "x-own": "kept" };
          const answer = await askOutside(input.url, { method: "POST", headers, body: "sent" });
          return { status: answer.status, body: await answer.text() };
        }
        case "own client": {
          const answer = await fetch(input.url, { headers: { ...trace } });
          return { status: answer.status, body: await answer.text() };
        }
        case "short": {
          const answer = await askOutside(input.url, { timeout: "100ms" });
          return { status: answer.status, body: await answer.text() };
        }
        case "given up": {
          const signal = AbortSignal.abort(new Error("the caller's own reason"));
          const reason = await askOutside(input.url, { signal }).catch((error: Error) => error.message);
          return { status: 0, body: String(reason) };
        }
        case "swallow": {
          const answer = await askOutside(input.url, { timeout: "100ms" }).catch(() => undefined);
          return { status: answer?.status ?? 0, body: "went on" };
        }
        default: {
          const answer = await askOutside(input.url);
          return { status: answer.status, body: await answer.text() };
        }
      }
    },
  })
  .query("rate", {
    access: anyone,
    input: { url: url() },
    output: answered,
    async run({ input, fetch: askOutside }) {
      const answer = await askOutside(new URL(input.url));
      return { status: answer.status, body: await answer.text() };
    },
  });

const shop = service("shop", {
  uses: { market },
  entities: { sale: entity({ words: text() }, { access: { read: nobody } }) },
}).query("nothing", { access: anyone, async run() {} });

const exchange = system("exchange", {
  version: 1,
  services: [market, shop],
  environments: { test: environment({ rateLimit: { off: "A test." }, timeouts: { request: "1s" } }) },
});

beforeAll(async () => {
  outside = createServer((request, response) => {
    asked.push(request.headers);
    switch (request.url) {
      case "/slow":
        return;
      case "/half":
        response.write("half of");
        return;
      case "/cut":
        request.socket.destroy();
        return;
      case "/broken":
        response.writeHead(500).end("out of order");
        return;
      default:
        response.end("1.07");
    }
  });
  await new Promise<void>((resolve) => outside.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
  app = await testSystem(exchange);
  app.running.facts.subscribe((fact) => void (fact.fact === "fetch.finished" && finished.push(fact)));
});
afterAll(async () => {
  await app?.stop();
  outside?.closeAllConnections();
  outside?.close();
});
afterEach(() => {
  asked.length = 0;
  finished.length = 0;
});

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const parentId = "00f067aa0ba902b7";
const convert = (path: string, mode = "plain", headers: Record<string, string> = {}) =>
  app.anonymous.post("/v1/market/convert", { url: `${address}${path}`, mode }, headers);
/** The parts of the `traceparent` that came out (W3C Trace Context, 3.2.2); an empty list where it is none. */
const parts = (at = 0) =>
  /^(00)-([0-9a-f]{32})-([0-9a-f]{16})-(0[0-3])$/.exec(String(asked[at]?.traceparent))?.slice(1) ?? [];

describe("the trace of a request goes along with what it asks of another system", () => {
  it.each(["00", "01", "02", "03"])(
    "in the caller's trace, as a new span, with the flags %s",
    async (flags) => {
      const headers = { traceparent: `00-${traceId}-${parentId}-${flags}` };
      const answer = await convert("/", "plain", headers);
      expect(answer).toMatchObject({ status: 200, body: { data: { status: 200, body: "1.07" } } });
      const [version, trace, span, kept] = parts();
      expect([version, trace, kept]).toEqual(["00", traceId, flags]);
      expect([parentId, "0".repeat(16)]).not.toContain(span);
      expect(asked[0]?.tracestate).toBeUndefined();
      // The call hangs below the span of the request, which the answer names.
      const [, , own] = answer.headers.get("traceparent")?.split("-") ?? [];
      expect(span).not.toBe(own);
      expect(finished[0]?.trace).toMatchObject({ traceId, spanId: span, parentId: own });
    },
  );

  it("of a query too, and each call is a span of its own", async () => {
    const path = `/v1/market/rate?url=${encodeURIComponent(`${address}/`)}`;
    const headers = { traceparent: `00-${traceId}-${parentId}-01` };
    for (let at = 0; at < 2; at++) expect((await app.anonymous.get(path, headers)).status).toBe(200);
    expect([parts(0)[1], parts(1)[1]]).toEqual([traceId, traceId]);
    expect(parts(0)[2]).not.toBe(parts(1)[2]);
  });

  it.each([
    undefined,
    "nonsense",
    `00-${traceId.toUpperCase()}-${parentId}-01`,
    `00-${"0".repeat(32)}-${parentId}-01`,
    `00-${traceId}-${"0".repeat(16)}-01`,
    `ff-${traceId}-${parentId}-01`,
    `00-${traceId}-${parentId}-01-more`,
    `00-${traceId}-${parentId}`,
    `00-${traceId}-${parentId}-01, 00-${traceId}-${parentId}-01`,
  ])(
    "of a trace that begins here where the caller sent %j, without the caller's tracestate",
    async (sent) => {
      const headers = { tracestate: "vendor=1", ...(sent !== undefined && { traceparent: sent }) };
      expect((await convert("/", "plain", headers)).status).toBe(200);
      expect(parts()[1]).toMatch(/^[0-9a-f]{32}$/);
      expect([traceId, "0".repeat(32)]).not.toContain(parts()[1]);
      expect(asked[0]?.tracestate).toBeUndefined();
    },
  );

  it.each([
    ["vendor=1", "vendor=1"],
    ["b=2,a=1", "b=2,a=1"],
    [" one=1 ,\ttwo=2", "one=1,two=2"],
    ["t@v=x y", "t@v=x y"],
    [
      Array.from({ length: 32 }, (_, n) => `k${n}=1`).join(),
      Array.from({ length: 32 }, (_, n) => `k${n}=1`).join(),
    ],
    [Array.from({ length: 33 }, (_, n) => `k${n}=1`).join(), undefined],
    ["a=1,a=2", undefined],
    ["UPPER=1", undefined],
    ["a=1,b", undefined],
    [`a=${"x".repeat(257)}`, undefined],
  ])("with tracestate %j as %j", async (sent, passedOn) => {
    const headers = { traceparent: `00-${traceId}-${parentId}-01`, tracestate: sent };
    expect((await convert("/", "plain", headers)).status).toBe(200);
    expect(parts()[1]).toBe(traceId);
    expect(asked[0]?.tracestate).toBe(passedOn);
  });

  it("whatever the command itself says of it; its other headers stay", async () => {
    const headers = { traceparent: `00-${traceId}-${parentId}-01` };
    expect((await convert("/", "own headers", headers)).status).toBe(200);
    expect(parts()[1]).toBe(traceId);
    expect(asked[0]).toMatchObject({ "x-own": "kept" });
    expect(asked[0]?.tracestate).toBeUndefined();
  });

  it("as headers for another client, of the request's own span", async () => {
    const headers = { traceparent: `00-${traceId}-${parentId}-01`, tracestate: "vendor=1" };
    const answer = await convert("/", "own client", headers);
    expect(asked[0]?.traceparent).toBe(answer.headers.get("traceparent"));
    expect(asked[0]?.tracestate).toBe("vendor=1");
  });
});

describe("another system that does not do as it should", () => {
  it.each([
    ["/slow", "short"],
    ["/half", "short"],
    ["/slow", "plain"],
    ["/cut", "plain"],
  ])(
    "%s (%s) makes the command fail with 503, undone, and says nothing of where it is",
    async (path, mode) => {
      const answer = await convert(path, mode);
      expect(answer.status).toBe(503);
      expect(answer.body.code).toMatch(/^(OUTSIDE_UNAVAILABLE|DEADLINE_EXCEEDED)$/);
      if (mode === "short" || path === "/cut") expect(answer.body.code).toBe("OUTSIDE_UNAVAILABLE");
      expect(answer.headers.get("retry-after")).not.toBeNull();
      expect(JSON.stringify(answer.body)).not.toContain("127.0.0.1");
      expect(
        await app.sql`select 1 from market.notes where words = ${mode} and words <> 'plain'`,
      ).toHaveLength(0);
    },
  );

  it("may be done without by a command that can", async () => {
    const answer = await convert("/slow", "swallow");
    expect(answer).toMatchObject({ status: 200, body: { data: { status: 0, body: "went on" } } });
  });

  it("gives its failures as answers", async () => {
    const answer = await convert("/broken");
    expect(answer.body.data).toEqual({ status: 500, body: "out of order" });
  });

  it("is not asked any more once the command gives up, for the command's own reason", async () => {
    const answer = await convert("/", "given up");
    expect(answer.body.data.body).toBe("the caller's own reason");
    expect(asked).toHaveLength(0);
  });
});

describe("the fact of a call", () => {
  it("says who asked which system, with what outcome, and neither path nor body", async () => {
    await convert("/?token=secret");
    await convert("/cut");
    const same = { service: "market", operation: "convert", method: "GET", origin: address };
    expect(finished).toMatchObject([
      { ...same, status: 200, error: undefined },
      { ...same, status: 0, error: expect.any(Error) },
    ]);
    expect(JSON.stringify(finished)).not.toContain("secret");
    expect(finished[0]?.milliseconds).toBeGreaterThan(0);
  });
});
