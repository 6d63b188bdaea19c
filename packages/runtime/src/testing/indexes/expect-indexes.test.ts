import { describe, expect, it } from "vitest";
import {
  anyone,
  boolean,
  by,
  email,
  entity,
  enumeration,
  id,
  list,
  many,
  money,
  open,
  owner,
  reference,
  search,
  service,
  system,
  text,
  timestamp,
} from "../../index.js";
import { expectIndexes } from "../index.js";
import { judgePlan, type PlanNode } from "./judge.js";

const access = { read: anyone };
const make = { access: { ...access, create: open("Nothing but a test makes any.") } };

/** A shop whose products and notes have these options. */
function shop(product: object, note: object = {}) {
  const entities = {
    shelf: entity(
      { name: text({ max: 100 }).unique(), products: many("product", "shelf") },
      { ...make, rows: 1_000 },
    ),
    product: entity(
      {
        name: text({ min: 3, max: 100, pattern: "^[a-z]+$" }),
        mail: email().unique(),
        price: money({ precision: 4 }),
        state: enumeration("new", "used"),
        isActive: boolean(),
        soldAt: timestamp().optional(),
        tags: list(text({ max: 10 })).default([]),
        shelf: reference("shelf"),
      },
      { ...make, softDelete: true, ...product } as object,
    ),
    note: entity({ holder: id(), about: id(), body: text({ max: 100 }) }, {
      rows: 1_000_000,
      access: { read: owner("holder") },
      indexes: [by("holder")],
      ...note,
    } as object),
  };
  return system("indexed", { version: 1, services: [service("catalog", { entities })] });
}
const told = (system: ReturnType<typeof shop>) =>
  expectIndexes(system, { rows: 5_000 }).then(
    ({ requests }) => requests,
    (error: Error) => error.message,
  );

describe("a system", { timeout: 120_000 }, () => {
  const served = {
    rows: 1_000_000,
    indexes: [by("price"), by("name", "price"), by("-soldAt"), by("state"), search(["name"])],
  };

  it("whose lists take only what is served has an index behind each request", async () => {
    const requests = await told(shop(served));
    expect(requests).toEqual(
      expect.arrayContaining([
        "GET /v1/products, by anyone",
        "GET /v1/products?sort=-price, by anyone, what comes before a cursor",
        "GET /v1/products?filter[price][lt]=4&sort=price, by anyone",
        "GET /v1/products?filter[name][eq]=oak 42&sort=-soldAt, by anyone",
        "GET /v1/products?filter[mail][eq]=person42@example.com, by anyone",
        "GET /v1/products?q=oak red, by anyone",
        "GET /v1/products?include=shelf, by anyone, the rows of the relation",
        "GET /v1/notes?filter[body][contains]=oak 42, by someone signed in",
        "DELETE of a shelf, to whom a product may refer by shelf",
      ]),
    );
    expect(requests).not.toContain("GET /v1/shelves, by anyone");
  });

  it("of which nothing is told is shown each request that reads or sorts a whole table", async () => {
    const failure = await told(shop({ indexes: [by("name")] }));
    expect(failure).toMatch(/^\d+ of \d+ requests are served by no index:\n/);
    expect(failure).toMatch(/products\?sort=price, by anyone: (reads|sorts) all of products/);
    expect(failure).toMatch(/products\?sort=mail, by anyone: (reads|sorts) all of products/);
    expect(failure).toMatch(/ {2}and \d+ more\n`lintel check` names the lines to add\.$/);
  });

  it("whose list is told to take more than is served is shown that", async () => {
    const failure = await told(
      shop({
        ...served,
        indexes: [by("price").where({ isActive: true })],
        list: { filter: ["name"], sort: ["price"] },
      }),
    );
    expect(failure).toMatch(/products\?filter\[name\]\[eq\]=oak 42, by anyone: (looks for name|reads all)/);
    expect(failure).toMatch(/products\?sort=price, by anyone: (reads|sorts) all of products/);
  });

  it("whose owners find their rows by nothing is shown that", async () => {
    expect(await told(shop(served, { indexes: [by("about")] }))).toMatch(
      /GET \/v1\/notes, by someone signed in: (looks for holder|reads all)/,
    );
  });
});

describe("a way of reading", () => {
  const large = new Set(["catalog.products"]);
  const scan = (type: string, more: Partial<PlanNode> = {}): PlanNode => ({
    "Node Type": type,
    "Relation Name": "products",
    Schema: "catalog",
    ...more,
  });
  const over = (type: string, ...plans: PlanNode[]): PlanNode => ({ "Node Type": type, Plans: plans });
  const condition = { "Index Cond": "(t.price > $1)" };

  it.each<[string, PlanNode, string[], string | undefined]>([
    ["by an index", over("Limit", scan("Index Scan", condition)), [], undefined],
    ["of the whole", over("Limit", scan("Seq Scan")), [], "reads all of products"],
    ["of the whole by several", over("Gather", scan("Parallel Seq Scan")), [], "reads all of products"],
    ["of another table", over("Limit", { ...scan("Seq Scan"), Schema: "orders" }), [], undefined],
    ["that sorts the whole", over("Sort", scan("Index Scan")), [], "sorts all of products"],
    ["that sorts what was found", over("Sort", scan("Index Scan", condition)), [], undefined],
    ["that goes on from an order", over("Incremental Sort", scan("Index Scan")), [], undefined],
    ["that finds", over("Limit", scan("Index Scan", condition)), ["price"], undefined],
    [
      "that finds by a bitmap",
      scan("Bitmap Heap Scan", { "Recheck Cond": "(t.price = $1)" }),
      ["price"],
      undefined,
    ],
    ["row by row", over("Limit", scan("Index Scan")), ["price"], "looks for price in row after row"],
  ])("%s is judged", (_what, plan, chosenBy, flaw) => {
    expect(judgePlan(plan, { large, chosenBy })).toBe(flaw);
  });
});
