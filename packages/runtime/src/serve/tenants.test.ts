import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acme, bolt, core, tenantSystem } from "../testing/cases/tenant-system.js";
import { type TestSystem, testSystem } from "../testing/index.js";

/** What the same person of each tenant has: the same names, codes and keepers everywhere. */
interface Holding {
  readonly shelf: string;
  readonly items: readonly string[];
}

type Answer = { readonly status: number; readonly body: unknown };

let app: TestSystem;
let unit: string;
const holdings = new Map<string, Holding>();
beforeAll(async () => {
  app = await testSystem(tenantSystem);
  unit = idOf(await ann(undefined, "editor").post("/v1/units", { name: "Piece" }));
  for (const tenant of [acme, bolt, core]) {
    const shelf = idOf(await ann(tenant, "editor").post("/v1/shelves", { name: "Left" }));
    const items: string[] = [];
    for (const code of ["a", "b", "c"]) {
      const body = { code, name: `Anvil ${code}`, price: "2.00", keeper: "ann", shelf, unit };
      const made = await ann(tenant, "editor").post("/v1/items", body);
      expect(made.status, JSON.stringify(made.body)).toBe(201);
      items.push(idOf(made));
    }
    holdings.set(tenant, { shelf, items });
  }
});
afterAll(() => app.stop());

const subject = "ann";
const ann = (tenant?: string, ...roles: string[]) => app.as({ subject, roles, tenant });
const dataOf = ({ body }: Answer) => (body as { data: unknown }).data;
const idOf = (answer: Answer) => (dataOf(answer) as { id: string }).id;
const rowsOf = (answer: Answer) => dataOf(answer) as { readonly [name: string]: unknown }[];
const of = (tenant: string): Holding => holdings.get(tenant) ?? { shelf: "", items: [] };
const [foreign, foreignShelf] = [() => of(bolt).items[0] ?? "", () => of(bolt).shelf];
/** An answer without what differs from request to request. */
const plain = ({ status, body }: Answer, id: string) =>
  `${status} ${JSON.stringify(body)
    .replaceAll(id, "ID")
    .replace(/"(requestId|timestamp|instance)":"[^"]*"/g, "")}`;

describe("a new row", () => {
  it("is of the caller's tenant, and names no other", async () => {
    for (const firm of [acme, bolt]) {
      const refused = await ann(acme, "editor").post("/v1/items", { code: "d", name: "D", firm });
      expect(refused.status).toBe(422);
      expect(refused.body.errors).toMatchObject([{ pointer: "/firm", rule: "readOnly" }]);
    }
    const moved = await ann(acme, "editor").patch(`/v1/items/${of(acme).items[0]}`, { firm: bolt });
    expect(moved.body.errors).toMatchObject([{ pointer: "/firm", rule: "readOnly" }]);
  });

  it("has an id that no client chooses, since one that is taken would tell of another tenant", async () => {
    const answers = [foreign(), randomUUID()].map(async (id) =>
      plain(await ann(acme, "editor").post("/v1/items", { id, code: "d", name: "D" }), id),
    );
    const [taken, free] = await Promise.all(answers);
    expect(taken).toBe(free);
    expect(taken).toMatch(/^422 .*\/id/);
  });

  it("may have what is unique in another tenant, and not what is in its own", async () => {
    expect((await ann(acme, "editor").post("/v1/shelves", { name: "Right" })).status).toBe(201);
    expect((await ann(bolt, "editor").post("/v1/shelves", { name: "Right" })).status).toBe(201);
    const twice = await ann(bolt, "editor").post("/v1/shelves", { name: "Right" });
    expect(twice.status).toBe(409);
    expect(twice.body.errors).toMatchObject([{ pointer: "/name" }]);
  });

  it("refers to rows of its own tenant, and to others as to none", async () => {
    const answers = [foreignShelf(), randomUUID()].map(async (shelf) =>
      plain(await ann(acme, "editor").post("/v1/items", { code: "e", name: "E", shelf }), shelf),
    );
    const [there, missing] = await Promise.all(answers);
    expect(there).toBe(missing);
    expect(there).toMatch(/^422 .*REFERENCE_NOT_FOUND/);
    const changed = await ann(acme, "editor").patch(`/v1/items/${of(acme).items[0]}`, {
      shelf: foreignShelf(),
    });
    expect(changed.body.code).toBe("REFERENCE_NOT_FOUND");
  });

  it("is made by nobody without a tenant", async () => {
    const refused = await ann(undefined, "editor").post("/v1/items", { code: "f", name: "F" });
    expect([refused.status, refused.body.code]).toEqual([403, "TENANT_REQUIRED"]);
    expect((await app.anonymous.post("/v1/items", { code: "f", name: "F" })).status).toBe(401);
    const operator = await ann(undefined, "operator").post("/v1/shelves", { name: "Far" });
    expect([operator.status, operator.body.code]).toEqual([403, "TENANT_REQUIRED"]);
  });
});

