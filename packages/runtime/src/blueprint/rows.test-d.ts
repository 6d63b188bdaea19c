import type { CreateInput, Filter, Row, UpdateInput } from "../index.js";
import {
  bigint,
  boolean,
  date,
  entity,
  enumeration,
  integer,
  json,
  list,
  many,
  money,
  reference,
  text,
} from "../index.js";
import { type Equal, expectType } from "./equal.test-d.js";
import type { SortKey } from "./infer.js";

interface Settings {
  readonly theme: "light" | "dark";
}

const product = entity(
  {
    name: text(),
    description: text().optional(),
    price: money().immutable(),
    stock: integer().default(0),
    isActive: boolean().default(true).private(),
    state: enumeration("draft", "listed").default("draft"),
    tags: list(text()),
    settings: json<Settings>({ type: "object" }),
    category: reference("category"),
    lines: many("orderLine", "product"),
  },
  { softDelete: true },
);
type Product = typeof product;

const category = entity({ name: text(), since: date().optional(), views: bigint() });
type Category = typeof category;

expectType<
  Equal<
    Row<Product>,
    {
      id: string;
      name: string;
      description: string | null;
      price: string;
      stock: number;
      isActive: boolean;
      state: "draft" | "listed";
      tags: string[];
      settings: Settings;
      category: string;
      createdAt: string;
      updatedAt: string;
      version: number;
      deletedAt: string | null;
    }
  >
>();

expectType<
  Equal<
    Row<Category>,
    {
      id: string;
      name: string;
      since: string | null;
      views: string;
      createdAt: string;
      updatedAt: string;
      version: number;
    }
  >
>();

expectType<
  Equal<
    CreateInput<Product>,
    {
      id?: string;
      name: string;
      description?: string | null;
      price: string;
      stock?: number;
      isActive?: boolean;
      state?: "draft" | "listed";
      tags: string[];
      settings: Settings;
      category: string;
    }
  >
>();

expectType<
  Equal<
    UpdateInput<Product>,
    {
      name?: string;
      description?: string | null;
      stock?: number;
      isActive?: boolean;
      state?: "draft" | "listed";
      tags?: string[];
      settings?: Settings;
      category?: string;
    }
  >
>();

expectType<Equal<keyof Filter<Product>, keyof Row<Product>>>();
expectType<Equal<SortKey<Category>, `${"" | "-"}${keyof Row<Category>}`>>();

export const filters: readonly Filter<Product>[] = [
  { name: "Chair", stock: { gte: 1, lt: 10 }, description: { isNull: true }, deletedAt: { isNull: false } },
  { state: { in: ["draft", "listed"] }, name: { startsWith: "C" } },
  // @ts-expect-error There is no such field.
  { nam: "Chair" },
  // @ts-expect-error A number is not compared with a text.
  { stock: { gt: "1" } },
  // @ts-expect-error A number does not start with characters.
  { stock: { startsWith: "1" } },
  // @ts-expect-error The value is not listed.
  { state: "sold" },
  // @ts-expect-error There is no such comparison.
  { stock: { above: 1 } },
  // @ts-expect-error Null is asked for with isNull.
  { description: null },
];

export const changes: readonly UpdateInput<Product>[] = [
  { description: null },
  // @ts-expect-error It is immutable.
  { price: "1.00" },
  // @ts-expect-error It is not optional.
  { name: null },
  // @ts-expect-error It belongs to Lintel.
  { version: 2 },
  // @ts-expect-error It is the other side of a reference.
  { lines: [] },
];

export const rows: readonly CreateInput<Category>[] = [
  { name: "Chairs", views: "0" },
  // @ts-expect-error A required field is missing.
  { name: "Chairs" },
  // @ts-expect-error A bigint is a text on the wire.
  { name: "Chairs", views: 0 },
];

// @ts-expect-error The default is not one of the values.
enumeration("draft", "listed").default("sold");
// @ts-expect-error The default is of another type.
integer().default("0");
// @ts-expect-error An item of a list has no modifiers.
list(text().optional());
// @ts-expect-error There is no such limit.
text({ maximum: 10 });
// @ts-expect-error There is no such action.
reference("category", { onDelete: "nullify" });
