import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { acme, bolt, core, tenantSystem } from "../testing/cases/tenant-system.js";
import { type TestAnswer, type TestSystem, testSystem } from "../testing/index.js";

/** What a tenant is shown is what it would be shown in a database that holds its own rows alone. */

/** Rows that are there before, of each tenant: the same in number, in names and in codes. */
const codes = ["a", "b", "c", "d"];
const seeds = [acme, bolt, core].map((tenant) => ({
  tenant,
  shelves: codes.slice(0, 2).map((name) => ({ id: randomUUID(), name })),
  items: codes.map((code, at) => ({ id: randomUUID(), code, name: `Thing ${code}`, price: `${at}.50` })),
}));
type Seed = (typeof seeds)[number];
const seedOf = (tenant: string): Seed => seeds.find((one) => one.tenant === tenant) ?? expect.unreachable();

let crowded: TestSystem;
let alone: TestSystem;
beforeAll(async () => {
  [crowded, alone] = await Promise.all([testSystem(tenantSystem), testSystem(tenantSystem)]);
  for (const [app, held] of [
    [crowded, seeds],
    [alone, [seedOf(acme)]],
  ] as const) {
    for (const { tenant, shelves, items } of held) {
      for (const { id, name } of shelves)
        await app.sql`insert into stock.shelves (id, firm, name, created_at, updated_at)
                      values (${id}, ${tenant}, ${name}, '2026-01-01', '2026-01-01')`;
      for (const [at, { id, code, name, price }] of items.entries())
        await app.sql`insert into stock.items (id, firm, code, name, price, keeper, shelf_id, created_at, updated_at)
                      values (${id}, ${tenant}, ${code}, ${name}, ${price}, 'ann', ${shelves[at % 2]?.id},
                              '2026-01-01', '2026-01-01')`;
    }
  }
});
afterAll(() => Promise.all([crowded.stop(), alone.stop()]));

interface Asked {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: object | undefined;
}

const ids = seeds.flatMap(({ items }) => items.map(({ id }) => id));
const shelfIds = seeds.flatMap(({ shelves }) => shelves.map(({ id }) => id));
const anId = fc.constantFrom(...ids, "00000000-0000-4000-8000-000000000000");
const aShelf = fc.constantFrom(...shelfIds, "00000000-0000-4000-8000-000000000000");
const code = fc.constantFrom(...codes, "e", "f", "g");
const get = (path: string): Asked => ({ method: "GET", path });
const post = (path: string, body?: object): Asked => ({ method: "POST", path, body });

const list = fc
  .record({
    filter: fc.constantFrom(
      "",
      "filter[keeper]=ann",
      "filter[price][gte]=1.00",
      "filter[name][contains]=thing",
      `filter[firm]=${bolt}`,
      `filter[firm][in]=${acme},${bolt}`,
      "q=thing",
    ),
    shelf: fc.option(aShelf),
    sort: fc.constantFrom("", "sort=-price", "sort=name", "sort=-createdAt", "sort=firm"),
    size: fc.constantFrom("", "page[size]=1", "page[size]=3"),
    include: fc.constantFrom("", "include=shelf", "include=shelf,unit"),
  })
  .map(({ filter, shelf, sort, size, include }) => {
    const parts = [filter, shelf && `filter[shelf]=${shelf}`, sort, size, include];
    return get(`/v1/items?${parts.filter(Boolean).join("&")}`);
  });
const asked: fc.Arbitrary<Asked> = fc.oneof(
  { weight: 4, arbitrary: list },
  anId.map((id) => get(`/v1/items/${id}`)),
  anId.map((id) => get(`/v1/items/${id}?include=shelf`)),
  fc.constantFrom(
    get("/v1/shelves?include=items"),
    get("/v1/shelves?filter[name]=a"),
    get("/v1/stock/inventory"),
    get("/v1/entries"),
  ),
  fc
    .record({ code, shelf: fc.option(aShelf) })
    .map(({ code: one, shelf }) =>
      post("/v1/items", { code: one, name: `Thing ${one}`, ...(shelf && { shelf }) }),
    ),
  code.map((name) => post("/v1/shelves", { name })),
  fc
    .record({
      id: anId,
      change: fc.oneof(
        code.map((one) => ({ code: one })),
        aShelf.map((shelf) => ({ shelf })),
      ),
    })
    .map(({ id, change }): Asked => ({ method: "PATCH", path: `/v1/items/${id}`, body: change })),
  anId.map((id): Asked => ({ method: "DELETE", path: `/v1/items/${id}` })),
  anId.map((id) => post(`/v1/items/${id}/restore`)),
  aShelf.map((id): Asked => ({ method: "DELETE", path: `/v1/shelves/${id}` })),
  anId.map((item) => post("/v1/stock/count", { item, count: 1 })),
  anId.map((item) => post("/v1/stock/meddle", { item, name: "Thing x" })),
  code.map((one) => post("/v1/stock/plant", { code: one })),
);

/** An answer in words that do not differ from one system to another: ids that were made are named by when they came. */
function words({ status, body }: TestAnswer, made: string[]): string {
  const known = new Set<string>([...ids, ...shelfIds, acme, bolt, core]);
  return `${status} ${JSON.stringify(body ?? null)
    .replace(/"(requestId|instance|timestamp|createdAt|updatedAt|deletedAt|next|prev)":"[^"]*"/g, '"$1":1')
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      if (known.has(id)) return id;
      if (!made.includes(id)) made.push(id);
      return `made ${made.indexOf(id)}`;
    })}`;
}

it("answers are those of a database that holds the rows of the tenant alone", {
  timeout: 120_000,
}, async () => {
  const made: [string[], string[]] = [[], []];
  const others = () =>
    crowded.sql`select i.id, i.firm, i.code, i.name, i.version, i.deleted_at from stock.items i
                 where i.firm <> ${acme} order by i.id`;
  const before = await others();
  await fc.assert(
    fc.asyncProperty(
      fc.array(asked, { minLength: 5, maxLength: 20 }),
      fc.constantFrom<readonly string[]>([], ["editor"], ["other"]),
      async (requests, roles) => {
        const clients = [crowded, alone].map((app) => app.as({ subject: "ann", roles, tenant: acme }));
        for (const { method, path, body } of requests) {
          const init: RequestInit = {
            method,
            headers: body
              ? { "content-type": method === "PATCH" ? "application/merge-patch+json" : "application/json" }
              : {},
            body: body ? JSON.stringify(body) : null,
          };
          const answers = await Promise.all(clients.map((client) => client.send(path, init)));
          const [one, other] = answers.map((answer, at) => words(answer, made[at] ?? []));
          expect(`${method} ${path} ${one}`).toBe(`${method} ${path} ${other}`);
          expect(one).not.toContain("INTERNAL");
          const ways = answers.map(({ body: told }) => told?.meta?.page?.next);
          if (ways[0] && ways[1]) {
            const next = (cursor: string) =>
              `${path}${path.includes("?") ? "&" : "?"}page[after]=${encodeURIComponent(cursor)}`;
            const pages = await Promise.all(clients.map((client, at) => client.get(next(ways[at] ?? ""))));
            const [here, there] = pages.map((answer, at) => words(answer, made[at] ?? []));
            expect(here).toBe(there);
          }
        }
      },
    ),
    { numRuns: Number(process.env.LINTEL_RUNS ?? 12) },
  );
  expect(await others()).toEqual(before);
});
