import { type Operation, operations, type RuleData } from "./access.js";
import type { ConsumerData } from "./consumer.js";
import type { Entity } from "./entity.js";
import { milliseconds } from "./environment.js";
import type { DomainEvent } from "./event.js";
import type { FieldType, Modifiers } from "./field.js";
import { formerColumns, formerTables } from "./former-names.js";
import type {
  ConsumerModel,
  EntityModel,
  EventModel,
  FieldModel,
  OperationModel,
  RelationModel,
  ServiceModel,
  SystemModel,
} from "./model.js";
import { constantCase, kebabCase, pascalCase, plural, snakeCase } from "./naming.js";
import { cursorOf, projectionEntity, resolveProjection } from "./resolve-projection.js";
import { filterIsServed, ruleNamesOwner, smallTable, sortIsServed } from "./served.js";
import type { OperationData, ServiceData } from "./service.js";
import type { System } from "./system.js";
import { haveTenants, saysTenant, walled, withoutCrossing } from "./tenancy.js";
import { webhookEntityNames, webhooksOf, withWebhooks } from "./webhooks/index.js";

const usualKeep = "7d";
/** Who sends the webhooks of a service. */
const webhooksWorker = "webhooks";
const nobody: RuleData = { kind: "nobody" };
const plain: Modifiers = {
  optional: false,
  unique: false,
  immutable: false,
  private: false,
  personal: false,
};

/** Works out every name and target of a system that `check` has found nothing wrong with. */
export function resolve(system: System): SystemModel {
  const tenants = haveTenants(system.services);
  return Object.freeze({
    name: system.name,
    version: system.version,
    description: system.description,
    environments: system.environments,
    services: Object.freeze(system.services.map((service) => resolveService(system, service, tenants))),
    tenants,
  });
}

function resolveService(system: System, written: ServiceData, tenants: boolean): ServiceModel {
  const service = withWebhooks(written, tenants);
  const prefix = `/v${system.version}`;
  const role = `${snakeCase(system.name)}_${snakeCase(service.name)}`;
  const operation =
    (kind: "command" | "query") =>
    (data: OperationData): OperationModel =>
      Object.freeze({
        ...data,
        kind,
        service: service.name,
        path: `${prefix}/${kebabCase(service.name)}/${kebabCase(data.name)}`,
        rule: withoutCrossing(data.access?.data ?? nobody),
        statementTimeout: data.timeout && milliseconds(data.timeout),
      });
  const consumers = service.consumers.map((one) => resolveConsumer(service.name, one));
  return Object.freeze({
    name: service.name,
    description: service.description,
    schema: snakeCase(service.name),
    role,
    // No name in snake_case holds two underscores in a row, so that no other service's role is called like these.
    clientRoles: Object.freeze({ reader: `${role}__reader`, writer: `${role}__writer` }),
    login: `${role}__login`,
    entities: Object.freeze([
      ...Object.entries(service.entities).map(([name, entity]) => {
        const one = resolveEntity(prefix, service.name, name, entity);
        return service.webhooks && webhookEntityNames.includes(name) ? ofService(prefix, service, one) : one;
      }),
      ...service.projections.map((data) =>
        Object.freeze({
          ...resolveEntity(prefix, service.name, data.name, projectionEntity(data)),
          projection: resolveProjection(data),
        }),
      ),
    ]),
    tenants: haveTenants([service]),
    events: Object.freeze(
      Object.entries(service.events).map(([name, one]) => resolveEvent(system, service, name, one)),
    ),
    commands: Object.freeze(service.commands.map(operation("command"))),
    queries: Object.freeze(service.queries.map(operation("query"))),
    uses: Object.freeze(
      Object.fromEntries(Object.entries(service.uses).map(([alias, used]) => [alias, used.data.name])),
    ),
    log: logOf(service),
    consumers: Object.freeze(consumers),
    webhooks: webhooksOf(service),
    cursors: Object.freeze([
      ...consumers.map(({ cursor, source }) => Object.freeze({ name: cursor, source })),
      ...service.projections.map(cursorOf),
      ...(service.webhooks ? [Object.freeze({ name: webhooksWorker, source: service.name })] : []),
    ]),
  });
}

function resolveConsumer(service: string, data: ConsumerData): ConsumerModel {
  const { name, description, of: source, events, changes, workers = 4, retry, start = "now", origin } = data;
  const { acrossTenants } = data;
  const { attempts = 8, first = "200ms", last = "5m" } = retry;
  return Object.freeze({
    name,
    service,
    description,
    source: source?.data.name ?? service,
    cursor: `consumer ${name}`,
    events,
    changes,
    workers,
    retry: Object.freeze({ attempts, first: milliseconds(first), last: milliseconds(last) }),
    timeout: milliseconds(data.timeout ?? "10s"),
    start,
    acrossTenants,
    origin,
  });
}

/** Several services may have an entity of Lintel's own: its path and its title say whose it is. */
function ofService(prefix: string, { name }: ServiceData, entity: EntityModel): EntityModel {
  const path = `${prefix}/${kebabCase(name)}${entity.path.slice(prefix.length)}`;
  return Object.freeze({ ...entity, path, title: `${pascalCase(name)}${entity.title}` });
}

function resolveEvent(
  system: System,
  service: ServiceData,
  name: string,
  { shape, options, origin }: DomainEvent,
): EventModel {
  const { version = 1, key, description } = options;
  const type = `${system.name}.${kebabCase(service.name)}.${kebabCase(name)}.v${version}`;
  return Object.freeze({ name, service: service.name, type, description, version, key, shape, origin });
}

