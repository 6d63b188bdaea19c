import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Fact } from "../facts.js";
import { type TestAnswer, type TestClient, type TestSystem, testSystem } from "../testing/index.js";
import { shop } from "./scenario.js";

let app: TestSystem;
let editor: TestClient;
const failed: Fact[] = [];

beforeAll(async () => {
  app = await testSystem(shop);
  editor = app.as({ roles: ["editor"] });
  app.running.facts.subscribe((fact) => void (fact.fact === "request.failed" && failed.push(fact)));
});
afterAll(() => app?.stop());
afterEach(async () => {
  expect(failed).toEqual([]);
  expect(await app.sql`select 1 from catalog.products where name <> 'kept'`).toHaveLength(0);
});

/** Sends bytes as they are. */
function post(body: string | Uint8Array<ArrayBuffer>, type = "application/json"): Promise<TestAnswer> {
  return editor.send("/v1/products", { method: "POST", headers: { "content-type": type }, body });
}

function expectProblem({ status, body, headers }: TestAnswer, expected: number, code: string): void {
  expect({ status, code: body?.code }).toEqual({ status: expected, code });
  expect(headers.get("content-type")).toBe("application/problem+json");
  expect(body).toMatchObject({ type: `/docs/errors#${code}`, status: expected });
  for (const name of ["title", "detail", "requestId", "next"]) expect(body).toHaveProperty(name);
}

const valid = { name: "kept not", price: "1.00" };

describe("bad bodies", () => {
  it.each([
    ["nothing", "", 400, "BODY_MALFORMED"],
    ["words", "hello", 400, "BODY_MALFORMED"],
    ["half a body", '{"name":"x"', 400, "BODY_MALFORMED"],
    ["NUL in an escape", '{"name":"a\\u0000b","price":"1.00"}', 400, "BODY_MALFORMED"],
    ["a lone surrogate", '{"name":"\\ud800","price":"1.00"}', 400, "BODY_MALFORMED"],
    [
      "a lone surrogate in a key",
      '{"name":"x","price":"1.00","details":{"\\udc00":1}}',
      400,
      "BODY_MALFORMED",
    ],
    ["a number beyond a double", '{"name":"x","price":"1.00","stock":1e999}', 400, "BODY_MALFORMED"],
    [
      "a number that a double cannot keep",
      '{"name":"x","price":"1.00","details":{"n":9007199254740993}}',
      400,
      "BODY_MALFORMED",
    ],
    ["100,000 brackets", "[".repeat(60_000), 400, "BODY_MALFORMED"],
    ["deep objects", `${'{"details":'.repeat(5_000)}1${"}".repeat(5_000)}`, 400, "BODY_MALFORMED"],
    ["a prototype key", '{"name":"x","price":"1.00","__proto__":{"stock":9}}', 400, "BODY_MALFORMED"],
    [
      "a prototype key within JSON",
      '{"name":"x","price":"1.00","details":{"__proto__":{}}}',
      400,
      "BODY_MALFORMED",
    ],
    ["null", "null", 422, "INPUT_INVALID"],
    ["a list", "[]", 422, "INPUT_INVALID"],
    ["a text", '"x"', 422, "INPUT_INVALID"],
    ["a constructor", '{"name":"x","price":"1.00","constructor":{"prototype":{}}}', 422, "INPUT_INVALID"],
    ["a toString", '{"name":"x","price":"1.00","toString":"x"}', 422, "INPUT_INVALID"],
    ["a body that is too large", JSON.stringify({ name: "x".repeat(70_000) }), 413, "BODY_TOO_LARGE"],
  ])("of %s are refused", async (_, body, status, code) => {
    expectProblem(await post(body), status, code);
  });

  it("that are not UTF-8 are refused", async () => {
    const bytes = Buffer.from('{"name":"\xff\xfe","price":"1.00"}', "latin1");
    expectProblem(await post(new Uint8Array(bytes)), 400, "BODY_MALFORMED");
  });

  it.each([
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/merge-patch+json",
    "nonsense",
    "application/json5",
  ])("of the type %s are refused", async (type) =>
    expectProblem(await post(JSON.stringify(valid), type), 415, "MEDIA_TYPE_UNSUPPORTED"),
  );

  it.each([
    ["name", [1, null, true, {}, [], "x".repeat(201)]],
    ["price", [1, -1, "1.001", "-0.01", "1e3", "NaN", "99999999999999999999.00", "1.0.0", "", null, {}]],
    ["stock", [-1, 1.5, "1", 2_147_483_648, 1e300, null, [], true]],
    ["isActive", ["true", 1, 0, null]],
    ["kind", ["other", 1, null, ""]],
    ["tags", ["x", [1], [null], ["x".repeat(21)], ["a", "b", "c", "d", "e", "f"], {}, [["x"]]]],
    ["details", ["x", 1, []]],
    [
      "releasedAt",
      [
        "yesterday",
        "2026-13-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        1,
        "2026-01-01",
        "9999999-01-01T00:00:00Z",
      ],
    ],
    ["category", ["x", 1, "01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c1", {}]],
    ["id", ["x", 1, null]],
    ["version", [1]],
    ["createdAt", ["2026-01-01T00:00:00Z"]],
    ["deletedAt", [null]],
    ["margin", ["1.00"]],
    ["nonsense", [1]],
  ])("with a wrong %s point to it", async (name, values) => {
    for (const value of values) {
      const answer = await post(JSON.stringify({ ...valid, [name]: value }));
      expectProblem(answer, 422, "INPUT_INVALID");
      expect(answer.body.errors[0]?.pointer?.startsWith(`/${name}`), JSON.stringify(value)).toBe(true);
    }
  });

  it("report every field that is wrong at once", async () => {
    const { body } = await post(JSON.stringify({ name: 1, price: "x", stock: -1, nonsense: 1 }));
    expect(body.errors.map(({ pointer }) => pointer).sort()).toEqual([
      "/name",
      "/nonsense",
      "/price",
      "/stock",
    ]);
  });
});

