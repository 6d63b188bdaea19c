import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase } from "../testing/database.js";
import type { JsonPage } from "./database.js";
import { fieldNamed, openShop, type Shop, stranger } from "./fixture.js";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(await createTestDatabase());
});
afterAll(() => shop.close());

const id = fc.uuid();
const row = fc.record({
  id,
  name: fc.constantFrom("a", "B", "ä", "z z", ""),
  description: fc.option(fc.constantFrom("x", "y")),
  price: fc.constantFrom("0.10", "1.00", "10.00"),
  salePrice: fc.option(fc.constantFrom("0.00", "0.10")),
  seenAt: fc.option(fc.constantFrom("2026-01-01T00:00:00.123456Z", "2026-01-01T00:00:00.123457Z")),
});
const rows = fc.uniqueArray(row, { selector: (each) => each.id, minLength: 0, maxLength: 25 });
const sort = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom("name", "description", "price", "salePrice", "seenAt"),
    descending: fc.boolean(),
  }),
  { selector: (each) => each.name, maxLength: 3 },
);

it("visits each row exactly once and in order, in both directions, whatever is sorted by", async () => {
  await fc.assert(
    fc.asyncProperty(
      rows,
      sort,
      fc.boolean(),
      fc.integer({ min: 1, max: 7 }),
      async (many, terms, down, size) => {
        await shop.test.sql("truncate catalog.products");
        for (const each of many) {
          await shop.test.sql(
            "insert into catalog.products (id, name, description, price, sale_price, seen_at) values ($1, $2, $3, $4, $5, $6)",
            [each.id, each.name, each.description, each.price, each.salePrice, each.seenAt],
          );
        }
        const plans = [...terms, { name: "id", descending: down }].map(({ name, descending }) => ({
          field: fieldNamed(shop.product, name),
          descending,
        }));
        const order = plans.map(({ field, descending }) => `${field.column} ${descending ? "desc" : "asc"}`);
        const expected = await shop.test.sql<{ id: string }>(
          `select id from catalog.products order by ${order.join(", ")}`,
        );
        const read = (position?: Parameters<typeof list>[1]) => list(plans, position, size);

        const forward = await walk(read, "after");
        expect(forward.rows).toEqual(expected.map((each) => each.id));
        expect(forward.pages[0]?.before).toBe(false);
        for (const page of forward.pages.slice(1)) expect(page.before).toBe(true);

        const last = forward.pages.at(-1);
        if (last?.first) {
          const backward = await walk(read, "before", last.first);
          expect([...backward.rows, ...last.rows.map(idOf)]).toEqual(expected.map((each) => each.id));
          for (const page of backward.pages) expect(page.after).toBe(true);
        }
      },
    ),
    { numRuns: 60 },
  );
});

function list(
  sort: readonly { readonly field: ReturnType<typeof fieldNamed>; readonly descending: boolean }[],
  position: { direction: "after" | "before"; key: readonly (string | null)[] } | undefined,
  size: number,
): Promise<JsonPage> {
  return shop.database.service("catalog").readList({
    kind: "list",
    actor: stranger,
    entity: shop.product,
    select: [fieldNamed(shop.product, "id")],
    where: { kind: "always" },
    sort,
    size,
    position,
    include: [],
  });
}

async function walk(
  read: (position?: { direction: "after" | "before"; key: readonly (string | null)[] }) => Promise<JsonPage>,
  direction: "after" | "before",
  from?: readonly (string | null)[],
) {
  const pages: JsonPage[] = [];
  const rows: string[] = [];
  let key = from;
  for (;;) {
    const page = await read(key && { direction, key });
    pages.push(page);
    const found = page.rows.map(idOf);
    if (direction === "after") rows.push(...found);
    else rows.unshift(...found);
    const next = direction === "after" ? page.last : page.first;
    if (!(direction === "after" ? page.after : page.before) || !next) return { pages, rows };
    key = next;
  }
}

function idOf(json: string): string {
  return JSON.parse(json).id;
}
