import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestClient, type TestSystem, testSystem } from "../../testing/index.js";
import { shop } from "../scenario.js";
import { addressesOf, pages } from "./addresses.js";
import { ask, request, say } from "./wire.js";

/* RFC 9110, section 9, and 15.5.6: what each method does at each address, and what is no method of it. */

let app: TestSystem;
let editor: TestClient;
let product: string;
let addresses: ReturnType<typeof addressesOf>;

beforeAll(async () => {
  app = await testSystem(shop);
  editor = app.as({ roles: ["editor"] });
  const made = await editor.post("/v1/products", { name: "Hammer", price: "19.90" });
  product = String(made.body.data.id);
  addresses = addressesOf(app.running.model, { "/v1/products": product });
});
afterAll(() => app?.stop());

/** Every row of every table, as text. */
const everything = async () =>
  JSON.stringify([
    await app.sql`select * from catalog.products order by id`,
    await app.sql`select * from catalog.categories order by id`,
    await app.sql`select * from catalog.contacts order by id`,
    await app.sql`select * from orders.orders order by id`,
  ]);

const all = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "PROPFIND",
  "MKCOL",
  "QUERY",
];

describe("9.1: every address has its methods, and says which (15.5.6)", () => {
  it("answers 405 with Allow to each that it does not take, and to no other", async () => {
    for (const { address, methods } of addresses)
      for (const method of all) {
        const answer = await ask(app.url, request(method, address), { head: method === "HEAD" });
        const named = `${method} ${address}`;
        if (methods.includes(method)) {
          expect(answer.status, named).not.toBe(405);
          continue;
        }
        if (answer.status === 501) continue;
        expect(answer.status, named).toBe(405);
        expect(answer.header("allow"), named).toBe(methods.join(", "));
      }
  });

  it("answers 501 to a method that it does not know, and reads no more", async () => {
    for (const method of ["FROB", "GETT", "get", "X-Y_z", "CONNECTED"]) {
      const sent = `${request(method, `/v1/products/${product}`)}${request("GET", "/v1/products")}`;
      const answers = await say(app.url, sent);
      expect(answers, method).toHaveLength(1);
      expect(answers[0]).toMatchObject({ status: 501, code: "METHOD_UNKNOWN" });
      expect(answers[0]?.header("connection")).toBe("close");
    }
  });

  it("takes no other method from a header", async () => {
    for (const name of ["x-http-method-override", "x-http-method", "x-method-override"]) {
      await editor.send(`/v1/products/${product}`, { method: "GET", headers: { [name]: "DELETE" } });
      const posted = await editor.post(`/v1/products/${product}/restore`, undefined, { [name]: "DELETE" });
      expect(posted.status).toBe(404);
    }
    expect((await editor.get(`/v1/products/${product}`)).status).toBe(200);
  });
});

describe("9.2.1: safe methods", () => {
  it("change nothing, whatever is asked", async () => {
    const before = await everything();
    const part = fc.string({ minLength: 1, maxLength: 12 }).map((text) => encodeURIComponent(text));
    const target = fc.oneof(
      fc.constantFrom(...addresses.map(({ address }) => address)),
      part.map((id) => `/v1/products/${id}`),
      fc.tuple(part, part).map(([name, value]) => `/v1/products?${name}=${value}`),
    );
    const method = fc.constantFrom("GET", "HEAD", "OPTIONS", "TRACE");
    await fc.assert(
      fc.asyncProperty(method, target, async (asked, path) => {
        const options = { head: asked === "HEAD" };
        const answer = await ask(app.url, request(asked, path), options);
        expect([200, 204, 400, 401, 404, 405, 503]).toContain(answer.status);
      }),
      { numRuns: 150 },
    );
    expect(await everything()).toBe(before);
  });
});

describe("9.2.2: idempotent methods", () => {
  it("leave the same behind when they come again", async () => {
    const made = await editor.post("/v1/products", { name: "Saw", price: "3.00" });
    const path = `/v1/products/${made.body.data.id}`;
    const ifMatch = { "if-match": '"1"' };
    expect((await editor.delete(path, ifMatch)).status).toBe(204);
    const once = await everything();
    for (const headers of [ifMatch, {}]) expect((await editor.delete(path, headers)).status).toBe(404);
    expect(await everything()).toBe(once);
  });
});

