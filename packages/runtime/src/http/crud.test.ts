import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestClient, type TestSystem, testSystem } from "../testing/index.js";
import { shop } from "./scenario.js";

let app: TestSystem;
let editor: TestClient;

beforeAll(async () => {
  app = await testSystem(shop);
  editor = app.as({ roles: ["editor"] });
});
afterAll(() => app?.stop());

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

async function product(values: object = {}) {
  const { status, body } = await editor.post("/v1/products", { name: "Hammer", price: "19.90", ...values });
  expect(status).toBe(201);
  return body.data;
}

describe("rows over HTTP", () => {
  it("creates, reads, changes, deletes and restores one", async () => {
    const created = await editor.post("/v1/products", { name: "Hammer", price: "19.90" });
    expect(created.status).toBe(201);
    expect(created.headers.get("etag")).toBe('"1"');
    const { id } = created.body.data;
    expect(created.headers.get("location")).toBe(`/v1/products/${id}`);
    expect(created.body.data).toMatchObject({
      name: "Hammer",
      price: "19.90",
      stock: 0,
      isActive: true,
      version: 1,
    });
    expect(created.body.meta.requestId).toBe(created.headers.get("x-request-id"));
    expect(created.body.meta.timestamp).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

    const read = await app.anonymous.get(`/v1/products/${id}`);
    expect(read.status).toBe(200);
    expect(read.body.data).toEqual(created.body.data);
    expect(read.headers.get("content-type")).toBe("application/json");

    const changed = await editor.patch(`/v1/products/${id}`, { price: "21.00", description: "Heavy" });
    expect(changed.status).toBe(200);
    expect(changed.body.data).toMatchObject({
      price: "21.00",
      description: "Heavy",
      name: "Hammer",
      version: 2,
    });
    expect(changed.headers.get("etag")).toBe('"2"');

    const emptied = await editor.patch(`/v1/products/${id}`, { description: null });
    expect(emptied.body.data).toMatchObject({ description: null, version: 3 });

    expect((await editor.delete(`/v1/products/${id}`)).status).toBe(204);
    expect((await app.anonymous.get(`/v1/products/${id}`)).body.code).toBe("PRODUCT_NOT_FOUND");

    const restored = await editor.post(`/v1/products/${id}/restore`);
    expect(restored.status).toBe(200);
    expect(restored.body.data).toMatchObject({ id, name: "Hammer", deletedAt: null });
  });

  it("takes a patch as plain JSON too", async () => {
    const { id } = await product();
    const sent = { "content-type": "application/json; charset=utf-8" };
    expect((await editor.patch(`/v1/products/${id}`, { stock: 4 }, sent)).body.data.stock).toBe(4);
  });

  it("makes ids and request ids in order of time, and takes the caller's request id", async () => {
    const { id } = await product();
    expect(id).toMatch(uuid);
    const own = await app.anonymous.get("/v1/products", { "x-request-id": "order-4711" });
    expect(own.body.meta.requestId).toBe("order-4711");
    for (const bad of ['a"b', "a b", "x".repeat(129)]) {
      const { body } = await app.anonymous.get("/v1/products", { "x-request-id": bad });
      expect(body.meta.requestId).toMatch(uuid);
    }
  });

  it("tells who may not, and who should say who they are", async () => {
    const anonymous = await app.anonymous.post("/v1/products", { name: "x", price: "1.00" });
    expect(anonymous).toMatchObject({ status: 401, body: { code: "TOKEN_MISSING" } });
    expect(anonymous.headers.get("www-authenticate")).toMatch(/^Bearer/);
    const other = await app.as({ roles: ["reader"] }).post("/v1/products", { name: "x", price: "1.00" });
    expect(other).toMatchObject({ status: 403, body: { code: "ACCESS_DENIED" } });
    const forged = await app.anonymous.get("/v1/products", { authorization: "Bearer a.b.c" });
    expect(forged).toMatchObject({ status: 401, body: { code: "TOKEN_INVALID" } });
  });

  it("keeps another's row as silent as one that is not there", async () => {
    const [ann, bob] = [app.as({}), app.as({})];
    const mine = await ann.post("/v1/contacts", {
      mail: "ann@example.com",
      subject: "hi",
      user: ann.subject,
    });
    expect(mine.status).toBe(201);
    const path = `/v1/contacts/${mine.body.data.id}`;
    expect((await ann.get(path)).status).toBe(200);
    const missing = await bob.get("/v1/contacts/01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c17");
    const hidden = await bob.get(path);
    expect(hidden.status).toBe(404);
    expect(hidden.body.code).toBe(missing.body.code);
    expect((await bob.delete(path)).status).toBe(404);
    expect((await ann.get("/v1/contacts")).body.data).toHaveLength(1);
    expect((await bob.get("/v1/contacts")).body.data).toHaveLength(0);
  });

  it("says what a unique value, a reference and a field in use stand in the way of", async () => {
    const { body } = await editor.post("/v1/categories", { name: "Tools" });
    const category = body.data.id;
    const again = await editor.post("/v1/categories", { name: "Tools" });
    expect(again).toMatchObject({
      status: 409,
      body: { code: "CATEGORY_EXISTS", errors: [{ pointer: "/name" }] },
    });
    const dangling = "01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c17";
    const refers = await editor.post("/v1/products", { name: "x", price: "1.00", category: dangling });
    expect(refers).toMatchObject({ status: 422, body: { code: "REFERENCE_NOT_FOUND" } });
    await product({ category });
    const used = await editor.delete(`/v1/categories/${category}`);
    expect(used).toMatchObject({ status: 409, body: { code: "CATEGORY_IN_USE" } });
  });

  it("never shows a private field", async () => {
    const made = await product();
    expect(Object.keys(made)).not.toContain("margin");
    const asked = await app.anonymous.get(`/v1/products/${made.id}?fields=margin`);
    expect(asked).toMatchObject({ status: 400, body: { code: "PARAMETER_INVALID" } });
    const set = await editor.patch(`/v1/products/${made.id}`, { margin: "5.00" });
    expect(set).toMatchObject({ status: 422, body: { code: "INPUT_INVALID" } });
  });
});

