import type {
  Db,
  EntityModel,
  FieldModel,
  FilterData,
  ServiceModel,
  TenantReach,
} from "../blueprint/index.js";
import { failure, LintelError } from "../errors.js";
import {
  allFields,
  always,
  both,
  filterPredicate,
  liveRows,
  type Predicate,
  planCommandInsert,
  planCommandUpdate,
  reachable,
} from "../plan/index.js";
import { orderSql } from "./compile/keyset.js";
import { collectParameters } from "./compile/parameters.js";
import { predicateSql } from "./compile/predicate.js";
import { prepare } from "./compile/prepared.js";
import { compileDelete, compileUpdate } from "./compile/write.js";
import type { Execute, Send } from "./executor.js";
import { columnOf, systemField, tableOf } from "./identifier.js";
import { layoutOf } from "./layout.js";
import { compileDecoder } from "./result-value.js";
import { createSql } from "./sql.js";
import { addRows, changed, insertText } from "./write.js";

type Row = Record<string, unknown>;
type Lock = "update" | "share";

interface FindOptions {
  readonly where?: FilterData;
  readonly sort?: readonly string[];
  readonly limit?: number;
  readonly lock?: Lock;
}

const usualLimit = 100;

/** The repositories of a service's entities, by name, and its plain SQL. */
export function createDb(
  service: ServiceModel,
  execute: Execute,
  send: Send,
  reach: TenantReach,
): Db<Record<string, never>> {
  const db: Record<string, unknown> = { sql: createSql(execute) };
  for (const entity of service.entities) {
    // Rows of a projection come from its functions, and lie beside those of its other builds.
    if (entity.projection) continue;
    let made: ReturnType<typeof createRepository> | undefined;
    Object.defineProperty(db, entity.name, {
      enumerable: true,
      get() {
        made ??= createRepository(entity, execute, send, reach);
        return made;
      },
    });
  }
  return db as Db<Record<string, never>>;
}

/** The rows of one entity as a command has them: private fields too, no access rules, and those of its tenants alone. */
function createRepository(entity: EntityModel, execute: Execute, send: Send, reach: TenantReach) {
  const select = allFields(entity);
  const decode = decoderFor(entity, select);
  const within = reachable(entity, reach);

  const read = async (label: string, predicate: Predicate, options: Omit<FindOptions, "where">) => {
    const parameters = collectParameters();
    const where = predicateSql(both(within, onlyLive(entity, predicate)), parameters);
    const order = sortOf(entity, options.sort ?? []);
    const limit = parameters.add(String(options.limit ?? usualLimit));
    const text = `select ${layoutOf(entity, select).sql}
from   ${tableOf(entity)} as t
where  ${where}
order  by ${order}
limit  ${limit}${options.lock ? `\nfor    ${options.lock}` : ""}`;
    const { rows } = await execute(prepare(`${entity.name}.${label}`, text), parameters.values);
    return rows.map(decode);
  };

  const insertMany = async (many: readonly Row[]): Promise<Row[]> => {
    if (many.length === 0) return [];
    return (await insertText(execute, planCommandInsert(entity, many, reach))).map(decode);
  };

  const addMany = (many: readonly Row[]): string[] => addRows(send, planCommandInsert(entity, many, reach));

  return Object.freeze({
    async get(id: string, options: { lock?: Lock } = {}) {
      const key = systemField(entity, "id");
      const predicate: Predicate = { kind: "compare", field: key, operator: "eq", value: id };
      return (await read("get", predicate, { ...options, limit: 1 }))[0];
    },
    find: ({ where = {}, ...options }: FindOptions = {}) =>
      read("find", filterPredicate(entity, where), options),
    async count(where: FilterData = {}) {
      const parameters = collectParameters();
      const condition = predicateSql(
        both(within, onlyLive(entity, filterPredicate(entity, where))),
        parameters,
      );
      const text = `select count(*)\nfrom   ${tableOf(entity)} as t\nwhere  ${condition}`;
      const { rows } = await execute(prepare(`${entity.name}.count`, text), parameters.values);
      return Number(rows[0]?.[0] ?? 0);
    },
    async insert(values: Row) {
      const [row] = await insertMany([values]);
      if (!row) throw failure("INTERNAL", `The new ${entity.name} did not come back from the database.`);
      return row;
    },
    insertMany,
    add(values: Row) {
      const [id] = addMany([values]);
      return id ?? "";
    },
    addMany,
    async update(id: string, changes: Row, options: { ifVersion?: number } = {}) {
      const ifVersion = options.ifVersion === undefined ? undefined : [options.ifVersion];
      const plan = planCommandUpdate(entity, id, changes, { ifVersion }, within);
      return unlessMissing(async () => decode(await changed(execute, compileUpdate(plan), entity, plan)));
    },
    async delete(id: string) {
      const wanted = { id, visible: both(within, liveRows(entity)), must: always };
      const statement = compileDelete(entity, id, wanted);
      const gone = await unlessMissing(async () => {
        await changed(execute, statement, entity, wanted);
        return true;
      });
      return gone ?? false;
    },
  });
}

const decoders = new WeakMap<EntityModel, ReturnType<typeof compileDecoder>>();

function decoderFor(entity: EntityModel, select: readonly FieldModel[]): ReturnType<typeof compileDecoder> {
  const found = decoders.get(entity);
  if (found) return found;
  const made = compileDecoder(select);
  decoders.set(entity, made);
  return made;
}

/** Rows that are softly deleted are not there, unless the condition speaks of `deletedAt` itself. */
function onlyLive(entity: EntityModel, predicate: Predicate): Predicate {
  const field = entity.byName.get("deletedAt");
  return field && speaksOf(predicate, field) ? predicate : both(liveRows(entity), predicate);
}

function speaksOf(predicate: Predicate, field: FieldModel): boolean {
  if ("parts" in predicate) return predicate.parts.some((part) => speaksOf(part, field));
  return "field" in predicate && predicate.field === field;
}

function sortOf(entity: EntityModel, sort: readonly string[]): string {
  const terms = [...sort, "id"].map((key) => {
    const descending = key.startsWith("-");
    const field = fieldOf(entity, descending ? key.slice(1) : key);
    return { sql: columnOf(field), descending, nullable: true };
  });
  return orderSql(terms);
}

function fieldOf(entity: EntityModel, name: string): FieldModel {
  const field = entity.byName.get(name);
  if (field) return field;
  const known = [...entity.byName.keys()].join(", ");
  throw failure("INTERNAL", `Received the field "${name}" for ${entity.name}; expected one of: ${known}.`);
}

async function unlessMissing<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LintelError && error.code === "ENTITY_NOT_FOUND") return undefined;
    throw error;
  }
}
