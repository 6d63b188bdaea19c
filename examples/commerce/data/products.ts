import { type Finish, type Shelf, shelves } from "./categories.js";
import { describe, type ProductWords } from "./descriptions.js";
import { between, draw, fraction, percent, wordAt } from "./draw.js";
import { identifierOf, madeAt } from "./identifiers.js";
import type { SeedTable } from "./seed-table.js";
import { words } from "./words.js";

const purpose = { price: 10, ending: 11, stock: 12, soldOut: 13, active: 14, start: 15 };

const finishes: { readonly [F in Finish]: readonly string[] } = {
  material: words.materials,
  colour: words.colours,
  cuisine: words.cuisines,
  format: words.formats,
  genre: words.genres,
};

interface Lot {
  readonly shelf: Shelf;
  readonly adjectives: readonly string[];
  readonly finishes: readonly string[];
  /** How many names there are, and how far one row's is from the next row's: without a common divisor. */
  readonly names: number;
  readonly stride: number;
  /** Which of the names the first row has. */
  readonly start: number;
}

const lots: readonly Lot[] = shelves.map((shelf, row) => {
  const adjectives = shelf.finish === "cuisine" ? words.tastes : words.adjectives;
  const names = words.brands.length * adjectives.length * finishes[shelf.finish].length * shelf.nouns.length;
  let stride = Math.floor(names * 0.618_034);
  const start = draw(purpose.start, row) % names;
  while (commonDivisor(stride, names) !== 1) stride -= 1;
  return { shelf, adjectives, finishes: finishes[shelf.finish], names, stride, start };
});

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** How many products a shop of this scale has: 100,000 for each whole of it. */
export function countProducts(scale: number): number {
  return Math.max(100, Math.round(100_000 * scale));
}

/**
 * The words of product `row`. Within a category every row has other words, up to the number of all combinations,
 * since the rows visit the combinations in strides.
 */
function wordsOf(row: number): ProductWords {
  const lot = wordAt(lots, row);
  let place = (lot.start + Math.floor(row / lots.length) * lot.stride) % lot.names;
  const digit = (list: readonly string[]) => {
    const word = wordAt(list, place);
    place = Math.floor(place / list.length);
    return word;
  };
  return {
    noun: digit(lot.shelf.nouns),
    finish: digit(lot.finishes),
    adjective: digit(lot.adjectives),
    brand: digit(words.brands),
  };
}

/** The name of product `row`; no other has it. */
export function productName(row: number): string {
  const { brand, adjective, finish, noun } = wordsOf(row);
  return `${brand} ${adjective} ${finish} ${noun}`;
}

/** What product `row` costs, in cents: within what its category costs, and more often little than much. */
export function productCents(row: number): number {
  const [from, to] = wordAt(lots, row).shelf.price;
  const units = Math.floor((from * (to / from) ** fraction(purpose.price, row)) / 100);
  return units * 100 + wordAt([99, 95, 90, 50, 49, 0], between(0, 9, purpose.ending, row));
}

/** Cents to the amount that the API has: 1990 to `19.90`. */
export function asAmount(cents: number): string {
  const digits = String(cents).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export const categories: SeedTable = {
  service: "catalog",
  entity: "category",
  fields: ["id", "name", "createdAt", "updatedAt", "version"],
  count: () => shelves.length,
  *rows() {
    for (const [row, { name }] of shelves.entries()) {
      const at = madeAt("category", row);
      yield [identifierOf("category", row), name, at, at, 1];
    }
  },
};

export const products: SeedTable = {
  service: "catalog",
  entity: "product",
  fields: [
    "id",
    "name",
    "description",
    "price",
    "category",
    "inventoryCount",
    "isActive",
    "createdAt",
    "updatedAt",
    "version",
  ],
  count: countProducts,
  *rows(scale) {
    const category = shelves.map((_, row) => identifierOf("category", row));
    for (let row = 0; row < countProducts(scale); row += 1) {
      const at = madeAt("product", row);
      yield [
        identifierOf("product", row),
        productName(row),
        describe(wordsOf(row), wordAt(lots, row).shelf, row),
        asAmount(productCents(row)),
        wordAt(category, row),
        percent(3, purpose.soldOut, row) ? 0 : between(1, 500, purpose.stock, row),
        percent(95, purpose.active, row),
        at,
        at,
        1,
      ];
    }
  },
};
