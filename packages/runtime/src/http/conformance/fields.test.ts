import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestClient, type TestSystem, testSystem } from "../../testing/index.js";
import { shop } from "../scenario.js";
import { parseList } from "./structured-fields.js";
import { ask, request } from "./wire.js";

/* What headers and bodies say, read as a program reads them that knows only the RFCs. */

let app: TestSystem;
let editor: TestClient;

beforeAll(async () => {
  app = await testSystem(shop);
  editor = app.as({ roles: ["editor"] });
  for (const name of ["Axe", "Hammer", "Saw"]) await editor.post("/v1/products", { name, price: "1.00" });
});
afterAll(() => app?.stop());

describe("the parser of these tests (RFC 9651, 4.2)", () => {
  it.each(['"a', "a b", '"a",', "1.2345", "1234567890123456", '"é"', '"a";B=1', "?2", "()", '"a\\b"', ""])(
    "refuses %s, or finds no item in it",
    (field) => {
      const items = () => {
        if (parseList(field).length === 0) throw new Error("Nothing.");
      };
      expect(items).toThrow();
    },
  );
});

describe("RFC 9651: RateLimit and RateLimit-Policy", () => {
  it("are lists of one string each, with integers that count down together", async () => {
    const limited = await testSystem(shop, { environment: "limited" });
    try {
      const seen: number[] = [];
      for (const address of [
        "/v1/products",
        "/v1/products/x",
        "/v1/nothing",
        "/v1/products",
        "/v1/products",
      ]) {
        const { status, header } = await ask(limited.url, request("GET", address));
        const [policy, ...policies] = parseList(header("ratelimit-policy") ?? "");
        const [state, ...states] = parseList(header("ratelimit") ?? "");
        expect([...policies, ...states]).toEqual([]);
        expect(policy?.value).toEqual({ type: "string", value: "default" });
        expect(state?.value).toEqual(policy?.value);
        expect([...(policy?.parameters ?? [])]).toEqual([
          ["q", { type: "integer", value: 3 }],
          ["w", { type: "integer", value: 60 }],
        ]);
        expect([...(state?.parameters.keys() ?? [])]).toEqual(["r", "t"]);
        for (const one of state?.parameters.values() ?? []) expect(one.type).toBe("integer");
        const left = Number(state?.parameters.get("r")?.value);
        const until = Number(state?.parameters.get("t")?.value);
        expect(until).toBeGreaterThan(0);
        expect(until).toBeLessThanOrEqual(65);
        seen.push(left);
        expect(status === 429).toBe(seen.length > 3);
        // RFC 9110, 10.2.3: seconds, and never longer than until all is there again.
        const retry = header("retry-after");
        if (status === 429) expect(retry).toMatch(/^[1-9]\d*$/);
        if (status === 429) expect(Number(retry)).toBeLessThanOrEqual(until);
        else expect(retry).toBeUndefined();
      }
      expect(seen).toEqual([2, 1, 0, 0, 0]);
    } finally {
      await limited.stop();
    }
  });
});

describe("RFC 9651: Idempotency-Key", () => {
  const send = (key: string) => editor.post("/v1/orders/touch", {}, { "idempotency-key": key });

  it("is a string, whose escapes are part of the writing and not of the key", async () => {
    for (const [first, again] of [
      ['"plain-key"', "plain-key"],
      ['"a-\\"quoted\\"-key"', 'a-"quoted"-key'],
      ['"back\\\\slash"', "back\\slash"],
    ] as const) {
      expect((await send(first)).headers.get("idempotency-replayed")).toBeNull();
      expect((await send(again)).headers.get("idempotency-replayed")).toBe("true");
    }
  });

  it.each(['"unended', '"a" "b"', '"a", "b"', '""', "a b", '"a\\b"', '"tab\tin it"', `"${"k".repeat(256)}"`])(
    "is not %s",
    async (key) => {
      expect(await send(key)).toMatchObject({ status: 400, body: { code: "HEADER_INVALID" } });
    },
  );
});

describe("RFC 8288: Link", () => {
  /** Links with one target and one relation each, as section 3 writes them. */
  const linksIn = (field: string) =>
    new Map(
      [...field.matchAll(/<([^>]*)>((?:\s*;\s*[^\s=;,]+(?:=(?:"[^"]*"|[^\s;,"]+))?)*)\s*(?:,\s*|$)/gy)].map(
        ([, target = "", parameters = ""]) => [/;\s*rel="?([a-z]+)"?/.exec(parameters)?.[1] ?? "", target],
      ),
    );

  it("leads to the pages beside this one, in both directions, with what was asked", async () => {
    const asked = "/v1/products?page[size]=1&sort=name&q=axe or saw or hammer&filter[price]=1.00";
    const first = await app.anonymous.get(asked);
    const next = linksIn(first.headers.get("link") ?? "");
    expect([...next.keys()]).toEqual(["next"]);
    const target = next.get("next") ?? "";
    expect(target).toMatch(/^\/v1\/products\?[A-Za-z0-9\-._~:/?@!$&'()*+,;=%]+$/);
    const second = await app.anonymous.get(target);
    expect(second.body.data.map((row) => row.name)).toEqual(["Hammer"]);
    const both = linksIn(second.headers.get("link") ?? "");
    expect([...both.keys()].sort()).toEqual(["next", "prev"]);
    const back = await app.anonymous.get(both.get("prev") ?? "");
    expect(back.body.data).toEqual(first.body.data);
    const third = linksIn((await app.anonymous.get(both.get("next") ?? "")).headers.get("link") ?? "");
    expect([...third.keys()]).toEqual(["prev"]);
  });
});

