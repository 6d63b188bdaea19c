import { role } from "../../access.js";
import { event } from "../../event.js";
import { id, integer, reference, text } from "../../fields.js";
import { service } from "../../service.js";
import { type CheckCases, guarded, type Mark, product, shop } from "./check-case.js";

const usual = {
  fields: { product: id(), sold: integer() },
  key: "product",
  rows: 100,
  access: { read: guarded.read },
  events: { sold: () => [] },
};

/** A system that is well but for a projection of it, `sale`, which may be wrong. */
function projecting(definition: object, at: Mark = (built) => built) {
  const catalog = service("catalog", {
    entities: { product: product({ name: text() }) },
    events: { sold: event({ product: id() }) },
  });
  return shop(at(catalog.projection("sale", { ...usual, ...definition } as never)));
}

export const projectionCases: CheckCases = {
  PROJECTION_OPTION_UNKNOWN: {
    path: "catalog.projections.sale.softDelete",
    system: (at) => projecting({ softDelete: true }, at),
  },
  PROJECTION_KEY_UNKNOWN: {
    path: "catalog.projections.sale.key",
    system: (at) => projecting({ key: "prodct" }, at),
  },
  PROJECTION_KEY_UNSUPPORTED: {
    path: "catalog.projections.sale.key",
    system: (at) => projecting({ fields: { product: id().optional(), sold: integer() } }, at),
  },
  PROJECTION_VERSION_INVALID: {
    path: "catalog.projections.sale.version",
    system: (at) => projecting({ version: 0 }, at),
  },
  PROJECTION_HISTORY_INVALID: {
    path: "catalog.projections.sale.history",
    system: (at) => projecting({ history: "some" }, at),
  },
  PROJECTION_FIELD_UNSUPPORTED: {
    path: "catalog.projections.sale.item",
    system: (at) =>
      projecting({ fields: { product: id(), sold: integer(), item: at(reference("product")) } }),
  },
  PROJECTION_SOURCE_UNKNOWN: {
    path: "catalog.projections.sale.of",
    system: (at) => projecting({ of: undefined }, at),
  },
  PROJECTION_ENTRY_UNKNOWN: {
    path: "catalog.projections.sale.changes.product",
    system: (at) => projecting({ changes: { product: () => [] } }, at),
  },
  PROJECTION_FUNCTION_MISSING: {
    path: "catalog.projections.sale.events.sold",
    system: (at) => projecting({ events: { sold: true } }, at),
  },
  PROJECTION_WRITABLE: {
    path: "catalog.projections.sale.access.write",
    system: (at) => projecting({ access: { read: guarded.read, write: at(role("clerk")) } }),
  },
};
