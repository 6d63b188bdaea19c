import { randomBytes } from "node:crypto";
import {
  type Actor,
  anyone,
  bigint,
  boolean,
  check,
  date,
  decimal,
  type EntityModel,
  email,
  entity,
  enumeration,
  type FieldModel,
  type FieldType,
  fieldValue,
  integer,
  json,
  list,
  many,
  money,
  reference,
  resolve,
  role,
  type ServiceModel,
  type SystemModel,
  search,
  service,
  system,
  text,
  timestamp,
  uuid,
} from "../blueprint/index.js";
import { createFacts, type Fact } from "../facts.js";
import type { Database } from "./database.js";
import { quote } from "./identifier.js";
import { type DatabaseOptions, openDatabase } from "./open-database.js";

/** Someone unknown. */
export const stranger: Actor = Object.freeze({ kind: "anonymous", id: "", roles: Object.freeze([]) });

/** An empty database and the hand of its owner. */
interface OwnedDatabase {
  readonly url: string;
  sql<R extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<R[]>;
  dropRoles(roles: readonly string[]): Promise<void>;
  drop(): Promise<void>;
}

/** For tests of this folder: a small shop, its tables written by hand, and its database opened. */
export interface Shop {
  readonly model: SystemModel;
  readonly test: OwnedDatabase;
  readonly database: Database;
  readonly facts: Fact[];
  readonly product: EntityModel;
  readonly category: EntityModel;
  readonly purchase: EntityModel;
  /** Another opening of the same database. */
  open(options?: Partial<DatabaseOptions>): { readonly database: Database; readonly facts: Fact[] };
  close(): Promise<void>;
}

/** The model of the shop under a name of its own, since roles belong to the whole server. */
function shopModel(name: string): SystemModel {
  const access = { read: anyone, write: role("clerk") };
  const catalog = service("catalog", {
    entities: {
      category: entity(
        { name: text({ max: 100 }).unique(), products: many("product", "category") },
        { access },
      ),
      product: entity(
        {
          name: text({ max: 200 }),
          description: text().optional(),
          price: money(),
          salePrice: money().optional(),
          category: reference("category").optional(),
          stock: integer({ min: 0 }).default(0),
          isActive: boolean().default(true),
          tags: list(text()).default([]),
          amounts: list(decimal({ precision: 12, scale: 3 })).default([]),
          moments: list(timestamp()).default([]),
          settings: json({}).optional(),
          releasedOn: date().optional(),
          seenAt: timestamp().optional(),
          serial: bigint().optional(),
          batch: uuid().optional(),
          contact: email().optional(),
          state: enumeration("new", "used", 'odd"one', "it's").default("new"),
          secret: text().private().optional(),
        },
        {
          softDelete: true,
          access,
          indexes: [search(["name", "description"])],
          checks: [check("sale_below_price", { salePrice: { lte: fieldValue("price") } })],
        },
      ),
    },
  });
  const orders = service("orders", {
    entities: { purchase: entity({ product: uuid(), quantity: integer() }, { access }) },
  });
  return resolve(system(name, { services: [catalog, orders], version: 1 }));
}

/** Makes the shop's tables in an empty database and opens it. */
export async function openShop(test: OwnedDatabase, options: Partial<DatabaseOptions> = {}): Promise<Shop> {
  const model = shopModel(`shop${randomBytes(6).toString("hex")}`);
  await test.sql(model.services.map(ddl).join("\n"));
  const open = (more: Partial<DatabaseOptions> = {}) => {
    const facts = createFacts();
    const heard: Fact[] = [];
    facts.subscribe((fact) => void heard.push(fact));
    const database = openDatabase({
      model,
      urls: test.url,
      facts,
      statementTimeout: 5_000,
      ...options,
      ...more,
    });
    return { database, facts: heard };
  };
  const opened = open();
  return {
    model,
    test,
    ...opened,
    open,
    product: entityNamed(model, "product"),
    category: entityNamed(model, "category"),
    purchase: entityNamed(model, "purchase"),
    async close() {
      await opened.database.close(0);
      await test.dropRoles(model.services.flatMap(rolesOf));
      await test.drop();
    },
  };
}

function rolesOf({ role, clientRoles }: ServiceModel): readonly string[] {
  return [role, clientRoles.reader, clientRoles.writer];
}

/** The field of that name. */
export function fieldNamed(entity: EntityModel, name: string): FieldModel {
  const field = entity.byName.get(name);
  if (!field) throw new TypeError(`${entity.name} has no field ${name}.`);
  return field;
}

function entityNamed(model: SystemModel, name: string): EntityModel {
  const found = model.services.flatMap(({ entities }) => entities).find((each) => each.name === name);
  if (!found) throw new TypeError(`There is no entity ${name}.`);
  return found;
}

function ddl(of: ServiceModel): string {
  const schema = quote(of.schema);
  const tables = of.entities.map((each) => {
    const columns = each.fields.map((field) => columnDdl(each, field)).join(",\n  ");
    const words = each.search
      ? ",\n  search_vector tsvector generated always as (to_tsvector('english', name || ' ' || coalesce(description, ''))) stored"
      : "";
    const checks =
      each.checks.length > 0
        ? ",\n  constraint products_sale_below_price_check check (sale_price <= price)"
        : "";
    return `create table ${schema}.${quote(each.table)} (\n  ${columns}${words}${checks}\n);
create trigger touch before update on ${schema}.${quote(each.table)} for each row execute function ${schema}.touch();`;
  });
  const roles = rolesOf(of).map(quote);
  return `${roles.map((role) => `create role ${role};`).join(" ")}
create schema ${schema};
create function ${schema}.touch() returns trigger language plpgsql as $$
begin new.version = old.version + 1; new.updated_at = now(); return new; end $$;
${tables.join("\n")}
grant usage on schema ${schema} to ${roles.join(", ")};
grant select, insert, update, delete on all tables in schema ${schema} to ${roles.join(", ")};`;
}

function columnDdl(of: EntityModel, field: FieldModel): string {
  const known: { readonly [name: string]: string } = {
    id: "primary key",
    createdAt: "not null default now()",
    updatedAt: "not null default now()",
    version: "not null default 1",
  };
  const fallback = field.modifiers.default?.value;
  const written = Array.isArray(fallback) ? "{}" : String(fallback);
  const parts = [
    quote(field.column),
    typeDdl(field.type),
    field.system ? (known[field.name] ?? "") : field.modifiers.optional ? "" : "not null",
    fallback === undefined ? "" : `default '${written}'`,
    field.modifiers.unique ? `constraint ${quote(`${of.table}_${field.column}_key`)} unique` : "",
    field.type.kind === "reference"
      ? `constraint ${quote(`${of.table}_${field.column}_fkey`)} references catalog.categories`
      : "",
    field.type.kind === "money" ? `check (${quote(field.column)} >= 0)` : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function typeDdl(type: FieldType): string {
  switch (type.kind) {
    case "decimal":
    case "money":
      return `numeric(${type.precision},${type.scale})`;
    case "integer":
    case "bigint":
    case "boolean":
    case "date":
    case "uuid":
      return type.kind;
    case "timestamp":
      return "timestamptz";
    case "reference":
      return "uuid";
    case "json":
      return "jsonb";
    case "list":
      return `${typeDdl(type.item.type)}[]`;
    default:
      return "text";
  }
}
