import { owner, signedIn } from "../../access.js";
import { entity } from "../../entity.js";
import { email, id, json, text } from "../../fields.js";
import { by } from "../../index-definition.js";
import { type CheckCase, type CheckCases, guarded, inCatalog } from "./check-case.js";

const shape = {
  name: text(),
  mail: email().unique(),
  owner: id(),
  details: json({ type: "object" }),
  note: text().private().optional(),
};

/** A case whose flaw is an option of the large entity `catalog.product`. */
function large(step: string, options: object): CheckCase {
  return {
    path: `catalog.product${step}`,
    system: (at) =>
      inCatalog({ product: at(entity(shape, { access: guarded, rows: 1_000_000, ...options } as never)) }),
  };
}

export const clientListCases: CheckCases = {
  ROWS_INVALID: large(".rows", { rows: 0.5 }),
  LIST_FIELD_UNKNOWN: large(".list.filter[0]", { list: { filter: ["nam"] } }),
  LIST_FIELD_UNSUPPORTED: large(".list.sort[0]", { list: { sort: ["note"] } }),
  INDEX_MISSING_FOR_FILTER: large("", { list: { filter: ["name"], sort: ["name"] } }),
  INDEX_MISSING_FOR_SORT: large("", { list: { filter: ["mail"], sort: ["mail"] } }),
  INDEX_MISSING_FOR_OWNER: {
    path: "catalog.product.access.read",
    system: (at) =>
      inCatalog({
        product: entity(shape, {
          rows: 1_000_000,
          indexes: [by("name", "owner")],
          access: { read: at(owner("owner")), write: signedIn },
        }),
      }),
  },
};