describe("RFC 9457: problem details", () => {
  it("are the body of every failure, with the status that the answer has", async () => {
    const json = { "content-type": "application/json" };
    const token = { authorization: "Bearer nonsense" };
    for (const sent of [
      request("GET", "/v1/products?nonsense=1"),
      request("GET", "/v1/products", token),
      request("GET", "/v1/products/x"),
      request("PUT", "/v1/products"),
      request("GET", "/v1/products", { accept: "text/html" }),
      request("POST", "/v1/orders/touch", { "content-type": "text/plain" }, "x"),
      request("POST", "/v1/orders/touch", json, '{"a":'),
      request("POST", "/v1/orders/misbehave", json, '{"how":"throw"}'),
      request("POST", "/v1/orders/misbehave", json, '{"how":"?"}'),
      "nonsense\r\n\r\n",
      request("FROB", "/"),
    ]) {
      const answer = await ask(app.url, sent);
      expect(answer.header("content-type")).toBe("application/problem+json");
      const problem = JSON.parse(answer.body) as Record<string, unknown>;
      expect(problem.status).toBe(answer.status);
      expect(problem.requestId).toBe(answer.header("x-request-id"));
      for (const name of ["type", "title", "detail", "code"])
        expect(problem[name]).toEqual(expect.any(String));
      const about = new URL(String(problem.type), app.url);
      expect(about.hash).toBe(`#${problem.code}`);
      const page = await app.anonymous.get(about.pathname);
      expect(String(page.body)).toContain(`id="${problem.code}"`);
    }
  });

  it("say how to authenticate with 401 (RFC 9110, 15.5.2; RFC 6750, 3)", async () => {
    const [row] = (await app.anonymous.get("/v1/products")).body.data;
    const without = await app.anonymous.delete(`/v1/products/${row?.id}`);
    expect(without.headers.get("www-authenticate")).toBe("Bearer");
    const wrong = await app.anonymous.get("/v1/products", { authorization: "Bearer x" });
    expect(wrong.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
  });

  it("say with 415 what is taken, for the type, the charset and the coding of the body (15.5.16)", async () => {
    const [row] = (await app.anonymous.get("/v1/products")).body.data;
    const patch = "application/merge-patch+json, application/json";
    for (const [method, address, name, taken] of [
      ["POST", "/v1/products", "accept-post", "application/json"],
      ["POST", "/v1/orders/touch", "accept-post", "application/json"],
      ["PATCH", `/v1/products/${row?.id}`, "accept-patch", patch],
    ] as const)
      for (const headers of [
        { "content-type": "text/plain" },
        { "content-type": "application/jsonx" },
        { "content-type": "application/json; charset=utf-16" },
        { "content-type": "application/json", "content-encoding": "br" },
      ]) {
        const answer = await editor.send(address, { method, headers, body: "{}" });
        expect(answer).toMatchObject({ status: 415, body: { code: "MEDIA_TYPE_UNSUPPORTED" } });
        expect(answer.headers.get(name)).toBe(taken);
      }
    const wrongPatch = await editor.send("/v1/products", {
      method: "POST",
      headers: { "content-type": "application/merge-patch+json" },
      body: "{}",
    });
    expect(wrongPatch.status).toBe(415);
    expect(wrongPatch.headers.get("accept-post")).toBe("application/json");
  });
});

describe("RFC 9110, 8.3 and 12: types", () => {
  it("are JSON without a charset (RFC 8259, 11), and HTML with one", async () => {
    for (const [address, type] of [
      ["/v1/products", "application/json"],
      ["/v1/nothing", "application/problem+json"],
      ["/openapi.json", "application/json"],
      ["/health/live", "application/json"],
      ["/docs", "text/html; charset=utf-8"],
      ["/docs/errors", "text/html; charset=utf-8"],
    ] as const)
      expect((await app.anonymous.get(address)).headers.get("content-type"), address).toBe(type);
  });

  it.each([
    [200, "*/*"],
    [200, "application/*"],
    [200, "application/json"],
    [200, "APPLICATION/JSON"],
    [200, "text/html, application/json;q=0.001"],
    [200, "text/html;q=0.9,*/*;q=0.1"],
    [200, "application/json;q=1.000, */*;q=0"],
    [200, "application/*;q=0.5, */*;q=0"],
    [200, "text/plain , , application/json"],
    [200, 'text/plain;a="b,c", application/json'],
    [406, "text/html"],
    [406, "application/xml, text/*"],
    [406, "application/json;q=0"],
    [406, "application/json;q=0.000, */*"],
    [406, "application/*;q=0, */*;q=1"],
    [406, "*/*;q=0"],
    [406, 'text/plain;a="x, application/json"'],
    [406, "json"],
  ])("%i for Accept: %s, before anything happens", async (status, accept) => {
    for (const answer of [
      await editor.get("/v1/products", { accept }),
      await editor.get("/v1/catalog/cheapest?below=2.00", { accept }),
      await editor.post("/v1/orders/touch", {}, { accept }),
    ])
      expect(answer.status).toBe(status);
  });
});
