import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type TestClient, type TestSystem, testSystem } from "../testing/index.js";
import { shop } from "./scenario.js";

let app: TestSystem;
let editor: TestClient;
beforeAll(async () => {
  app = await testSystem(shop);
  editor = app.as({ roles: ["editor"] });
});
afterAll(() => app?.stop());
afterEach(async () => void (await app.sql`delete from catalog.products`));

const valid = '{"name":"Saw","price":"1.00"}';
const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
  editor.send("/v1/products", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });

it("refuses a body that is compressed, or said to be, and says what it takes", async () => {
  for (const body of [new Uint8Array(gzipSync(valid)), valid])
    for (const coding of ["gzip", "GZIP", "identity, br"]) {
      const answer = await post(body, { "content-encoding": coding });
      expect(answer).toMatchObject({ status: 415, body: { code: "MEDIA_TYPE_UNSUPPORTED" } });
      expect(answer.headers.get("accept-encoding")).toBe("identity");
      expect(answer.body.detail).toContain(coding);
    }
  expect((await post(valid, { "content-encoding": "Identity" })).status).toBe(201);
});

it("refuses a body in another charset than UTF-8", async () => {
  for (const parameters of [
    "charset=utf-16",
    'x="a;b"; Charset="ISO-8859-1"',
    "charset=utf-8; charset=utf-16",
  ]) {
    const answer = await post(valid, { "content-type": `application/json; ${parameters}` });
    expect(answer, parameters).toMatchObject({ status: 415, body: { code: "MEDIA_TYPE_UNSUPPORTED" } });
    expect(answer.headers.get("accept-encoding")).toBeNull();
  }
  for (const parameters of ['charset="UTF-8"', "charset=utf8", 'profile="x;charset=utf-16"'])
    expect((await post(valid, { "content-type": `application/json; ${parameters}` })).status).toBe(201);
});

it("asks who it is before it looks at the body", async () => {
  const answer = await app.anonymous.send("/v1/products", {
    method: "POST",
    headers: {
      authorization: "Bearer nonsense",
      "content-type": "application/json",
      "content-encoding": "gzip",
    },
    body: valid,
  });
  expect(answer.status).toBe(401);
});

it("refuses parameters where a write takes none", async () => {
  const made = await editor.post("/v1/products", { name: "Saw", price: "1.00" });
  const path = `/v1/products/${made.body.data.id}`;
  for (const [method, address, body] of [
    ["POST", "/v1/products?fields=name", valid],
    ["PATCH", `${path}?fields=name`, '{"name":"Axe"}'],
    ["DELETE", `${path}?fields=name`, undefined],
    ["POST", `${path}/restore?fields=name`, undefined],
    ["POST", "/v1/orders/touch?fields=name", "{}"],
  ] as const) {
    const headers = body === undefined ? {} : { "content-type": "application/json" };
    const answer = await editor.send(address, { method, headers, body: body ?? null });
    expect(answer, `${method} ${address}`).toMatchObject({
      status: 400,
      body: { code: "PARAMETER_INVALID" },
    });
    expect(answer.body.errors).toMatchObject([{ parameter: "fields", rule: "unknown" }]);
  }
  expect(await app.sql`select name from catalog.products where deleted_at is null`).toEqual([
    { name: "Saw" },
  ]);
  const odd = await editor.send(`${path}?%ff=1`, { method: "DELETE" });
  expect(odd).toMatchObject({ status: 400, body: { code: "PARAMETER_INVALID" } });
  expect((await editor.delete(`${path}?`)).status).toBe(204);
});
