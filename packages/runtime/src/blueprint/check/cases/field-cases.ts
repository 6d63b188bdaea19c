import { anyone, signedIn } from "../../access.js";
import type { Field } from "../../field.js";
import {
  boolean,
  decimal,
  enumeration,
  id,
  integer,
  json,
  list,
  many,
  money,
  object,
  reference,
  text,
} from "../../fields.js";
import { search } from "../../index-definition.js";
import { type CheckCase, type CheckCases, inCatalog, type Mark, product } from "./check-case.js";

/** A case whose flaw is the field `size` of `catalog.product`. */
function size(write: (at: Mark) => object): CheckCase {
  return {
    path: "catalog.product.size",
    system: (at) => inCatalog({ product: product({ name: text(), size: write(at) as Field }) }),
  };
}

export const fieldLimitCases: CheckCases = {
  FIELD_LIMIT_MALFORMED: size((at) => at(money({ max: "a lot" }))),
  FIELD_LIMIT_OUT_OF_RANGE: size((at) => at(integer({ max: 3_000_000_000 }))),
  FIELD_LIMITS_CROSSED: size((at) => at(money({ min: "10.00", max: "9.00" }))),
  PRECISION_OUT_OF_RANGE: size((at) => at(decimal({ precision: 0, scale: 0 }))),
  SCALE_OUT_OF_RANGE: size((at) => at(decimal({ precision: 4, scale: 5 }))),
};

export const fieldTypeCases: CheckCases = {
  PATTERN_INVALID: size((at) => at(text({ pattern: "(a" }))),
  PATTERN_SLOW: size((at) => at(text({ pattern: "^(a+)+$" }))),
  ENUMERATION_EMPTY: size((at) => at(enumeration())),
  ENUMERATION_REPEATED: size((at) => at(enumeration("small", "large", "small"))),
  ENUMERATION_VALUE_INVALID: size((at) => at(enumeration("small", "large,wide"))),
  JSON_SCHEMA_INVALID: size((at) => at(json({ type: "objct" }))),
  JSON_SCHEMA_OPEN: size((at) => at(json({}))),
  LIST_ITEM_UNSUPPORTED: size((at) => at(list(list(text())))),
  LIST_ITEM_MODIFIED: size((at) => at(list(text().unique() as never))),
  SHAPE_IN_ENTITY: size((at) => at(object({ width: integer() }))),
  LIST_OF_JSON_IN_ENTITY: size((at) => at(list(json({ type: "object" })))),
};

export const fieldModifierCases: CheckCases = {
  DEFAULT_WRONG_TYPE: size((at) => at(integer()).default("5" as never)),
  DEFAULT_OUT_OF_LIMITS: size((at) => at(integer({ min: 1 })).default(0)),
  DEFAULT_ON_REFERENCE: {
    path: "catalog.product.shelf",
    system: (at) => {
      const shelf = at(reference("shelf")).default("0199d1c8-0000-7000-8000-000000000000");
      return inCatalog({ shelf: product({ name: text() }), product: product({ shelf }) });
    },
  },
  DEFAULT_WITH_OPTIONAL: size((at) => at(integer()).default(1).optional()),
  DEFAULT_WITH_UNIQUE: size((at) => at(integer()).default(1).unique()),
  UNIQUE_UNSUPPORTED: size((at) => at(list(text())).unique()),
  MANY_MODIFIED: {
    path: "catalog.shelf.products",
    system: (at) =>
      inCatalog({
        shelf: product({
          name: text(),
          products: at(many("product", "shelf")).deprecated("Ask for products."),
        }),
        product: product({ shelf: reference("shelf") }),
      }),
  },
  IMMUTABLE_OPTIONAL: size((at) => at(integer()).immutable().optional()),
  PRIVATE_UNSETTABLE: size((at) => at(integer()).private()),
  PRIVATE_IN_SEARCH: {
    path: "catalog.product.indexes[0].note",
    system: (at) => {
      const shape = { name: text(), note: text().private().optional() };
      return inCatalog({ product: product(shape, { indexes: [at(search({ name: "A", note: "B" }))] }) });
    },
  },
  PERSONAL_PUBLIC: {
    path: "catalog.product.owner",
    system: (at) => {
      const access = { read: anyone, write: signedIn };
      return inCatalog({ product: product({ owner: at(text()).personal() }, { access }) });
    },
  },
  DEPRECATED_WITHOUT_REASON: size((at) => at(boolean()).deprecated(" ")),
};

const shelf = product({ name: text() });

export const referenceCases: CheckCases = {
  REFERENCE_TARGET_UNKNOWN: {
    path: "catalog.product.shelf",
    system: (at) => inCatalog({ shelf, product: product({ shelf: at(reference("shelve")) }) }),
  },
  REFERENCE_CROSSES_SERVICES: {
    path: "catalog.product.shelf",
    system: (at) => {
      const first = inCatalog({ product: product({ shelf: at(reference("stock.shelf")) }) });
      const second = inCatalog({ shelf });
      return {
        ...first,
        services: [...first.services, ...second.services.map((one) => ({ ...one, name: "stock" }))],
      };
    },
  },
  MANY_TARGET_UNKNOWN: {
    path: "catalog.product.shelves",
    system: (at) =>
      inCatalog({ shelf, product: product({ name: text(), shelves: at(many("shelve", "product")) }) }),
  },
  MANY_BY_UNKNOWN: {
    path: "catalog.product.shelves",
    system: (at) =>
      inCatalog({ shelf, product: product({ name: text(), shelves: at(many("shelf", "product")) }) }),
  },
  MANY_BY_NOT_A_REFERENCE: {
    path: "catalog.product.shelves",
    system: (at) =>
      inCatalog({ shelf, product: product({ name: text(), shelves: at(many("shelf", "name")) }) }),
  },
  SET_NULL_ON_REQUIRED: {
    path: "catalog.product.shelf",
    system: (at) =>
      inCatalog({ shelf, product: product({ shelf: at(reference("shelf", { onDelete: "set null" })) }) }),
  },
  ON_DELETE_UNKNOWN: {
    path: "catalog.product.shelf",
    system: (at) => {
      const wrong = { onDelete: "casade" as never };
      return inCatalog({ shelf, product: product({ shelf: at(reference("shelf", wrong)) }) });
    },
  },
  REFERENCE_CIRCLE: {
    path: "catalog.shelf.product",
    system: (at) =>
      inCatalog({
        shelf: product({ product: at(reference("product")) }),
        product: product({ shelf: reference("shelf") }),
      }),
  },
  ID_TARGET_UNKNOWN: {
    path: "catalog.product.customer",
    system: (at) => inCatalog({ shelf, product: product({ customer: at(id("users.user")) }) }),
  },
};
