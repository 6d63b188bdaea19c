import {
  bigint,
  boolean,
  by,
  entity,
  enumeration,
  integer,
  money,
  nobody,
  reference,
  search,
  service,
  system,
  text,
  timestamp,
} from "@lintel/runtime";
import { resolve, type System, type SystemModel } from "@lintel/runtime/tools";

/** A kind of change to the table of products; it is applied, and later undone. */
export interface Kind {
  readonly name: string;
  readonly model: SystemModel;
  /** What is there before and after, where that is not `base`. */
  readonly from?: SystemModel | undefined;
}

const shape = {
  name: text({ max: 200 }),
  sku: integer(),
  stock: integer(),
  price: money(),
  note: text().optional(),
  colour: text().optional(),
  state: enumeration("draft", "sold"),
  brand: reference("brand"),
};
const access = { read: nobody };
const indexes = [by("sku"), by("price")];

function systemOf(change: object = {}, options: object = {}, more: object = {}): System {
  const fields = Object.fromEntries(
    Object.entries({ ...shape, ...change }).filter(([, field]) => field !== undefined),
  );
  const entities = {
    brand: entity({ name: text() }, { access }),
    product: entity(fields as typeof shape, { access, indexes, ...options }),
    ...more,
  };
  return system("traffic", { version: 1, services: [service("catalog", { entities })] });
}

function modelOf(...changes: Parameters<typeof systemOf>): SystemModel {
  return resolve(systemOf(...changes));
}

export const baseSystem = systemOf();

/** What is there before and after each kind. */
export const base = resolve(baseSystem);

/** Many changes at once, of every kind that has more than one step: for migrations that are killed. */
export const manyChangesSystem = systemOf(
  {
    sku: integer().unique(),
    stock: integer({ min: 0 }),
    note: text(),
    weight: integer().default(1),
    state: enumeration("draft", "sold", "gone"),
    brand: reference("brand", { onDelete: "cascade" }),
    origin: reference("brand").optional(),
  },
  {
    indexes: [
      by("sku"),
      by("-price"),
      by("stock", "-price"),
      by("colour").where({ state: "draft" }),
      search({ name: "A", note: "B" }),
    ],
  },
);
export const manyChanges = resolve(manyChangesSystem);

function searched(by: ReturnType<typeof search<"name" | "note">>): SystemModel {
  return modelOf({}, { indexes: [...indexes, by] });
}

export const kinds: readonly Kind[] = [
  { name: "a column", model: modelOf({ weight: integer().optional() }) },
  {
    name: "columns with defaults",
    model: modelOf({ active: boolean().default(true), seen: timestamp().default("2026-01-01T00:00:00Z") }),
  },
  { name: "no column", model: modelOf({ colour: undefined }) },
  { name: "another default", model: modelOf({ stock: integer().default(5) }) },
  { name: "a required column", model: modelOf({ note: text() }) },
  { name: "a check", model: modelOf({ stock: integer({ min: 0 }) }) },
  { name: "another limit of length", model: modelOf({ name: text({ max: 300 }) }) },
  { name: "other values of an enumeration", model: modelOf({ state: enumeration("draft", "sold", "gone") }) },
  { name: "an index", model: modelOf({}, { indexes: [...indexes, by("stock", "-price")] }) },
  {
    name: "a partial index",
    model: modelOf({}, { indexes: [...indexes, by("colour").where({ state: "draft" })] }),
  },
  { name: "an index in another direction", model: modelOf({}, { indexes: [by("sku"), by("-price")] }) },
  { name: "a unique constraint", model: modelOf({ sku: integer().unique() }) },
  {
    name: "a unique index over two columns",
    model: modelOf({}, { indexes: [...indexes, by("sku", "note").unique()] }),
  },
  { name: "soft deletion", model: modelOf({}, { softDelete: true }) },
  {
    name: "a foreign key with its column and index",
    model: modelOf({ origin: reference("brand").optional() }),
  },
  {
    name: "a foreign key that deletes otherwise",
    model: modelOf({ brand: reference("brand", { onDelete: "cascade" }) }),
  },
  {
    name: "a table that refers to it",
    model: modelOf(
      {},
      {},
      { review: entity({ stars: integer(), product: reference("product") }, { access }) },
    ),
  },
  {
    name: "another type",
    model: modelOf({ stock: bigint().column("stock_exact").renamedFrom("stock") }),
  },
  { name: "full-text search", model: searched(search(["name"])) },
  {
    name: "a search of other fields",
    from: searched(search(["name"])),
    model: searched(search({ name: "B", note: "A" })),
  },
  {
    name: "a search in another language",
    from: searched(search(["name"])),
    model: searched(search(["name"], { language: "simple" })),
  },
];