describe("9.3.2 HEAD", () => {
  const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
  const alike = (lines: readonly (readonly [string, string])[]) =>
    lines
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => !["date", "x-request-id", "traceparent"].includes(name))
      .map(([name, value]) => `${name}: ${value.replace(uuid, "uuid")}`);

  it("has the headers of GET, its length among them, and no body, at every address that has GET", async () => {
    const failing = ["/v1/products/x", "/v1/products?nonsense=1", "/v1/nothing"];
    const reading = addresses.filter(({ methods }) => methods.includes("GET")).map(({ address }) => address);
    expect(reading.length).toBeGreaterThan(10);
    for (const address of [...reading, "/v1/catalog/cheapest?below=100.00", ...failing]) {
      const got = await ask(app.url, request("GET", address));
      const [head] = await say(app.url, `${request("HEAD", address)}${request("HEAD", address)}`, {
        answers: 2,
        head: true,
      });
      expect(head?.status, address).toBe(got.status);
      expect(alike(head?.lines ?? []), address).toEqual(alike(got.lines));
      expect(got.header("content-length"), address).toBe(String(Buffer.byteLength(got.body)));
    }
  });
});

describe("9.3.3 POST", () => {
  it("says where the new row is, and there it is (15.3.2)", async () => {
    const made = await editor.post("/v1/products", { name: "Vice", price: "30.00" });
    expect(made.status).toBe(201);
    const got = await editor.get(made.headers.get("location") ?? "");
    expect(got.body.data).toEqual(made.body.data);
    expect(got.headers.get("etag")).toBe(made.headers.get("etag"));
  });
});

describe("9.3.6 CONNECT and 9.3.8 TRACE", () => {
  it("are not taken, and nothing of the request comes back", async () => {
    const secret = { authorization: "Bearer secret-of-the-caller" };
    const [refused, ...more] = await say(app.url, request("CONNECT", "shop.example:443", secret));
    expect(refused).toMatchObject({ status: 501, code: "METHOD_UNKNOWN" });
    expect(more).toHaveLength(0);
    for (const { address } of addresses) {
      const traced = await ask(app.url, request("TRACE", address, secret));
      expect(traced.status).toBe(405);
      expect(traced.body).not.toContain("secret");
    }
  });
});

describe("9.3.7 OPTIONS", () => {
  it("lists the methods of each address, and the bodies that they take (RFC 5789, 3.1)", async () => {
    for (const { address, methods } of addresses) {
      const answer = await ask(app.url, request("OPTIONS", address));
      expect(answer).toMatchObject({ status: 204, body: "" });
      expect(answer.header("allow"), address).toBe(methods.join(", "));
      expect(answer.header("content-length")).toBeUndefined();
      const taken = (method: string, types: string) => (methods.includes(method) ? types : undefined);
      expect(answer.header("accept-post"), address).toBe(taken("POST", "application/json"));
      expect(answer.header("accept-patch"), address).toBe(
        taken("PATCH", "application/merge-patch+json, application/json"),
      );
    }
  });

  it("of the server as a whole lists all methods", async () => {
    const answer = await ask(app.url, request("OPTIONS", "*"));
    expect(answer.status).toBe(204);
    expect(answer.header("allow")).toBe("DELETE, GET, HEAD, OPTIONS, PATCH, POST");
    expect((await ask(app.url, request("GET", "*"))).status).toBe(400);
  });

  it("answers a preflight with what the page may do, at every address (Fetch, CORS protocol)", async () => {
    for (const { address, methods } of addresses) {
      const headers = { origin: "https://shop.example", "access-control-request-method": "PATCH" };
      const answer = await ask(app.url, request("OPTIONS", address, headers));
      expect(answer.status).toBe(204);
      expect(answer.header("allow")).toBe(methods.join(", "));
      expect(answer.header("access-control-allow-origin")).toBe("https://shop.example");
      expect(answer.header("access-control-allow-credentials")).toBeUndefined();
      expect(answer.header("vary")).toContain("Origin");
      const other = await ask(
        app.url,
        request("OPTIONS", address, { ...headers, origin: "https://e.example" }),
      );
      expect(other.header("access-control-allow-origin")).toBeUndefined();
      expect(other.header("access-control-allow-methods")).toBeUndefined();
    }
  });
});

it("knows every page that is served beside the API", () => {
  expect(pages.every((page) => addresses.some(({ path }) => path === page))).toBe(true);
});