describe("a row of another tenant", () => {
  it("is read, changed, deleted and restored as one that is not there", async () => {
    const missing = randomUUID();
    const editor = ann(acme, "editor");
    const asked = (id: string) => [
      () => editor.get(`/v1/items/${id}`),
      () => editor.get(`/v1/items/${id}?include=shelf,unit`),
      () => editor.patch(`/v1/items/${id}`, { name: "Mine" }),
      () => editor.patch(`/v1/items/${id}`, { name: "Mine" }, { "if-match": '"1"' }),
      () => editor.delete(`/v1/items/${id}`),
      () => editor.post(`/v1/items/${id}/restore`),
      () => editor.get(`/v1/shelves/${id}`),
    ];
    const others = asked(foreign());
    for (const [at, ask] of asked(missing).entries()) {
      const [none, hidden] = [
        plain(await ask(), missing),
        plain((await others[at]?.()) as Answer, foreign()),
      ];
      expect(hidden).toBe(none);
      expect(hidden).toMatch(/^404 /);
    }
    expect((await ann(bolt).get(`/v1/items/${foreign()}`)).status).toBe(200);
  });

  it("is in no list, page, search, filter, order or relation", async () => {
    const own = [...of(acme).items].sort();
    const queries = [
      "",
      "?sort=-price",
      "?sort=name&page[size]=2",
      "?q=anvil",
      "?filter[keeper]=ann",
      `?filter[firm][ne]=${acme}&filter[price][gte]=0`,
      `?filter[shelf]=${foreignShelf()}`,
      "?filter[name][contains]=anv",
      "?filter[code][in]=a,b,c&include=shelf,unit",
    ];
    for (const query of queries) {
      let path = `/v1/items${query}`;
      const seen: string[] = [];
      for (let pages = 0; path && pages < 5; pages += 1) {
        const answer = await ann(acme).get(path);
        expect(answer.status, JSON.stringify(answer.body)).toBe(200);
        for (const row of rowsOf(answer)) {
          expect(row.firm).toBe(acme);
          seen.push(String(row.id));
        }
        const next = answer.body.meta.page?.next;
        path = next ? `/v1/items${query}${query ? "&" : "?"}page[after]=${encodeURIComponent(next)}` : "";
      }
      const isOwn = !query.includes("ne") && !query.includes("shelf]=");
      expect([...seen].sort()).toEqual(isOwn ? own : []);
    }
    const [shelf] = rowsOf(await ann(acme).get("/v1/shelves?include=items&filter[name]=Left"));
    const items = (shelf?.items ?? []) as { id: string }[];
    expect(items.map(({ id }) => id).sort()).toEqual(own);
  });

  it("is not reached by a cursor of that tenant", async () => {
    const page = await ann(bolt).get("/v1/items?sort=name&page[size]=1");
    const cursor = encodeURIComponent(page.body.meta.page?.next ?? "");
    const answer = await ann(acme).get(`/v1/items?sort=name&page[size]=1&page[after]=${cursor}`);
    for (const row of rowsOf(answer)) expect(row.firm).toBe(acme);
  });

  it("is seen by nobody without a tenant, whatever the rule", async () => {
    for (const path of [
      "/v1/items",
      `/v1/items/${foreign()}`,
      "/v1/shelves",
      "/v1/entries",
      "/v1/keepings",
    ]) {
      const answer = await ann().get(path);
      expect([answer.status, answer.body.code]).toEqual([403, "TENANT_REQUIRED"]);
      expect((await app.anonymous.get(path)).status).toBe(401);
    }
  });

  it("is seen by whom a rule lets go across, and by no role besides", async () => {
    const all = rowsOf(await ann(undefined, "operator").get("/v1/items"));
    expect(new Set(all.map(({ firm }) => firm))).toEqual(new Set([acme, bolt, core]));
    expect((await ann(core, "operator").get(`/v1/items/${foreign()}`)).status).toBe(200);
    expect((await ann(core, "editor").get(`/v1/items/${foreign()}`)).status).toBe(404);
    const changed = await ann(core, "operator").patch(`/v1/shelves/${foreignShelf()}`, { name: "Low" });
    expect([changed.status, (dataOf(changed) as { firm: string }).firm]).toEqual([200, bolt]);
    await ann(core, "operator").patch(`/v1/shelves/${foreignShelf()}`, { name: "Left" });
    expect((await ann(core, "operator").patch(`/v1/items/${foreign()}`, { name: "X" })).status).toBe(403);
  });

  it("is that of the tenant itself, where a rule says so", async () => {
    const operator = ann(undefined, "operator");
    expect((await operator.post("/v1/firms", { id: acme, name: "Acme" })).status).toBe(201);
    expect((await operator.post("/v1/firms", { id: bolt, name: "Bolt" })).status).toBe(201);
    expect(rowsOf(await ann(acme).get("/v1/firms")).map(({ name }) => name)).toEqual(["Acme"]);
    expect((await ann(acme).get(`/v1/firms/${bolt}`)).status).toBe(404);
  });
});

