import { signedIn } from "../../access.js";
import { entity } from "../../entity.js";
import { env, environment } from "../../environment.js";
import { integer, many, reference, text } from "../../fields.js";
import { service } from "../../service.js";
import { system } from "../../system.js";
import { type CheckCases, guarded, inCatalog, product, shop } from "./check-case.js";

const goods = { product: product({ name: text() }) };
const broken = {
  name: "catalog",
  get entities(): never {
    throw new Error("It is not written yet.");
  },
};

export const definitionCases: CheckCases = {
  DEFINITION_UNREADABLE: {
    path: "system",
    system: () => ({ ...shop(), services: [broken] }) as never,
  },
  DEFINITION_MISSING: {
    path: "services[0]",
    system: (at) => at(system("shop", { version: 1, services: [undefined as never] })),
  },
  DEFINITION_WRONG: {
    path: "catalog.product.name",
    system: (at) =>
      inCatalog({ product: at(entity({ size: integer(), name: text as never }, { access: guarded })) }),
  },
  ENTITY_OPTION_UNKNOWN: {
    path: "catalog.product.softdelete",
    system: (at) =>
      inCatalog({ product: at(entity({ name: text() }, { access: guarded, softdelete: true } as never)) }),
  },
  ENTITY_EMPTY: {
    path: "catalog.product",
    system: (at) => inCatalog({ product: at(entity({}, { access: guarded })) }),
  },
  ENTITY_TOO_WIDE: {
    path: "catalog.product",
    system: (at) => {
      const fields = Array.from({ length: 1_001 }, (_, position) => [`field${position}`, text()]);
      return inCatalog({ product: at(entity(Object.fromEntries(fields), { access: guarded })) });
    },
  },
};

const users = service("users", { entities: { user: product({ name: text() }) } });

export const systemCases: CheckCases = {
  SYSTEM_VERSION_INVALID: {
    path: "system",
    system: (at) => at(system("shop", { version: 1.5, services: [users] })),
  },
  SYSTEM_WITHOUT_SERVICES: {
    path: "system",
    system: (at) => at(system("shop", { version: 1, services: [] })),
  },
  BRIEF_OFF_WITHOUT_REASON: {
    path: "system",
    system: (at) => at(system("shop", { version: 1, services: [users], brief: { off: " " } })),
  },
  SERVICE_EMPTY: {
    path: "catalog",
    system: (at) => shop(at(service("catalog", { entities: {} }))),
  },
  USES_UNKNOWN_SERVICE: {
    path: "catalog.uses.users",
    system: (at) => shop(at(service("catalog", { entities: goods, uses: { users } }))),
  },
  USES_CIRCLE: {
    path: "users.uses.catalog",
    system: (at) => {
      const early = service("catalog", { entities: goods });
      const entities = { user: product({ name: text() }) };
      const both = at(service("users", { entities, uses: { catalog: early } }));
      return shop(both, service("catalog", { entities: goods, uses: { users: both } }));
    },
  },
};

const longest = "a".repeat(60);

export const nameCases: CheckCases = {
  NAME_NOT_CAMEL_CASE: {
    path: "catalog.product.unit_price",
    system: (at) => inCatalog({ product: product({ unit_price: at(integer()) }) }),
  },
  NAME_TOO_LONG: {
    path: `catalog.product.${longest}Size`,
    system: (at) => inCatalog({ product: product({ [`${longest}Size`]: at(integer()) }) }),
  },
  NAME_TAKEN_BY_LINTEL: {
    path: "catalog.product.createdAt",
    system: (at) => inCatalog({ product: product({ createdAt: at(text()) }) }),
  },
  NAME_TAKEN_BY_LANGUAGE: {
    path: "catalog.valueOf",
    system: (at) =>
      inCatalog({ valueOf: at(entity({ name: text() }, { access: guarded, plural: "times" })) }),
  },
  NAME_RESERVED_IN_SQL: {
    path: "catalog.product.order",
    system: (at) => inCatalog({ product: product({ order: at(integer()) }) }),
  },
  SERVICE_NAME_TAKEN: {
    path: "public",
    system: (at) => shop(at(service("public", { entities: goods }))),
  },
  SYSTEM_NAME_INVALID: {
    path: "system",
    system: (at) => at(system("Web Shop", { version: 1, services: [users] })),
  },
};

export const collisionCases: CheckCases = {
  SERVICE_NAME_REPEATED: {
    path: "catalog",
    system: (at) => {
      const first = service("catalog", { entities: goods });
      const second = at(service("catalog", { entities: { shelf: product({ name: text() }) } }));
      return shop(first, second);
    },
  },
  TABLE_SHARED: {
    path: "catalog.ware",
    system: (at) => {
      const ware = at(entity({ name: text() }, { access: guarded, plural: "products" }));
      return inCatalog({ ...goods, ware });
    },
  },
  COLUMN_SHARED: {
    path: "catalog.product.shelfId",
    system: (at) => {
      const shelf = product({ name: text() });
      return inCatalog({ shelf, product: product({ shelf: reference("shelf"), shelfId: at(text()) }) });
    },
  },
  PATH_SHARED: {
    path: "stock.product",
    system: (at) => {
      const again = at(entity({ name: text() }, { access: guarded }));
      return shop(
        service("catalog", { entities: goods }),
        service("stock", { entities: { product: again } }),
      );
    },
  },
  PATH_SHARED_WITH_SERVICE: {
    path: "catalog.user",
    system: (at) => {
      const user = at(entity({ name: text() }, { access: guarded }));
      const people = service("users", { entities: { account: product({ name: text() }) } });
      return shop(people, service("catalog", { entities: { user } }));
    },
  },
  TITLE_SHARED: {
    path: "stock.product",
    system: (at) => {
      const again = at(entity({ name: text() }, { access: guarded, plural: "wares" }));
      return shop(
        service("catalog", { entities: goods }),
        service("stock", { entities: { product: again } }),
      );
    },
  },
};

/** A blueprint with something of everything, and nothing wrong. */
export function flawless() {
  const catalog = service("catalog", {
    entities: {
      category: entity(
        { name: text({ max: 100 }).unique(), products: many("product", "category") },
        { access: guarded, rows: 1_000 },
      ),
      product: entity(
        { name: text({ max: 200 }), stock: integer({ min: 0 }).default(0), category: reference("category") },
        { softDelete: true, rows: 1_000_000, access: { ...guarded, restore: signedIn } },
      ),
    },
  }).command("reserve", {
    access: signedIn,
    input: { quantity: integer({ min: 1 }) },
    output: { left: integer() },
    errors: { OUT_OF_STOCK: { status: 409, description: "There is not enough in stock." } },
    run: async ({ input }) => ({ left: input.quantity }),
  });
  const orders = service("orders", {
    entities: { order: product({ number: text() }, { rows: 1_000 }) },
    uses: { catalog },
  });
  const authentication = { issuer: env("ISSUER"), audience: "shop", jwksUrl: env("JWKS_URL") };
  const production = environment({
    authentication,
    secret: env("SECRET"),
    cors: { origins: ["https://shop.example"] },
  });
  return system("web-shop", { version: 1, services: [catalog, orders], environments: { production } });
}
