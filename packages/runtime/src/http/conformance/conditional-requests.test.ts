import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestClient, type TestSystem, testSystem } from "../../testing/index.js";
import { shop } from "../scenario.js";

/* RFC 9110, section 13, and 8.8: what a client that keeps an answer may ask, and what keeps writers apart. */

let app: TestSystem;
let editor: TestClient;
let path: string;

beforeAll(async () => {
  app = await testSystem(shop);
  editor = app.as({ roles: ["editor"] });
});
afterAll(() => app?.stop());

/** A row at version 2. */
beforeEach(async () => {
  const made = await editor.post("/v1/products", { name: "Hammer", price: "19.90" });
  path = `/v1/products/${made.body.data.id}`;
  await editor.patch(path, { stock: 1 });
});

const versionNow = async () => Number((await editor.get(path)).body.data.version);

describe("8.8.3 ETag", () => {
  it("is the same strong tag on GET, on HEAD, and in the answer of the write that made it", async () => {
    const written = await editor.patch(path, { stock: 5 });
    const tag = written.headers.get("etag");
    expect(tag).toMatch(/^"[\x21\x23-\x7e]+"$/);
    for (const method of ["GET", "HEAD"])
      expect((await app.anonymous.send(path, { method })).headers.get("etag")).toBe(tag);
    await editor.patch(path, { stock: 6 });
    expect((await app.anonymous.get(path)).headers.get("etag")).not.toBe(tag);
  });

  it("is weak for another representation of the row, and another one for each", async () => {
    const tags = new Set<string | null>();
    for (const query of ["", "?fields=name", "?fields=price", "?include=category"])
      tags.add((await app.anonymous.get(`${path}${query}`)).headers.get("etag"));
    expect(tags.size).toBe(4);
    expect([...tags].filter((tag) => tag?.startsWith('W/"'))).toHaveLength(3);
  });
});

describe("13.1.1 If-Match", () => {
  const holds = ["*", '"2"', ', "1",, "2",', '"1", "2"', '"x" , "2","y"', ' "2"'];
  const fails = ['"1"', 'W/"2"', '"1", W/"2"', '"02"', '"x"', '""'];

  it.each(holds)("lets %s read and write version 2", async (tags) => {
    expect((await editor.get(path, { "if-match": tags })).status).toBe(200);
    expect((await editor.patch(path, { stock: 7 }, { "if-match": tags })).status).toBe(200);
  });

  it.each(fails)("keeps %s from reading and writing version 2", async (tags) => {
    for (const method of ["GET", "HEAD"])
      expect((await editor.send(path, { method, headers: { "if-match": tags } })).status).toBe(412);
    const answers = [
      await editor.get(path, { "if-match": tags }),
      await editor.patch(path, { stock: 7 }, { "if-match": tags }),
      await editor.delete(path, { "if-match": tags }),
    ];
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 412, body: { code: "VERSION_MISMATCH" } });
    expect(await versionNow()).toBe(2);
  });

  it("lets one of two writers through that read the same version", async () => {
    const write = (stock: number) => editor.patch(path, { stock }, { "if-match": '"2"' });
    const statuses = (await Promise.all([write(10), write(11)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 412]);
    expect(await versionNow()).toBe(3);
  });

  it("does not hold for what has no tag, but by star", async () => {
    for (const address of ["/v1/products", "/v1/catalog/cheapest?below=100.00"]) {
      expect((await editor.get(address, { "if-match": '"1"' })).status).toBe(412);
      expect((await editor.get(address, { "if-match": "*" })).status).toBe(200);
    }
  });
});

describe("13.1.2 If-None-Match", () => {
  const known = ['"2"', 'W/"2"', '"1", "2"', '"1",W/"2" , "3"', "*"];
  const unknown = ['"1"', '"02"', 'W/"22"', '"x", "y"', '""'];

  it.each(known)("%s gives 304 for GET and HEAD, and 412 for a write", async (tags) => {
    for (const method of ["GET", "HEAD"]) {
      const answer = await app.anonymous.send(path, { method, headers: { "if-none-match": tags } });
      expect(answer).toMatchObject({ status: 304, body: undefined });
    }
    const headers = { "if-none-match": tags };
    expect(await editor.patch(path, { stock: 9 }, headers)).toMatchObject({ status: 412 });
    expect(await editor.delete(path, headers)).toMatchObject({
      status: 412,
      body: { code: "VERSION_MISMATCH" },
    });
    expect(await versionNow()).toBe(2);
  });

  it.each(unknown)("%s gives the row, and lets write", async (tags) => {
    const headers = { "if-none-match": tags };
    expect((await app.anonymous.get(path, headers)).body.data).toMatchObject({ name: "Hammer" });
    expect((await editor.patch(path, { stock: 9 }, headers)).status).toBe(200);
  });

  it("knows a weak tag of a part by the part's content alone", async () => {
    const part = `${path}?fields=name`;
    const tag = (await app.anonymous.get(part)).headers.get("etag") ?? "";
    await editor.patch(path, { stock: 99 });
    expect((await app.anonymous.get(part, { "if-none-match": tag })).status).toBe(304);
    expect((await app.anonymous.get(part, { "if-none-match": tag.slice(2) })).status).toBe(304);
    await editor.patch(path, { name: "Mallet" });
    expect((await app.anonymous.get(part, { "if-none-match": tag })).status).toBe(200);
  });

  it("of what has no tag matches by star alone", async () => {
    for (const address of ["/v1/products", "/v1/catalog/cheapest?below=100.00"]) {
      expect((await editor.get(address, { "if-none-match": "*" })).status).toBe(304);
      expect((await editor.get(address, { "if-none-match": '"1"' })).status).toBe(200);
    }
  });

  it("has the headers in 304 that 200 would have had (15.4.5)", async () => {
    for (const client of [app.anonymous, editor]) {
      const full = await client.get(path, { origin: "https://shop.example" });
      const headers = { "if-none-match": '"2"', origin: "https://shop.example" };
      const short = await client.get(path, headers);
      expect(short.status).toBe(304);
      for (const name of ["cache-control", "etag", "vary", "access-control-allow-origin"])
        expect(short.headers.get(name), name).toBe(full.headers.get(name));
      expect(Date.parse(short.headers.get("date") ?? "")).not.toBeNaN();
      for (const name of ["content-type", "content-length", "content-encoding"])
        expect(short.headers.get(name), name).toBeNull();
    }
  });
});

