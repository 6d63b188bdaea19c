import { allOf, anyOf, anyone, calledBy, nobody, open, owner, role, signedIn, when } from "../../access.js";
import { entity } from "../../entity.js";
import { boolean, id, integer, text } from "../../fields.js";
import { fieldValue } from "../../filter.js";
import { service } from "../../service.js";
import {
  type CheckCase,
  type CheckCases,
  guarded,
  inCatalog,
  inCommand,
  type Mark,
  product,
  shop,
} from "./check-case.js";

const shape = {
  name: text(),
  seller: id(),
  buyer: id().optional(),
  stock: integer({ min: 0 }),
  isActive: boolean(),
  secret: text().private().optional(),
};

/** A case whose flaw stands in the access rules of `catalog.product`. */
function ruled(step: string, write: (at: Mark) => object): CheckCase {
  return {
    path: `catalog.product.access.${step}`,
    system: (at) => inCatalog({ product: product(shape, { access: { ...guarded, ...write(at) } }) }),
  };
}

export const accessCases: CheckCases = {
  ACCESS_MISSING: {
    path: "catalog.product",
    system: (at) => inCatalog({ product: at(entity(shape)) }),
  },
  ACCESS_OPEN_WRITE: {
    path: "catalog.product.access.create",
    system: (at) => inCatalog({ product: at(entity(shape, { access: { ...guarded, create: anyone } })) }),
  },
  ACCESS_REASON_EMPTY: ruled("create", (at) => ({ create: at(open(" ")) })),
  ACCESS_OPERATION_UNKNOWN: ruled("reed", (at) => ({ reed: at(role("editor")) })),
  ACCESS_OWNER_UNKNOWN: ruled("update", (at) => ({ update: at(owner("seler")) })),
  ACCESS_OWNER_UNSUITABLE: ruled("update", (at) => ({ update: at(owner("stock")) })),
  ACCESS_OWNER_OPTIONAL: ruled("update", (at) => ({ update: at(owner("buyer")) })),
  ACCESS_ROLE_INVALID: ruled("update", (at) => ({ update: at(role("")) })),
  ACCESS_CALLER_UNKNOWN: ruled("update", (at) => ({ update: at(calledBy("orders")) })),
  ACCESS_CALLER_WITHOUT_USE: {
    path: "catalog.commands.reserve.access",
    system: (at) => {
      const orders = service("orders", { entities: { order: product({ number: text() }) } });
      const [catalog] = inCommand({ access: at(calledBy("orders")) }).services;
      return shop({ data: catalog }, orders);
    },
  },
  ACCESS_NEEDS_ROW: {
    path: "catalog.commands.reserve.access",
    system: (at) => inCommand({ access: at(owner("seller")) }),
  },
  ACCESS_RESTORE_WITHOUT_SOFT_DELETE: ruled("restore", (at) => ({ restore: at(role("editor")) })),
  ACCESS_FIELD_UNKNOWN: ruled("fields.nam.read", (at) => ({ fields: { nam: { read: at(role("editor")) } } })),
  ACCESS_FIELD_KEPT_BY_LINTEL: ruled("fields.id.write", (at) => ({
    fields: { id: { write: at(role("editor")) } },
  })),
  ACCESS_FIELD_PRIVATE: ruled("fields.secret.read", (at) => ({
    fields: { secret: { read: at(role("editor")) } },
  })),
  ACCESS_GROUP_EMPTY: ruled("update", (at) => ({ update: at(anyOf()) })),
  ACCESS_RULE_POINTLESS: ruled("update.allOf[1]", (at) => ({ update: at(allOf(signedIn, nobody)) })),
  ACCESS_CONDITION_EMPTY: ruled("read", (at) => ({ read: at(when({})) })),
  ACCESS_CONDITION_FIELD_UNKNOWN: ruled("read.anyOf[1].activ", (at) => ({
    read: at(anyOf(role("editor"), when({ activ: true }))),
  })),
  ACCESS_CONDITION_COMPARISON_UNSUPPORTED: ruled("read.seller.gt", (at) => ({
    read: at(when({ seller: { gt: "0" } })),
  })),
  ACCESS_CONDITION_VALUE_INVALID: ruled("read.isActive", (at) => ({ read: at(when({ isActive: null })) })),
  ACCESS_CONDITION_KINDS_DIFFER: ruled("read.isActive.eq", (at) => ({
    read: at(when({ isActive: { eq: fieldValue("name") } })),
  })),
  ACCESS_CONDITION_NEVER_HOLDS: ruled("read.stock", (at) => ({ read: at(when({ stock: { lt: 0 } })) })),
};
