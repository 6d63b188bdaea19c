import {
  acrossTenants,
  anyOf,
  anyone,
  by,
  calledBy,
  entity,
  environment,
  event,
  id,
  integer,
  list,
  many,
  money,
  ofTenant,
  owner,
  reference,
  role,
  search,
  service,
  signedIn,
  system,
  tenant,
  text,
} from "../../index.js";

/** Three tenants, whose people and rows have the same names. */
export const [acme, bolt, core] = [
  "0199b000-0000-7000-8000-00000000000a",
  "0199b000-0000-7000-8000-00000000000b",
  "0199b000-0000-7000-8000-00000000000c",
] as const;

const operator = acrossTenants(role("operator"), "Support looks into what customers report.");

const books = service("books", {
  entities: {
    entry: entity(
      { firm: tenant(), item: id("stock.item"), amount: money() },
      { indexes: [by("item")], access: { read: signedIn } },
    ),
  },
}).command("book", {
  access: anyOf(calledBy("stock"), signedIn),
  input: { item: id("stock.item"), amount: money() },
  output: { id: id(), seen: integer() },
  async run({ db, input }) {
    const seen = await db.entry.count();
    const { id } = await db.entry.insert(input);
    return { id, seen };
  },
});

const stock = service("stock", {
  uses: { books },
  entities: {
    firm: entity(
      { name: text({ max: 100 }) },
      {
        shared: "The rows are the tenants themselves.",
        access: { read: anyOf(ofTenant("id"), role("operator")), write: role("operator") },
      },
    ),
    unit: entity(
      { name: text({ max: 40 }).unique() },
      { shared: "Everybody measures alike.", access: { read: anyone, write: role("editor") } },
    ),
    shelf: entity(
      { firm: tenant("stock.firm"), name: text({ max: 40 }).unique(), items: many("item", "shelf") },
      { access: { read: anyOf(signedIn, operator), write: anyOf(role("editor"), operator) } },
    ),
    item: entity(
      {
        firm: tenant("stock.firm"),
        code: text({ max: 40 }).unique(),
        name: text({ max: 200 }),
        price: money().default("1.00"),
        keeper: text({ max: 255 }).optional(),
        shelf: reference("shelf", { onDelete: "set null" }).optional(),
        unit: reference("unit").optional(),
      },
      {
        softDelete: true,
        feed: true,
        indexes: [by("price"), by("name", "keeper").unique(), by("keeper"), search(["name"])],
        access: { read: anyOf(anyone, operator), write: anyOf(role("editor"), owner("keeper")) },
      },
    ),
  },
  events: { counted: event({ item: id("item"), count: integer() }, { key: "item" }) },
})
  .command("count", {
    access: signedIn,
    input: { item: id("item"), count: integer({ min: 0 }) },
    output: { tenant: text().optional(), seen: integer(), booked: integer() },
    errors: { ITEM_GONE: { status: 404, description: "There is no such item." } },
    async run({ db, input, actor, emit, call, fail }) {
      const item = await db.item.get(input.item);
      if (!item) fail("ITEM_GONE");
      emit.counted(input);
      const [row] = await db.sql<{ seen: string }>`select count(*) as seen from items`;
      const { seen: booked } = await call.books.book({ item: input.item, amount: "1.00" });
      return { tenant: actor.tenant ?? null, seen: Number(row?.seen ?? 0), booked };
    },
  })
  .command("meddle", {
    access: signedIn,
    input: { item: id("item"), name: text({ max: 200 }) },
    output: { changed: integer(), removed: integer(), raw: integer() },
    async run({ db, input }) {
      const changed = await db.item.update(input.item, { name: input.name });
      const removed = await db.item.delete(input.item);
      const raw = await db.sql`update items set name = ${input.name} where id = ${input.item} returning id`;
      return { changed: changed ? 1 : 0, removed: removed ? 1 : 0, raw: raw.length };
    },
  })
  .command("plant", {
    access: signedIn,
    input: { firm: id("firm").optional(), code: text({ max: 40 }), isRaw: integer().default(0) },
    output: { firm: id() },
    async run({ db, input: { firm, code, isRaw }, now }) {
      if (isRaw && firm) {
        await db.sql`insert into items (id, firm, code, name, created_at)
                     values (gen_random_uuid(), ${firm}, ${code}, ${code}, ${now})`;
        return { firm };
      }
      const row = await db.item.insert({ code, name: code, ...(firm && { firm }) });
      return { firm: row.firm };
    },
  })
  .command("census", {
    access: role("operator"),
    acrossTenants: "The operator counts what everybody has.",
    input: {},
    output: { items: integer(), names: list(text()) },
    async run({ db }) {
      const found = await db.item.find({ limit: 1_000 });
      return { items: await db.item.count(), names: found.map(({ name }) => name).sort() };
    },
  })
  .query("inventory", {
    access: anyone,
    output: { items: integer(), raw: integer(), names: list(text()) },
    async run({ db }) {
      const found = await db.item.find({ sort: ["name"] });
      const [row] = await db.sql<{ n: string }>`select count(*) as n from items`;
      return {
        items: await db.item.count(),
        raw: Number(row?.n ?? 0),
        names: found.map(({ name }) => name),
      };
    },
  })
  .projection("keeping", {
    fields: { firm: tenant(), keeper: text({ max: 255 }), items: integer() },
    key: "keeper",
    access: { read: anyOf(signedIn, operator) },
    changes: {
      item: ({ kind, after }) =>
        kind === "insert" && after.keeper
          ? [{ key: after.keeper, next: (row) => ({ items: (row?.items ?? 0) + 1 }) }]
          : [],
    },
  });

/** Counts what its service has of the tenant of each entry. */
const ledger = service("ledger", {
  entities: {
    line: entity(
      { firm: tenant(), words: text({ max: 200 }), seen: integer() },
      { access: { read: signedIn } },
    ),
  },
}).consumer("lines", {
  of: stock,
  events: {
    async counted({ db, data, tenant: of }) {
      const seen = await db.line.count();
      await db.line.insert({ words: `${of}: counted ${data.count}`, seen });
    },
  },
  changes: {
    async item({ db, kind, after, tenant: of }) {
      if (kind !== "insert") return;
      const seen = await db.line.count();
      await db.line.insert({ words: `${of}: ${after.name}`, seen });
    },
  },
});

/** A system of several tenants that has a door of every kind. */
export const tenantSystem = system("tenancy", {
  version: 1,
  services: [books, stock, ledger],
  environments: { test: environment({ rateLimit: { off: "The tests ask more than anyone." } }) },
});
