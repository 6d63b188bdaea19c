import {
  anyone,
  by,
  entity,
  event,
  id,
  integer,
  list,
  money,
  notImplemented,
  reference,
  role,
  search,
  service,
  text,
  url,
} from "@lintel/runtime";

/**
 * REQ-DATA-001: public, 42,000 now, 50,000 in a year.
 * REQ-RULE-STOCK-IS-NEVER-NEGATIVE: IF orders would take more of a product than is in stock THEN THE SYSTEM
 * SHALL refuse those beyond it and change nothing for them.
 */
const product = entity(
  {
    name: text({ min: 1, max: 200 }),
    number: text({ min: 1, max: 64 }).unique(),
    description: text({ max: 5_000 }).optional(),
    price: money(),
    pictures: list(url(), { max: 100 }),
    /** What it fits. */
    fits: text({ max: 500 }).optional(),
  },
  {
    description: "Product: name, number, description, price, pictures, what it fits.",
    rows: 100_000,
    indexes: [by("price"), search({ name: "A", number: "A", description: "B" })],
    access: { read: anyone, write: role("catalogue-manager") },
  },
);

/** REQ-DATA-001: internal, 42,000 now, 50,000 in a year. */
const stockLevel = entity(
  {
    product: reference("product").unique(),
    inHouse: integer({ min: 0 }).default(0),
    reserved: integer({ min: 0 }).default(0),
    expected: integer({ min: 0 }).default(0),
  },
  {
    description: "Stock level: how many of a product are in the house, reserved and expected.",
    rows: 100_000,
    access: { read: role("packer"), write: role("packer") },
  },
);

/**
 * Keeps product and stock level, for "Find a part" and "Keep the catalogue".
 * They change together: stock level names product.
 */
export const catalog = service("catalog", {
  description: 'Keeps product and stock level, for "Find a part" and "Keep the catalogue".',
  entities: { product, stockLevel },
  events: {
    productChanged: event(
      {
        product: id("product"),
        name: text({ min: 1, max: 200 }),
        number: text({ min: 1, max: 64 }),
        price: money(),
      },
      {
        key: "product",
        description:
          "Catalogue managers change products and prices, one by one or by file. keepCatalogue emits it.",
      },
    ),
  },
  webhooks: { events: ["productChanged"], manage: role("integrator") },
})
  .query("findPart", {
    description: "Shoppers find parts by words, by category and by the bicycle that they fit.",
    access: anyone,
    input: { words: text({ min: 1, max: 200 }), size: integer({ min: 1, max: 100 }).default(10) },
    output: {
      products: list(
        {
          id: id("product"),
          name: text({ min: 1, max: 200 }),
          number: text({ min: 1, max: 64 }),
          description: text({ max: 5_000 }).optional(),
          price: money(),
          pictures: list(url(), { max: 100 }),
          fits: text({ max: 500 }).optional(),
        },
        { max: 100 },
      ),
    },
    async run() {
      // - REQ-FEAT-FIND-A-PART
      // - WHEN a shopper searches for the name or the number of a part on sale THE SYSTEM SHALL list it among
      //   the first 10 results.
      // - WHEN a part is out of stock THE SYSTEM SHALL show it as out of stock with the day on which it is
      //   expected, where that is known.
      throw notImplemented("REQ-FEAT-FIND-A-PART");
    },
  })
  .command("keepCatalogue", {
    description: "Catalogue managers change products and prices, one by one or by file.",
    access: role("catalogue-manager"),
    input: {
      products: list(
        {
          name: text({ min: 1, max: 200 }),
          number: text({ min: 1, max: 64 }),
          description: text({ max: 5_000 }).optional(),
          price: money(),
          pictures: list(url(), { max: 100 }),
          fits: text({ max: 500 }).optional(),
        },
        { min: 1, max: 1_000 },
      ),
    },
    output: { taken: integer({ min: 0 }) },
    errors: {
      FILE_PRODUCTS_ROW_BREAKS_RULE: {
        status: 409,
        description: "A file of products has a row that breaks a rule.",
      },
    },
    async run() {
      // - REQ-FEAT-KEEP-THE-CATALOGUE
      // - WHEN a catalogue manager changes a price THE SYSTEM SHALL show it within 30 s and leave orders
      //   placed before as they are.
      // - IF a file of products has a row that breaks a rule THEN THE SYSTEM SHALL take none of its rows and
      //   name each such row.
      // - REQ-EDGE-PRICE-FILE-WHILE-SHOPPERS-ORDER: WHILE a file of prices is taken in THE SYSTEM SHALL show
      //   each product with its old or its new price and keep its targets of latency.
      throw notImplemented("REQ-FEAT-KEEP-THE-CATALOGUE");
    },
  });
