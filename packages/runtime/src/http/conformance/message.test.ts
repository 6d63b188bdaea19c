import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FactOf } from "../../facts.js";
import { type TestClient, type TestSystem, testSystem } from "../../testing/index.js";
import { shop } from "../scenario.js";
import { ask, request, say } from "./wire.js";

/* RFC 9112 and RFC 9110, sections 10 and 15: where a request ends, what its target is, and what is not read at all. */

let app: TestSystem;
let editor: TestClient;
let path: string;
const finished: FactOf<"request.finished">[] = [];

beforeAll(async () => {
  app = await testSystem(shop);
  editor = app.as({ roles: ["editor"] });
  const made = await editor.post("/v1/products", { name: "Hammer", price: "19.90" });
  path = `/v1/products/${made.body.data.id}`;
  app.running.facts.subscribe((fact) => void (fact.fact === "request.finished" && finished.push(fact)));
});
afterAll(() => app?.stop());
beforeEach(() => {
  finished.length = 0;
});

const touch = (headers: string, body: string) =>
  `POST /v1/orders/touch HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${headers}\r\n\r\n${body}`;
const read = (headers: string) => `GET /v1/products HTTP/1.1\r\nhost: x\r\n${headers}\r\n\r\n`;
/** What an attacker would like to have read as a request of its own. */
const smuggled = "GET /v1/smuggled HTTP/1.1\r\nhost: x\r\n\r\n";

