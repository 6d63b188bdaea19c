import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestClient, type TestSystem, testSystem } from "../../testing/index.js";
import { shop } from "../scenario.js";
import { addressesOf } from "./addresses.js";

/* RFC 9111: what caches on the way may keep, judged by a model of the RFC's own rules. */

let app: TestSystem;
let editor: TestClient;
let path: string;
let addresses: readonly string[];

beforeAll(async () => {
  app = await testSystem(shop);
  editor = app.as({ roles: ["editor"] });
  const made = await editor.post("/v1/products", { name: "Hammer", price: "19.90" });
  path = `/v1/products/${made.body.data.id}`;
  const known = addressesOf(app.running.model, { "/v1/products": String(made.body.data.id) });
  addresses = [...known.map(({ address }) => address), "/v1/catalog/cheapest?below=9.00", "/v1/nothing"];
});
afterAll(() => app?.stop());

interface Seen {
  readonly method: string;
  readonly withToken: boolean;
  readonly status: number;
  readonly headers: Headers;
}

/** The directives of `Cache-Control` by name (RFC 9111, 5.2). */
function directivesOf(headers: Headers): ReadonlyMap<string, string> {
  const value = headers.get("cache-control") ?? "";
  return new Map(
    value.split(",").map((one) => {
      const [name = "", argument = ""] = one.trim().split("=");
      return [name.toLowerCase(), argument.replaceAll('"', "")];
    }),
  );
}

/** Whether a cache may store an answer at all (RFC 9111, 3; 3.5 for requests with `Authorization`). */
function mayStore({ method, withToken, status, headers }: Seen, cache: "shared" | "private"): boolean {
  const said = directivesOf(headers);
  if (!["GET", "HEAD"].includes(method) || status === 304) return false;
  if (said.has("no-store")) return false;
  if (cache === "private") return true;
  if (said.has("private")) return false;
  const opened = said.has("public") || said.has("must-revalidate") || said.has("s-maxage");
  if (withToken && !opened) return false;
  const heuristically = [200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501].includes(status);
  return heuristically || opened || said.has("max-age") || headers.has("expires");
}

/** Whether what is stored may be given without asking again (RFC 9111, 4.2 and 5.2.2.4). */
function mayReuse({ headers }: Seen): boolean {
  return !directivesOf(headers).has("no-cache");
}

async function see(method: string, address: string, client: TestClient): Promise<Seen> {
  const { status, headers } = await client.send(address, { method });
  return { method, withToken: client === editor, status, headers };
}

describe("a shared cache", () => {
  it("may store nothing that a token opened, nor any failure", async () => {
    for (const address of addresses)
      for (const method of ["GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"]) {
        for (const client of [editor, app.anonymous]) {
          if (method === "DELETE" && address === path) continue;
          const seen = await see(method, address, client);
          const named = `${method} ${address} ${seen.status} ${seen.headers.get("cache-control")}`;
          if (seen.withToken || seen.status >= 400) expect(mayStore(seen, "shared"), named).toBe(false);
          if (seen.withToken && seen.status < 300 && address.startsWith("/v1/") && method === "GET")
            expect(directivesOf(seen.headers).has("private"), named).toBe(true);
        }
      }
  });

  it("has to ask again for what anyone may read, and gives it to nobody with a token", async () => {
    for (const address of [path, "/v1/products", "/openapi.json", "/docs", "/health/live"]) {
      const seen = await see("GET", address, app.anonymous);
      expect(mayStore(seen, "shared"), address).toBe(true);
      expect(mayReuse(seen), address).toBe(false);
      if (address.startsWith("/v1/"))
        expect(seen.headers.get("vary")?.split(/, */), address).toContain("Authorization");
    }
  });
});

describe("a private cache", () => {
  it("may keep what its reader read, and asks with the tag, which spares the body (4.3)", async () => {
    const seen = await see("GET", path, editor);
    expect(mayStore(seen, "private")).toBe(true);
    expect(mayReuse(seen)).toBe(false);
    const tag = seen.headers.get("etag") ?? "";
    expect((await editor.get(path, { "if-none-match": tag })).status).toBe(304);
  });

  it("may keep neither a failure nor the answer to a write", async () => {
    for (const answer of [
      await editor.get("/v1/products/x"),
      await editor.get("/v1/products", { accept: "text/html" }),
      await app.anonymous.get("/v1/products", { authorization: "Bearer x" }),
      await editor.post("/v1/products", { name: "Axe", price: "1.00" }),
      await editor.patch(path, { stock: 2 }),
      await editor.post("/v1/orders/touch", {}),
      await editor.delete(path),
    ])
      expect(directivesOf(answer.headers).has("no-store"), String(answer.status)).toBe(true);
  });
});

it("4.1: names in Vary what answers differ by", async () => {
  for (const address of addresses)
    for (const headers of [{}, { origin: "https://shop.example" }]) {
      const vary = (await app.anonymous.get(address, headers)).headers.get("vary") ?? "";
      expect(vary.split(/, */), address).toContain("Origin");
    }
});
