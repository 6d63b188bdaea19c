import { check, entity } from "../../entity.js";
import { boolean, integer, json, money, text } from "../../fields.js";
import { fieldValue } from "../../filter.js";
import { by, search } from "../../index-definition.js";
import { type CheckCase, type CheckCases, guarded, inCatalog, type Mark, product } from "./check-case.js";

const shape = {
  name: text(),
  description: text().optional(),
  price: money(),
  stock: integer({ min: 0 }),
  isActive: boolean(),
  code: text().unique(),
  details: json({ type: "object" }),
  note: text().private().optional(),
};

/** A case whose flaw is an index of `catalog.product`; at `.indexes[0]` and this step unless told. */
function indexed(write: (at: Mark) => readonly object[], step = "", position = 0): CheckCase {
  return {
    path: `catalog.product.indexes[${position}]${step}`,
    system: (at) => inCatalog({ product: product(shape, { indexes: write(at) }) }),
  };
}

export const indexCases: CheckCases = {
  INDEX_FIELD_UNKNOWN: indexed((at) => [at(by("prise"))]),
  INDEX_FIELD_UNSUPPORTED: indexed((at) => [at(by("details"))]),
  INDEX_FIELD_REPEATED: indexed((at) => [at(by("price", "-price"))]),
  INDEX_EMPTY: indexed((at) => [at(by())]),
  INDEX_TOO_WIDE: {
    path: "catalog.product.indexes[0]",
    system: (at) => {
      const names = Array.from({ length: 33 }, (_, position) => `field${position}`);
      const wide = Object.fromEntries(names.map((name) => [name, integer()]));
      return inCatalog({ product: product(wide, { indexes: [at(by(...names))] }) });
    },
  },
  INDEX_REPEATED: indexed((at) => [by("price"), at(by("price"))], "", 1),
  INDEX_PREFIX_OF_ANOTHER: indexed((at) => [by("price", "name"), at(by("price"))], "", 1),
  INDEX_COVERED_BY_UNIQUE: indexed((at) => [at(by("code"))]),
  INDEX_UNIQUE_OVER_OPTIONAL: indexed((at) => [at(by("description")).unique()]),
  INDEX_NEVER_USED: indexed((at) => [at(by("note"))]),
  INDEX_CONDITION_EMPTY: indexed((at) => [at(by("price")).where({})], ".where"),
  INDEX_CONDITION_FIELD_UNKNOWN: indexed((at) => [at(by("price")).where({ activ: true })], ".where.activ"),
  INDEX_CONDITION_COMPARISON_UNSUPPORTED: indexed(
    (at) => [at(by("price")).where({ isActive: { gt: false } })],
    ".where.isActive.gt",
  ),
  INDEX_CONDITION_VALUE_INVALID: indexed(
    (at) => [at(by("price")).where({ isActive: "yes" })],
    ".where.isActive",
  ),
  INDEX_CONDITION_KINDS_DIFFER: indexed(
    (at) => [at(by("price")).where({ stock: { gt: fieldValue("name") } })],
    ".where.stock.gt",
  ),
  INDEX_CONDITION_NEVER_HOLDS: indexed(
    (at) => [at(by("price")).where({ price: { gt: "9", lt: "3" } })],
    ".where.price",
  ),
};

export const searchCases: CheckCases = {
  SEARCH_REPEATED: indexed((at) => [search(["name"]), at(search(["description"]))], "", 1),
  SEARCH_EMPTY: indexed((at) => [at(search([]))]),
  SEARCH_FIELD_UNKNOWN: indexed((at) => [at(search(["nam"]))], ".nam"),
  SEARCH_FIELD_NOT_TEXT: indexed((at) => [at(search(["price"]))], ".price"),
  SEARCH_WEIGHT_UNKNOWN: indexed((at) => [at(search({ name: "E" as never }))], ".name"),
  SEARCH_LANGUAGE_UNKNOWN: indexed((at) => [at(search(["name"], { language: "englisch" }))]),
};

/** A case whose flaw is the last of some checks of `catalog.product`. */
function checked(step: string, write: (at: Mark) => readonly object[]): CheckCase {
  const position = write((built) => built).length - 1;
  return {
    path: `catalog.product.checks[${position}]${step}`,
    system: (at) => inCatalog({ product: entity(shape, { access: guarded, checks: write(at) as never }) }),
  };
}

export const rowCheckCases: CheckCases = {
  CHECK_NAME_REPEATED: checked("", (at) => [
    check("is_cheap", { price: { lt: "9" } }),
    at(check("is_cheap", { stock: { gt: 0 } })),
  ]),
  CHECK_NAME_INVALID: checked("", (at) => [at(check("is cheap", { price: { lt: "9" } }))]),
  CHECK_EMPTY: checked("", (at) => [at(check("is_cheap", {}))]),
  CHECK_FIELD_UNKNOWN: checked(".price", (at) => [at(check("cheap", { price: { lt: fieldValue("cost") } }))]),
  CHECK_COMPARISON_UNSUPPORTED: checked(".price.lower", (at) => [
    at(check("cheap", { price: { lower: "9" } })),
  ]),
  CHECK_VALUE_INVALID: checked(".price.lt", (at) => [at(check("cheap", { price: { lt: 9 } }))]),
  CHECK_KINDS_DIFFER: checked(".price.lt", (at) => [
    at(check("cheap", { price: { lt: fieldValue("name") } })),
  ]),
  CHECK_NEVER_HOLDS: checked(".price", (at) => [at(check("cheap", { price: { lt: "0" } }))]),
};