describe("RFC 9112, 6 and 7: a request whose end two readers could see at different places is not taken", () => {
  const chunked = "transfer-encoding: chunked";
  const body = "2\r\n{}\r\n0\r\n\r\n";
  it.each([
    ["a length beside chunks", touch(`content-length: 2\r\n${chunked}`, body)],
    ["chunks beside a length", touch(`${chunked}\r\ncontent-length: 2`, body)],
    ["two lengths", touch("content-length: 2\r\ncontent-length: 3", "{} ")],
    ["the same length twice", touch("content-length: 2\r\ncontent-length: 2", "{}")],
    ["a list of lengths", touch("content-length: 2, 2", "{}")],
    ["a length with a sign", touch("content-length: +2", "{}")],
    ["a length below zero", touch("content-length: -2", "{}")],
    ["a length in another base", touch("content-length: 0x2", "{}")],
    ["a length that is no number", touch("content-length: 2 2", "{}")],
    ["an empty length", touch("content-length:", "{}")],
    ["a length beyond all numbers", touch("content-length: 99999999999999999999999", "{}")],
    ["chunks said twice", touch(`${chunked}\r\n${chunked}`, body)],
    ["a coding that is none", touch("transfer-encoding: xchunked", body)],
    ["chunks before another coding", touch("transfer-encoding: chunked, gzip", body)],
    ["the coding identity", touch("transfer-encoding: identity", "{}")],
    ["a coding after a vertical tab", touch("transfer-encoding: \x0bchunked", body)],
    ["a coding on a folded line", touch("transfer-encoding:\r\n chunked", body)],
    ["an empty coding", touch("transfer-encoding:", "{}")],
    ["a blank before the colon", touch("transfer-encoding : chunked", body)],
    ["a size that is no number", touch(chunked, "zz\r\n{}\r\n0\r\n\r\n")],
    ["a size with a prefix", touch(chunked, "0x2\r\n{}\r\n0\r\n\r\n")],
    ["a size below zero", touch(chunked, "-2\r\n{}\r\n0\r\n\r\n")],
    ["a size with a blank", touch(chunked, "2 \r\n{}\r\n0\r\n\r\n")],
    ["a size beyond all numbers", touch(chunked, "fffffffffffffffff\r\n{}\r\n0\r\n\r\n")],
    ["a chunk longer than its size", touch(chunked, "1\r\n{}\r\n0\r\n\r\n")],
    ["chunks that end with a line feed", touch(chunked, "2\n{}\n0\n\n")],
    ["an extension that ends with a line feed", touch(chunked, "2;\n{}\r\n0\r\n\r\n")],
  ])("%s", async (_, sent) => {
    const answers = await say(app.url, `${sent}${smuggled}`);
    expect(answers.map(({ status }) => status)).toEqual([400]);
    expect(answers[0]?.code).toMatch(/^(HEADER_INVALID|BODY_ABORTED)$/);
    expect(answers[0]?.header("connection")).toBe("close");
    expect(finished).toHaveLength(1);
  });

  it("takes chunks with extensions and trailers, and reads neither", async () => {
    const trailer = "authorization: Bearer x\r\n";
    const sent = touch(chunked, `2;name="a;b"\r\n{}\r\n0\r\n${trailer}\r\n`);
    const answers = await say(app.url, `${sent}${smuggled}`, { answers: 2 });
    expect(answers.map(({ status }) => status)).toEqual([200, 404]);
  });

  it("takes the content of a GET for content, not for a request", async () => {
    const sent = `${read(`content-length: ${smuggled.length}`)}${smuggled}${read("x: y")}`;
    const answers = await say(app.url, sent, { answers: 2 });
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  it("does not switch protocols, and reads on after the content", async () => {
    for (const upgrade of ["websocket", "h2c", "TLS/1.0"]) {
      const sent = touch(`connection: upgrade\r\nupgrade: ${upgrade}\r\ncontent-length: 2`, "{}");
      const answers = await say(app.url, sent, { answers: 2, next: smuggled });
      expect(answers.map(({ status }) => status)).toEqual([200, 404]);
    }
  });
});

describe("RFC 9112, 2.2 and 5: lines and headers", () => {
  it.each([
    ["a blank before the colon", read("x : y")],
    ["a header on two lines (obs-fold)", read("accept: text/html,\r\n application/json")],
    ["a header without a colon", read("x")],
    ["a header without a name", read(": y")],
    ["a name with a blank", read("x y: z")],
    ["a name with a character that is none of a token", read("x(y): z")],
    ["NUL in a header", read("x: a\0b")],
    ["a control character in a header", read("x: a\x01b")],
    ["a carriage return within a header", read("x: a\rb")],
    ["a line feed within a header", read("x: a\nb")],
    ["lines that end with a line feed", "GET /v1/products HTTP/1.1\nhost: x\n\n"],
    ["lines that end with a carriage return", "GET /v1/products HTTP/1.1\rhost: x\r\r"],
    ["a blank before the first header", "GET /v1/products HTTP/1.1\r\n host: x\r\n\r\n"],
    ["a version without a minor one", "GET /v1/products HTTP/1\r\nhost: x\r\n\r\n"],
    ["a version in small letters", "GET /v1/products http/1.1\r\nhost: x\r\n\r\n"],
    ["no version", "GET /v1/products\r\nhost: x\r\n\r\n"],
    ["the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["a TLS handshake", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"],
    ["two Hosts", "GET /v1/products HTTP/1.1\r\nhost: a\r\nhost: a\r\n\r\n"],
    ["no Host", "GET /v1/products HTTP/1.1\r\n\r\n"],
  ])("refuses %s", async (_, sent) => {
    const answer = await ask(app.url, sent);
    expect(answer).toMatchObject({ status: 400, code: "HEADER_INVALID" });
    expect(finished).toHaveLength(1);
  });

  it("passes over empty lines before a request", async () => {
    expect((await ask(app.url, `\r\n\r\n${read("x: y")}`)).status).toBe(200);
  });
});

describe("RFC 9112, 3: the target", () => {
  it("may be a whole address, whose authority is not looked at", async () => {
    for (const origin of ["http://shop.example", "https://other.example:8443", "HTTP://[::1]"]) {
      expect((await ask(app.url, request("GET", `${origin}${path}`))).status).toBe(200);
      const refused = await ask(app.url, request("PUT", `${origin}${path}`));
      expect(refused.status).toBe(405);
      expect(refused.header("allow")).toBe("DELETE, GET, HEAD, OPTIONS, PATCH");
      expect((await ask(app.url, request("OPTIONS", `${origin}/v1/products`))).status).toBe(204);
      for (const rest of ["", "?page[size]=1", "?x=/v1/products"])
        expect(await ask(app.url, request("GET", `${origin}${rest}`))).toMatchObject({ status: 404 });
    }
  });

  it("in both forms is one request to an Idempotency-Key", async () => {
    const headers = { "idempotency-key": "one-request", "content-type": "application/json" };
    const first = await ask(app.url, request("POST", "/v1/orders/touch", headers, "{}"));
    const again = await ask(app.url, request("POST", "http://a/v1/orders/touch", headers, "{}"));
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.header("idempotency-replayed")).toBe("true");
  });

  it.each([
    "http:///v1/products",
    "ftp://shop.example/v1/products",
    "file:///etc/passwd",
    "/v1/products#fragment",
    "/v1/products?page[size]=1#x",
    "v1/products",
    "shop.example:80",
    "/v1/prod\xfccts",
    "/v1/products?q=\xc3\xa9",
    "/v1/products?q=a b",
    "/v1/products\x7f",
  ])("%j is none", async (target) => {
    const answer = await ask(app.url, request("GET", target));
    expect(answer).toMatchObject({ status: 400, code: "HEADER_INVALID" });
  });

  it("with an escape that need not be one is the same address (RFC 3986, 6.2.2.2)", async () => {
    const escaped = path.replace("products", "%70roduct%73").replace("/v1", "/%761");
    expect((await ask(app.url, request("GET", escaped))).status).toBe(200);
    const refused = await ask(app.url, request("PUT", escaped));
    expect(refused.status).toBe(405);
    expect(refused.header("allow")).toBe("DELETE, GET, HEAD, OPTIONS, PATCH");
    expect((await ask(app.url, request("OPTIONS", "/v1/%70roducts"))).status).toBe(204);
  });

  it.each([
    "/v1%2Fproducts",
    "/v1/products/",
    "/v1//products",
    "//v1/products",
    "/v1/x/../products",
    "/v1/%2e%2e/v1/products",
    "/v1\\products",
    "/V1/products",
    "/v1/products;a=b",
    "/v1/products%00",
    "/v1/products%20",
    "/v1/%",
    "/v1/%zz",
    "/v1/%c3",
  ])("%s is another address than /v1/products, where nothing is", async (target) => {
    for (const method of ["GET", "PUT", "OPTIONS"])
      expect((await ask(app.url, request(method, target))).status, method).toBe(404);
  });

  it("beyond 12,288 characters is 414, by whichever way it comes (RFC 9110, 15.5.15)", async () => {
    const long = (length: number) => `/v1/products?q=${"a".repeat(length - 15)}`;
    expect((await ask(app.url, request("GET", long(12_288)))).status).toBe(400);
    for (const target of [long(12_289), long(15_000), long(30_000), `/${"a".repeat(13_000)}`]) {
      const answer = await ask(app.url, request("GET", target));
      expect(answer).toMatchObject({ status: 414, code: "URI_TOO_LONG" });
    }
  });
});

describe("RFC 9110, 15: what is too much", () => {
  it("431: more headers than 16,384 bytes", async () => {
    for (const headers of [
      `x: ${"y".repeat(17_000)}`,
      Array.from({ length: 1_500 }, (_, n) => `x${n}: ${"y".repeat(12)}`).join("\r\n"),
    ])
      expect(await ask(app.url, read(headers))).toMatchObject({ status: 431, code: "HEADERS_TOO_LARGE" });
  });

  it("413: a body that is announced or sent beyond the limit, which stands in the answer", async () => {
    const size = 65_537;
    for (const sent of [
      touch(`content-length: ${size}`, "x".repeat(size)),
      touch(`content-length: ${size}`, ""),
      touch("transfer-encoding: chunked", `${size.toString(16)}\r\n${"x".repeat(size)}\r\n0\r\n\r\n`),
    ]) {
      const answer = await ask(app.url, sent);
      expect(answer).toMatchObject({ status: 413, code: "BODY_TOO_LARGE" });
      expect(answer.body).toContain("65536");
    }
    expect((await ask(app.url, touch("content-length: 65536", `{}${" ".repeat(65_534)}`))).status).toBe(200);
  });

  it("408: a request that does not arrive in time, and no more on its connection", async () => {
    const hasty = await testSystem(shop, { environment: "hasty" });
    try {
      for (const sent of ["GET /v1/products HTTP/1.1\r\nhost: x\r\n", touch("content-length: 9", "{")]) {
        const answer = await ask(hasty.url, sent);
        expect(answer).toMatchObject({ status: 408, code: "REQUEST_TIMEOUT" });
        expect(answer.header("connection")).toBe("close");
      }
    } finally {
      await hasty.stop();
    }
  });
});

describe("RFC 9110, 10.1.1: Expect", () => {
  const expecting = (method: string, target: string, headers: Record<string, string>) =>
    request(method, target, { expect: "100-continue", "content-type": "application/json", ...headers });

  it("asks for the body once it is known that it will be read", async () => {
    const answers = await say(app.url, expecting("POST", "/v1/orders/touch", { "content-length": "2" }), {
      answers: 1,
      next: "{}",
    });
    expect(answers.map(({ status }) => status)).toEqual([100, 200]);
  });

  it.each([
    [401, "POST", "/v1/orders/touch", { authorization: "Bearer nonsense" }],
    [406, "POST", "/v1/orders/touch", { accept: "text/html" }],
    [413, "POST", "/v1/orders/touch", { "content-length": "999999999" }],
    [415, "POST", "/v1/orders/touch", { "content-encoding": "gzip" }],
    [400, "POST", "/v1/orders/touch?x=1", {}],
    [404, "POST", "/v1/nothing", {}],
    [405, "PUT", "/v1/orders/touch", {}],
  ])("answers %i at once instead, and ends the connection", async (status, method, target, headers) => {
    const sent = expecting(method, target, { "content-length": "2", ...headers });
    const answers = await say(app.url, sent);
    expect(answers.map((answer) => answer.status)).toEqual([status]);
    expect(answers[0]?.header("connection")).toBe("close");
  });

  it("is passed over in HTTP/1.0, and where it expects something else", async () => {
    const old = touch("expect: 100-continue\r\ncontent-length: 2", "{}").replace("HTTP/1.1", "HTTP/1.0");
    for (const sent of [old, touch("expect: something\r\ncontent-length: 2", "{}")])
      expect((await say(app.url, sent, { answers: 1 })).map(({ status }) => status)).toEqual([200]);
  });
});

describe("every answer, also to what could not be read", () => {
  it("has a date, an id, a trace, and the headers that protect browsers", async () => {
    const long = "a".repeat(20_000);
    const bodies = [
      read("x: y"),
      read("accept: text/html"),
      request("GET", "/v1/nothing"),
      request("PUT", path),
    ];
    const broken = ["nonsense\r\n\r\n", read(`x: ${long}`), request("GET", `/${long}`), request("FROB", "/")];
    const inside = [
      touch("transfer-encoding: chunked", "zz\r\n"),
      request("CONNECT", "a:1"),
      request("OPTIONS", path),
    ];
    for (const sent of [...bodies, ...broken, ...inside, request("GET", "/docs")]) {
      const answer = await ask(app.url, sent);
      const named = `${sent.slice(0, 40)} ${answer.status}`;
      expect(Date.parse(answer.header("date") ?? ""), named).not.toBeNaN();
      expect(answer.header("x-request-id"), named).toMatch(/^[!-~]{36}$/);
      expect(answer.header("traceparent"), named).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]$/);
      expect(answer.header("content-security-policy"), named).toContain("default-src 'none'");
      expect(answer.header("x-content-type-options"), named).toBe("nosniff");
      expect(answer.header("strict-transport-security"), named).toContain("max-age=");
      expect(answer.header("x-frame-options"), named).toMatch(/^DENY$/i);
      expect(answer.header("referrer-policy"), named).toBe("no-referrer");
      for (const name of ["server", "x-powered-by"]) expect(answer.header(name), named).toBeUndefined();
      const names = answer.lines.map(([name]) => name.toLowerCase()).filter((name) => name !== "vary");
      expect(new Set(names).size, `${named}: a header twice`).toBe(names.length);
    }
  });
});
