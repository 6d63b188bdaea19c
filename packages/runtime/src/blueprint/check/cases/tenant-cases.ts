import { acrossTenants, allOf, ofTenant, role, signedIn } from "../../access.js";
import { type Entity, entity } from "../../entity.js";
import { reference, tenant, text } from "../../fields.js";
import { by } from "../../index-definition.js";
import { service } from "../../service.js";
import type { System } from "../../system.js";
import { type CheckCases, guarded, inCatalog, type Mark, product, shop } from "./check-case.js";

const own = { firm: tenant(), name: text() };
const shared = { shared: "Everybody measures alike." };

/** A product of a tenant, with these options, which may be wrong. */
function walled(options: object = {}): Entity {
  return product(own, options);
}

/** A product of a tenant, beside what may be wrong. */
function beside(entities: object): System {
  return inCatalog({ product: walled(), ...entities });
}

export const tenantCases: CheckCases = {
  TENANT_SHARED_UNSAID: {
    path: "catalog.unit",
    system: (at) => beside({ unit: at(entity({ name: text() }, { access: guarded })) }),
  },
  TENANT_REASON_EMPTY: {
    path: "catalog.unit.shared",
    system: (at) => beside({ unit: at(entity({ name: text() }, { access: guarded, shared: " " })) }),
  },
  TENANT_REPEATED: {
    path: "catalog.product.second",
    system: (at) => inCatalog({ product: product({ ...own, second: at(tenant()) }) }),
  },
  TENANT_MODIFIED: {
    path: "catalog.product.firm",
    system: (at) => inCatalog({ product: product({ firm: at(tenant().unique()), name: text() }) }),
  },
  TENANT_AND_SHARED: {
    path: "catalog.product.shared",
    system: (at) => inCatalog({ product: at(entity(own, { access: guarded, ...shared })) }),
  },
  TENANT_KEY: {
    path: "catalog.projections.sizes.key",
    system: (at) => {
      const catalog = service("catalog", { entities: { product: walled({ feed: true }) } });
      const sizes = {
        fields: { firm: tenant(), name: text() },
        key: "firm",
        access: { read: signedIn },
        rows: 100,
        changes: { product: () => [] },
      } as never;
      return shop(at(catalog.projection("sizes", sizes)));
    },
  },
  TENANT_REFERENCE_OUTWARD: {
    path: "catalog.unit.best",
    system: (at) => beside({ unit: product({ best: at(reference("product")) }, shared) }),
  },
  TENANT_REFERENCE_CASCADES: {
    path: "catalog.product.unit",
    system: (at) =>
      inCatalog({
        unit: product({ name: text() }, shared),
        product: product({ ...own, unit: at(reference("unit", { onDelete: "cascade" })) }),
      }),
  },
  TENANT_RULE_FIELD: {
    path: "catalog.firm.access.read",
    system: (at) =>
      beside({
        firm: product({ name: text() }, { ...shared, access: { ...guarded, read: at(ofTenant("name")) } }),
      }),
  },
  TENANT_CROSSING_POINTLESS: {
    path: "catalog.product.access.read.allOf[1]",
    system: (at) =>
      inCatalog({
        product: walled({
          access: { ...guarded, read: at(allOf(signedIn, acrossTenants(role("editor"), "They help."))) },
        }),
      }),
  },
  TENANT_INDEXED: {
    path: "catalog.product.indexes[0]",
    system: (at: Mark) => inCatalog({ product: walled({ indexes: [at(by("firm", "name"))] }) }),
  },
};