describe("conditional requests", () => {
  it("answers 304 to whoever has the row already", async () => {
    const { id } = await product();
    const path = `/v1/products/${id}`;
    const first = await app.anonymous.get(path);
    const tag = first.headers.get("etag") ?? "";
    const again = await app.anonymous.get(path, { "if-none-match": tag });
    expect(again.status).toBe(304);
    expect(again.body).toBeUndefined();
    expect(again.headers.get("etag")).toBe(tag);
    await editor.patch(path, { stock: 1 });
    expect((await app.anonymous.get(path, { "if-none-match": tag })).status).toBe(200);
  });

  it("tags a part of a row by its content", async () => {
    const { id } = await product();
    const path = `/v1/products/${id}?fields=name`;
    const tag = (await app.anonymous.get(path)).headers.get("etag") ?? "";
    expect(tag).toMatch(/^W\//);
    await editor.patch(`/v1/products/${id}`, { stock: 9 });
    expect((await app.anonymous.get(path, { "if-none-match": tag })).status).toBe(304);
  });

  it("writes only on the version that If-Match names", async () => {
    const { id } = await product();
    const path = `/v1/products/${id}`;
    expect((await editor.patch(path, { stock: 1 }, { "if-match": '"1"' })).status).toBe(200);
    for (const stale of ['"1"', 'W/"2"', '"other"', '"99999999999"']) {
      const answer = await editor.patch(path, { stock: 2 }, { "if-match": stale });
      expect(answer, stale).toMatchObject({ status: 412, body: { code: "VERSION_MISMATCH" } });
      expect((await editor.delete(path, { "if-match": stale })).status).toBe(412);
    }
    expect((await editor.patch(path, { stock: 3 }, { "if-match": '"7", "2"' })).status).toBe(200);
    expect((await editor.patch(path, { stock: 4 }, { "if-match": "*" })).status).toBe(200);
    expect((await editor.patch(path, { stock: 5 }, { "if-match": "2" })).body.code).toBe("HEADER_INVALID");
    expect((await editor.delete(path, { "if-match": '"4"' })).status).toBe(204);
  });

  it("lets exactly one of many writers on the same version win", async () => {
    const { id } = await product();
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, stock) =>
        editor.patch(`/v1/products/${id}`, { stock }, { "if-match": '"1"' }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 15 }, () => 412)]);
  });
});