/** A service has a log where it declares an event, or an entity of it is a feed. */
function logOf({ entities, events, log }: ServiceData): ServiceModel["log"] {
  const isFeed = ({ options }: Entity) => options.feed === true;
  if (Object.keys(events).length === 0 && !Object.values(entities).some(isFeed)) return undefined;
  const { keep = usualKeep, maxBytes } = log ?? {};
  return Object.freeze({ keep: milliseconds(keep), ...(maxBytes !== undefined && { maxBytes }) });
}

function resolveEntity(prefix: string, service: string, name: string, entity: Entity): EntityModel {
  const many = entity.options.plural ?? plural(name);
  const fields = Object.freeze([...fieldsOf(entity)]);
  const tenant = fields.find(saysTenant);
  const { indexes = [], timeouts = {} } = entity.options;
  return Object.freeze({
    name,
    service,
    description: entity.options.description,
    schema: snakeCase(service),
    table: snakeCase(many),
    path: `${prefix}/${kebabCase(many)}`,
    title: pascalCase(name),
    constant: constantCase(name),
    softDelete: entity.softDelete,
    fields,
    tenant,
    shared: entity.options.shared,
    byName: new Map(fields.map((field) => [field.name, field])),
    relations: new Map([...relationsOf(entity)].map((relation) => [relation.name, relation])),
    indexes: Object.freeze(indexes.flatMap((index) => (index.data.kind === "by" ? [index.data] : []))),
    search: indexes.map((index) => index.data).find((data) => data.kind === "search"),
    feed: entity.options.feed === true,
    rows: entity.options.rows,
    list: listOf(entity, fields),
    timeouts: Object.freeze({
      row: timeouts.row && milliseconds(timeouts.row),
      list: timeouts.list && milliseconds(timeouts.list),
    }),
    checks: Object.freeze((entity.options.checks ?? []).map(({ name, filter }) => ({ name, filter }))),
    access: Object.freeze(
      Object.fromEntries(
        operations.map((operation) => [operation, walled(ruleOf(entity, operation), tenant)]),
      ),
    ) as unknown as EntityModel["access"],
    formerTables: Object.freeze(formerTablesOf(entity, snakeCase(many))),
    origin: entity.origin,
  });
}

/** What clients may filter and sort by: what is told; or else, of a large table, what an index serves. */
function listOf(entity: Entity, fields: readonly FieldModel[]): EntityModel["list"] {
  const { rows = 0, list = {}, indexes = [] } = entity.options;
  const isLarge = rows > smallTable && !ruleNamesOwner(ruleOf(entity, "read"));
  const data = indexes.map((index) => index.data);
  const names = (
    told: readonly string[] | undefined,
    isServed: typeof filterIsServed,
  ): ReadonlySet<string> | undefined => {
    if (told) return new Set(["id", ...told]);
    if (!isLarge) return undefined;
    return new Set(fields.filter((field) => isServed(field, data)).map((field) => field.name));
  };
  return Object.freeze({
    filter: names(list.filter, filterIsServed),
    sort: names(list.sort, sortIsServed),
    isLarge,
  });
}

function formerTablesOf({ options: { renamedFrom } }: Entity, table: string): readonly string[] {
  return renamedFrom === undefined ? [] : formerTables(renamedFrom).filter((one) => one !== table);
}

function ruleOf(entity: Entity, operation: Operation): RuleData {
  const access = entity.options.access ?? {};
  const rule = operation === "read" ? access.read : (access[operation] ?? access.write);
  return rule?.data ?? nobody;
}

/** Rules of single fields are about the caller: whose row it is, those of the entity have said. */
function plainRule(rule: RuleData | undefined): RuleData | undefined {
  return rule && withoutCrossing(rule);
}

function* fieldsOf(entity: Entity): Generator<FieldModel> {
  const narrowed = (entity.options.access?.fields ?? {}) as {
    readonly [name: string]: { read?: { data: RuleData }; write?: { data: RuleData } } | undefined;
  };
  yield systemField("id", { kind: "uuid" }, { immutable: true });
  for (const [name, { definition }] of Object.entries(entity.shape)) {
    const { type, modifiers } = definition;
    if (type.kind === "many") continue;
    const usual = type.kind === "reference" ? `${snakeCase(name)}_id` : snakeCase(name);
    const column = modifiers.column ?? usual;
    const { renamedFrom } = modifiers;
    yield Object.freeze({
      name,
      column,
      formerColumns:
        renamedFrom === undefined
          ? undefined
          : Object.freeze(formerColumns(renamedFrom, type.kind).filter((one) => one !== column)),
      type,
      modifiers,
      system: false,
      read: plainRule(narrowed[name]?.read?.data),
      write: plainRule(narrowed[name]?.write?.data),
    });
  }
  yield systemField("createdAt", { kind: "timestamp" });
  yield systemField("updatedAt", { kind: "timestamp" });
  yield systemField("version", { kind: "integer" });
  if (entity.softDelete) yield systemField("deletedAt", { kind: "timestamp" }, { optional: true });
}

function systemField(name: string, type: FieldType, modifiers: Partial<Modifiers> = {}): FieldModel {
  return Object.freeze({
    name,
    column: snakeCase(name),
    type,
    modifiers: { ...plain, ...modifiers },
    system: true,
  });
}

function* relationsOf(entity: Entity): Generator<RelationModel> {
  for (const [name, { definition }] of Object.entries(entity.shape)) {
    const { type } = definition;
    if (type.kind === "reference") yield { name, cardinality: "one", target: type.target, field: name };
    if (type.kind === "many") yield { name, cardinality: "many", target: type.target, field: type.by };
  }
}
