import { type Actor, type EntityModel, type OperationModel, resolve } from "../blueprint/index.js";
import {
  allOf,
  anyOf,
  anyone,
  bigint,
  boolean,
  by,
  calledBy,
  date,
  decimal,
  email,
  entity,
  enumeration,
  id,
  integer,
  json,
  list,
  many,
  money,
  nobody,
  object,
  open,
  owner,
  reference,
  role,
  search,
  service,
  signedIn,
  system,
  text,
  timestamp,
  url,
  uuid,
  when,
} from "../index.js";
import { type PlanContext, planContext, planSettings } from "./context.js";

const catalog = service("catalog", {
  entities: {
    category: entity(
      {
        name: text({ max: 100 }).unique(),
        products: many("product", "category"),
        notes: many("note", "category"),
        authored: many("note", "author"),
      },
      { access: { read: anyone, write: role("manager") } },
    ),
    product: entity(
      {
        name: text({ min: 1, max: 20 }),
        description: text().optional(),
        price: money(),
        salePrice: money().optional(),
        weight: decimal({ precision: 6, scale: 3, min: "-1.5", max: "100" }).optional(),
        views: bigint().default("0"),
        stock: integer({ min: 0 }).default(0),
        active: boolean().default(true),
        kind: enumeration("book", "film").optional(),
        category: reference("category"),
        released: date().optional(),
        seenAt: timestamp().optional(),
        site: url().optional(),
        code: uuid().optional().immutable(),
        tags: list(text({ max: 5 }), { max: 3 }).optional(),
        settings: json({ type: "object", properties: { size: { type: "integer" } } }).optional(),
        cost: money().optional(),
        margin: money().optional(),
        secret: text().optional().private(),
        old: text().optional().deprecated("Use name."),
      },
      {
        softDelete: true,
        indexes: [by("category"), search(["name", "description"])],
        access: {
          read: anyone,
          write: role("manager"),
          restore: role("admin"),
          fields: {
            cost: { read: role("manager"), write: role("admin") },
            margin: { read: role("admin"), write: role("admin") },
            active: { write: role("admin") },
          },
        },
      },
    ),
    note: entity(
      {
        category: reference("category"),
        text: text(),
        hidden: text().optional(),
        author: reference("category").optional(),
      },
      {
        indexes: [search(["text", "hidden"])],
        access: {
          read: role("manager"),
          write: nobody,
          fields: { hidden: { read: role("admin") }, author: { read: role("admin") } },
        },
      },
    ),
    address: entity(
      { user: id("users.user"), mail: email().personal(), isPublic: boolean().default(false) },
      {
        access: {
          read: anyOf(role("support"), owner("user"), when({ isPublic: true })),
          create: owner("user"),
          update: allOf(signedIn, owner("user")),
          delete: owner("user"),
        },
      },
    ),
    message: entity(
      { body: text({ max: 50 }) },
      { access: { create: open("A contact form."), read: nobody } },
    ),
  },
})
  .command("reserve", {
    access: anyOf(role("manager"), calledBy("orders")),
    input: {
      order: id(),
      items: list({ product: id("product"), quantity: integer({ min: 1 }).default(1) }, { min: 1 }),
      password: text({ min: 8 }).optional().private(),
      at: timestamp().optional(),
      place: object({ city: text({ max: 10 }), zip: text().personal() }).optional(),
    },
    output: { total: money() },
    run: async () => ({ total: "0" }),
  })
  .command("ping", { access: signedIn, run: async () => {} })
  .query("best", {
    access: anyone,
    input: {
      limit: integer({ min: 1, max: 50 }).default(10),
      kinds: list(enumeration("book", "film")).optional(),
      active: boolean().optional(),
      since: date().optional(),
      box: object({ low: integer(), high: integer() }).optional(),
    },
    run: async () => {},
  });

const model = resolve(system("shop", { version: 1, services: [catalog] }));

/** The settings that the tests of this folder plan with. */
export const settings = planSettings(model, { secret: "0123456789abcdef0123456789abcdef" });

/** An entity of the scenario by its name. */
export function entityNamed(name: string): EntityModel {
  return settings.entity("catalog", name);
}

/** A command or query of the scenario by its name. */
export function operationNamed(name: string): OperationModel {
  const [only] = model.services;
  const found = [...(only?.commands ?? []), ...(only?.queries ?? [])].find((one) => one.name === name);
  if (!found) throw new TypeError(`There is no operation "${name}".`);
  return found;
}

/** A person with a token. */
export const ada = "01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c17";

/** A person with these roles. */
export function user(...roles: readonly string[]): Actor {
  return { kind: "user", id: ada, roles };
}

/** Everything to plan with, for this actor; for someone unknown unless told. */
export function asking(actor: Actor = { kind: "anonymous", id: "", roles: [] }): PlanContext {
  return planContext(settings, actor);
}