describe("whatever is sent", () => {
  it.each([
    `${"a".repeat(99)}%F0%9F%99%82=1`,
    `filter[${"a".repeat(92)}%F0%9F%99%82]=1`,
    `filter[name][in]${"a".repeat(83)}%F0%9F%99%82=1`,
    `sort=${"a".repeat(56)}%F0%9F%99%82%F0%9F%99%82%F0%9F%99%82`,
  ])("is shown without half of a surrogate pair at its end: ?%s", async (query) => {
    for (const answer of [
      await editor.get(`/v1/products?${query}`),
      await editor.delete(`/v1/products?${query}`),
    ]) {
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(JSON.stringify(answer.body)).not.toMatch(/\\ud[89a-f]/i);
    }
    const { body } = await editor.send(`/v1/products?${query}`, { method: "POST" });
    expect(JSON.stringify(body)).not.toMatch(/\\ud[89a-f]/i);
  });

  const hostile = fc.constantFrom(
    "'; drop table catalog.products; --",
    '" or 1=1 --',
    "$1",
    "\\'; select pg_sleep(10); --",
    "{{7*7}}",
    "../../etc/passwd",
    "%00",
    "\u202e",
    "🙂".repeat(50),
  );

  it("is stored as the text that it is, or refused; never run", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const made = await post(JSON.stringify({ name: text, price: "1.00", details: { [text]: text } }));
        expect(made.status).toBe(201);
        expect(made.body.data).toMatchObject({ name: text, details: { [text]: text } });
        await app.sql`delete from catalog.products where name = ${text}`;
        const asked = encodeURIComponent(text);
        for (const path of [
          `/v1/products/${asked}`,
          `/v1/products?filter[name]=${asked}`,
          `/v1/products?filter[${asked}]=1`,
          `/v1/products?sort=${asked}`,
          `/v1/products?q=${asked}`,
          `/v1/products?fields=${asked}`,
          `/v1/products?include=${asked}`,
          `/v1/products?page[after]=${asked}`,
          `/v1/${asked}`,
        ]) {
          const { status, body } = await app.anonymous.get(path);
          expect(status, path).toBeLessThan(500);
          if (status !== 200) expect(body.code, path).toMatch(/^[A-Z_]+$/);
        }
      }),
      { numRuns: 12 },
    );
  });

  it("is answered with a 4xx problem or done, for any JSON at all", async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 5 }), fc.constantFrom("POST", "PATCH"), async (text, method) => {
        const path = method === "POST" ? "/v1/products" : "/v1/products/01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c17";
        const answer = await editor.send(path, {
          method,
          headers: { "content-type": "application/json" },
          body: text,
        });
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expect(answer.body.code).toMatch(/^[A-Z_]+$/);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    "1",
    "x",
    "01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c17'",
    "%00",
    "..%2f..",
    "%ff",
    "a".repeat(99),
    "a".repeat(5_000),
  ])("as an id (%#) is an address where nothing is", async (id) => {
    for (const [method, path] of [
      ["GET", `/v1/products/${id}`],
      ["PATCH", `/v1/products/${id}`],
      ["DELETE", `/v1/products/${id}`],
      ["POST", `/v1/products/${id}/restore`],
    ] as const) {
      const body =
        method === "PATCH" ? { headers: { "content-type": "application/json" }, body: '{"stock":1}' } : {};
      const answer = await editor.send(path, { method, ...body });
      expect(answer.status, `${method} ${path}`).toBe(404);
      expect(answer.body.code).toMatch(/^(ID_INVALID|ROUTE_NOT_FOUND)$/);
    }
  });
});