describe("13.1.3 to 13.1.5: conditions on dates, and ranges", () => {
  const future = "Fri, 31 Dec 2100 23:59:59 GMT";
  const past = "Thu, 01 Jan 1970 00:00:00 GMT";

  it("are passed over, since no answer says when it was changed", async () => {
    expect((await app.anonymous.get(path)).headers.get("last-modified")).toBeNull();
    for (const headers of [
      { "if-modified-since": future },
      { "if-modified-since": "nonsense" },
      { "if-unmodified-since": past },
      { range: "bytes=0-3" },
      { range: "bytes=0-3", "if-range": '"2"' },
    ]) {
      const answer = await app.anonymous.get(path, headers);
      expect(answer, JSON.stringify(headers)).toMatchObject({
        status: 200,
        body: { data: { name: "Hammer" } },
      });
    }
    expect((await editor.patch(path, { stock: 3 }, { "if-unmodified-since": past })).status).toBe(200);
  });
});

describe("13.2.1 and 13.2.2: when conditions are looked at, and in which order", () => {
  it("If-Match comes before If-None-Match", async () => {
    const both = (match: string, none: string) => ({ "if-match": match, "if-none-match": none });
    expect((await editor.get(path, both('"1"', '"2"'))).status).toBe(412);
    expect((await editor.get(path, both('"2"', '"2"'))).status).toBe(304);
    expect((await editor.get(path, both('"2"', '"1"'))).status).toBe(200);
    expect((await editor.patch(path, { stock: 4 }, both('"2"', '"2"'))).status).toBe(412);
    expect((await editor.patch(path, { stock: 4 }, both('"2"', '"1"'))).status).toBe(200);
  });

  it("tags go before dates", async () => {
    const dated = { "if-modified-since": "Fri, 31 Dec 2100 23:59:59 GMT" };
    expect((await app.anonymous.get(path, { ...dated, "if-none-match": '"1"' })).status).toBe(200);
    expect((await app.anonymous.get(path, { ...dated, "if-none-match": '"2"' })).status).toBe(304);
  });

  it("are passed over where the request would not have succeeded without them", async () => {
    const nowhere = `/v1/products/${crypto.randomUUID()}`;
    for (const headers of [{ "if-match": '"1"' }, { "if-none-match": "*" }]) {
      expect((await editor.get(nowhere, headers)).status).toBe(404);
      expect((await editor.patch(nowhere, { stock: 1 }, headers)).status).toBe(404);
      expect((await editor.delete(nowhere, headers)).status).toBe(404);
      expect((await app.anonymous.delete(path, headers)).status).toBe(401);
      expect((await app.as({}).delete(path, headers)).status).toBe(403);
      expect((await editor.patch(path, { price: "no price" }, headers)).status).toBe(422);
      expect((await editor.get(`${path}?fields=nothing`, headers)).status).toBe(400);
    }
  });

  it("are passed over where no representation is selected: POST and OPTIONS", async () => {
    for (const headers of [{ "if-match": '"1"' }, { "if-none-match": "*" }]) {
      expect((await editor.post("/v1/products", { name: "Axe", price: "1.00" }, headers)).status).toBe(201);
      expect((await editor.post("/v1/orders/touch", {}, headers)).status).toBe(200);
      expect((await editor.send(path, { method: "OPTIONS", headers })).status).toBe(204);
    }
  });

  it.each(["2", '"2', "W/2", '"2" "3"', 'w/"2"', ","])(
    "refuse %s, which is no list of tags",
    async (tags) => {
      for (const name of ["if-match", "if-none-match"]) {
        const answer = await editor.patch(path, { stock: 8 }, { [name]: tags });
        expect(answer).toMatchObject({ status: 400, body: { code: "HEADER_INVALID" } });
      }
      expect(await versionNow()).toBe(2);
    },
  );
});
