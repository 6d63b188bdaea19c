import { testSystem } from "@lintel/runtime/testing";
import { catalogue, endpointsOf } from "@lintel/runtime/tools";
import { describe, expect, it } from "vitest";
import { readMarkdown } from "../fixture.js";
import { commerce, commerceSystem } from "../scenario.js";
import { addressOf, openApiOf, operationsOf } from "./described-api.js";
import { apiDocuments } from "./index.js";

async function filesOf() {
  const files = new Map(apiDocuments(await commerce()).map(({ path, text }) => [path, text]));
  return (path: string) => files.get(path) ?? "";
}

describe("the API specification", () => {
  it("is what a running system says of itself, byte for byte, but for its address and the ends of lines", async () => {
    const { model } = await commerce();
    const file = await filesOf();
    const app = await testSystem(await commerceSystem());
    try {
      const served = async (path: string) => (await fetch(`${app.url}${path}`)).text();
      const as = (text: string) => JSON.stringify(JSON.parse(text));
      const openApi = (await served("/openapi.json")).replace(
        `"url":"${app.url}","x-internal":true`,
        `"url":"${addressOf(model)}","x-internal":false`,
      );
      expect(as(file("openapi.json")) === openApi).toBe(true);
      const host = new URL(app.url).host;
      const asyncApi = (await served("/asyncapi.json"))
        .replace(`"host":"${host}","protocol":"ws"`, `"host":"${model.name}.example","protocol":"wss"`)
        .replace(`"host":"${host}","protocol":"http"`, `"host":"${model.name}.example","protocol":"https"`);
      expect(as(file("asyncapi.json")) === asyncApi).toBe(true);
    } finally {
      await app.stop();
    }
  });

  it("names every route, and every code that a route can give", async () => {
    const { model } = await commerce();
    const { text, tables } = readMarkdown((await filesOf())("api.md"));
    const routes = endpointsOf(model).map(({ method, path }) => `${method} ${path}`);
    expect(routes.filter((route) => !text.includes(route))).toEqual([]);
    const listed = tables.find(({ titles }) => titles[0] === "Code")?.rows ?? [];
    const given = new Set(operationsOf(model, openApiOf(model)).flatMap(({ codes }) => codes));
    expect(listed.map(([code = ""]) => code).sort()).toEqual([...given].sort());
    for (const [code = "", status, , next, by] of listed) {
      const known = catalogue[code as keyof typeof catalogue];
      if (known) expect([code, status, next]).toEqual([code, String(known[0]), known[2]]);
      expect(by, code).not.toBe("");
    }
  });

  it("says of a route only the errors that others of its kind do not give", async () => {
    const { tables } = readMarkdown((await filesOf())("api.md"));
    const rows = tables.filter(({ titles }) => titles[0] === "Route").flatMap((one) => one.rows);
    const own = new Map(rows.map((row) => [row[0], row.at(-1)]));
    expect(own.get("GET /v1/products")).toBe("");
    expect(own.get("DELETE /v1/categories/{id}")).toBe("CATEGORY_IN_USE");
    expect(own.get("a deletion")).toContain("ENTITY_NOT_FOUND");
    expect(own.get("every route")).toContain("RATE_LIMITED");
  });
});