describe("commands and queries", () => {
  it("have the rows of the caller's tenant, in repositories and in plain SQL", async () => {
    for (const tenant of [acme, bolt]) {
      const { data } = (await ann(tenant).get("/v1/stock/inventory")).body;
      expect(data).toEqual({ items: 3, raw: 3, names: ["Anvil a", "Anvil b", "Anvil c"] });
    }
    for (const client of [ann(), app.anonymous]) {
      expect((await client.get("/v1/stock/inventory")).body.data).toEqual({ items: 0, raw: 0, names: [] });
    }
  });

  it("touch nothing of another tenant", async () => {
    const meddled = await ann(acme).post("/v1/stock/meddle", { item: foreign(), name: "Mine" });
    expect(meddled.body.data).toEqual({ changed: 0, removed: 0, raw: 0 });
    expect((await ann(bolt).get(`/v1/items/${foreign()}`)).body.data).toMatchObject({ name: "Anvil a" });
    const counted = await ann(acme).post("/v1/stock/count", { item: foreign(), count: 1 });
    expect(counted.body.code).toBe("ITEM_GONE");
  });

  it("make rows of the caller's tenant, and of no other", async () => {
    const planted = await ann(core).post("/v1/stock/plant", { code: "planted" });
    expect(planted.body.data).toEqual({ firm: core });
    const other = await ann(core).post("/v1/stock/plant", { code: "other", firm: bolt });
    expect(other.status).toBeGreaterThanOrEqual(400);
    const raw = await ann(core).post("/v1/stock/plant", { code: "raw", firm: bolt, isRaw: 1 });
    expect(raw.status).toBeGreaterThanOrEqual(400);
    const none = await ann().post("/v1/stock/plant", { code: "none" });
    expect(none.body.code).toBe("TENANT_REQUIRED");
    const there = await app.sql`select code from stock.items where code in ('other', 'raw', 'none')`;
    expect(there).toEqual([]);
    await app.sql`delete from stock.items where code = 'planted'`;
  });

  it("carry the tenant into other services", async () => {
    const item = of(acme).items[0] ?? "";
    const first = await ann(acme).post("/v1/stock/count", { item, count: 4 });
    expect(first.body.data).toEqual({ tenant: acme, seen: 3, booked: 0 });
    const theirs = await ann(bolt).post("/v1/stock/count", { item: foreign(), count: 4 });
    expect(theirs.body.data).toEqual({ tenant: bolt, seen: 3, booked: 0 });
    expect(rowsOf(await ann(acme).get("/v1/entries"))).toMatchObject([{ firm: acme, item }]);
  });

  it("have everybody's where they say why", async () => {
    const census = await ann(undefined, "operator").post("/v1/stock/census");
    expect(census.body.data).toMatchObject({ items: 9 });
  });

  it("give an answer again to the same person of the same tenant alone", async () => {
    const key = { "idempotency-key": randomUUID() };
    const plant = (tenant: string) => ann(tenant).post("/v1/stock/plant", { code: "once" }, key);
    for (const tenant of [acme, acme, bolt])
      expect((await plant(tenant)).body.data).toEqual({ firm: tenant });
    expect(await app.sql`select firm from stock.items where code = 'once' order by firm`).toEqual([
      { firm: acme },
      { firm: bolt },
    ]);
    await app.sql`delete from stock.items where code = 'once'`;
  });
});

describe("what follows the log", () => {
  it("is handled in the tenant of each entry", async () => {
    expect(await app.settled()).toEqual([]);
    for (const tenant of [acme, bolt, core]) {
      const lines = rowsOf(await ann(tenant).get("/v1/lines?page[size]=50"));
      expect(lines.length).toBeGreaterThanOrEqual(3);
      for (const { firm, words } of lines) {
        expect(firm).toBe(tenant);
        expect(String(words)).toContain(`${tenant}:`);
      }
      for (const { seen } of lines) expect(Number(seen)).toBeLessThan(lines.length);
    }
  });

  it("keeps rows of a projection by tenant and key", async () => {
    for (const tenant of [acme, bolt, core]) {
      await expect
        .poll(async () => rowsOf(await ann(tenant).get("/v1/keepings")), { timeout: 20_000 })
        .toMatchObject([{ firm: tenant, keeper: "ann", items: 3 }]);
    }
    const all = rowsOf(await ann(undefined, "operator").get("/v1/keepings"));
    expect(new Set(all.map(({ id }) => id)).size).toBe(3);
    const theirs = rowsOf(await ann(bolt).get("/v1/keepings"))[0];
    expect((await ann(acme).get(`/v1/keepings/${theirs?.id}`)).status).toBe(404);
  });
});

describe("the claim", () => {
  it("is the id of a tenant, whatever its case, and nothing else", async () => {
    expect((await ann(acme.toUpperCase()).get("/v1/items")).body.data).toHaveLength(3);
    for (const claim of ["acme", "", 7, null, [acme], { id: acme }]) {
      const answer = await ann(claim as string).get("/v1/items");
      expect([answer.status, answer.body.code]).toEqual([401, "TOKEN_INVALID"]);
    }
  });
});
