import { randomBytes, randomUUID } from "node:crypto";
import type {
  DevelopmentIssuer,
  EntityModel,
  FieldModel,
  JsonSchema,
  SystemModel,
} from "@lintel/runtime/tools";
import { createSchema, exampleOf, issueToken } from "@lintel/runtime/tools";
import { type Caller, callerFor } from "./caller.js";

/** A row as the API gives it. */
type Row = { readonly [field: string]: unknown };

/**
 * Up to three lines of `curl` that work with this very system: a list that is filtered and sorted, a full-text
 * search, and something new made with a token. Each that reads has been tried.
 */
export async function exampleLines(
  model: SystemModel,
  url: string,
  issuer: DevelopmentIssuer,
): Promise<readonly string[]> {
  const system = visit(model, url, issuer);
  const lines = [await listLine(system), await searchLine(system), await createLine(system)];
  return lines.filter((line) => line !== undefined);
}

interface Visit {
  readonly entities: readonly EntityModel[];
  /** The rows at a path that answers 200, or undefined. */
  read(path: string, caller: Caller): Promise<readonly Row[] | undefined>;
  /** The line for a shell. */
  curl(path: string, caller: Caller, body?: Row): Promise<string>;
  readonly subject: string;
}

function visit(model: SystemModel, url: string, issuer: DevelopmentIssuer): Visit {
  const subject = randomUUID();
  const tenant = randomUUID();
  const bearer = async ({ needsToken, needsTenant, roles }: Caller) =>
    needsToken
      ? `Bearer ${await issueToken(issuer, { subject, roles, ...(needsTenant && { tenant }) })}`
      : undefined;
  return {
    subject,
    entities: model.services
      .flatMap((service) => service.entities)
      .sort((one, other) => richness(other) - richness(one)),
    async read(path, caller) {
      const authorization = await bearer(caller);
      const answer = await fetch(`${url}${path}`, authorization ? { headers: { authorization } } : {});
      if (answer.status !== 200) return undefined;
      const { data } = (await answer.json()) as { readonly data?: unknown };
      return Array.isArray(data) ? (data as readonly Row[]) : undefined;
    },
    async curl(path, caller, body) {
      const authorization = await bearer(caller);
      return [
        `curl -g '${url}${path}'`,
        ...(authorization ? [`-H 'Authorization: ${authorization}'`] : []),
        ...(body ? [`-H 'Content-Type: application/json' -d '${shellQuoted(JSON.stringify(body))}'`] : []),
      ].join(" ");
    },
  };
}

/** Entities with a search and indexes show more. */
function richness(entity: EntityModel): number {
  return entity.indexes.length + (entity.search ? 2 : 0) + (entity.access.read.kind === "anyone" ? 100 : 0);
}

async function listLine(system: Visit): Promise<string | undefined> {
  for (const entity of system.entities) {
    const caller = callerFor(entity.access.read);
    const rows = caller && (await system.read(`${entity.path}?page[size]=1`, caller));
    if (!caller || !rows) continue;
    for (const query of listQueries(entity, rows[0])) {
      const path = `${entity.path}?${query}&page[size]=3`;
      if (await system.read(path, caller)) return system.curl(path, caller);
    }
  }
  return undefined;
}

const measures = new Set(["money", "decimal", "integer", "bigint"]);

function listQueries(entity: EntityModel, row: Row | undefined): readonly string[] {
  const indexed = entity.indexes.flatMap((index) => index.fields.map((name) => name.replace(/^-/, "")));
  const measure = entity.fields.find(
    ({ name, type, system }) =>
      !system && measures.has(type.kind) && indexed.includes(name) && row?.[name] != null,
  );
  const filtered =
    measure && row && `filter[${measure.name}][lte]=${encode(row[measure.name])}&sort=-${measure.name}`;
  return [...(filtered ? [filtered] : []), "sort=-createdAt", "sort=-id"];
}

async function searchLine(system: Visit): Promise<string | undefined> {
  for (const entity of system.entities) {
    const caller = entity.search && callerFor(entity.access.read);
    if (!entity.search || !caller) continue;
    const rows = await system.read(`${entity.path}?page[size]=1`, caller);
    const [heaviest = ""] = Object.entries(entity.search.weights)
      .sort(([, one], [, other]) => one.localeCompare(other))
      .map(([name]) => name);
    const path = `${entity.path}?q=${encode(wordOf(rows?.[0]?.[heaviest]))}&page[size]=3`;
    if (await system.read(path, caller)) return system.curl(path, caller);
  }
  return undefined;
}

/** The longest word of a text: the least likely to be passed over by the search. */
function wordOf(text: unknown): string {
  const words = String(text ?? "").match(/\p{L}{3,}/gu) ?? [];
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), "") || "example";
}

async function createLine(system: Visit): Promise<string | undefined> {
  const ranked = system.entities
    .map((entity) => ({ entity, caller: callerFor(entity.access.create) }))
    .sort((one, other) => ease(one) - ease(other));
  for (const { entity, caller } of ranked) {
    const body = caller && (await bodyFor(system, entity, caller));
    if (caller && body) return system.curl(entity.path, caller, body);
  }
  return undefined;
}

/** What a role may make comes first, then what is least likely to be refused when it is made twice. */
function ease({ entity, caller }: { entity: EntityModel; caller: Caller | undefined }): number {
  const unique =
    entity.fields.some((field) => field.modifiers.unique) || entity.indexes.some((index) => index.unique);
  return (caller?.roles.length ? 0 : 8) + (entity.checks.length > 0 ? 4 : 0) + (unique ? 1 : 0);
}

async function bodyFor(system: Visit, entity: EntityModel, caller: Caller): Promise<Row | undefined> {
  const { properties = {}, required = [] } = createSchema(entity) as CreateSchema;
  const body: { [field: string]: unknown } = {};
  for (const name of new Set([...required, ...caller.owns])) {
    const field = entity.byName.get(name);
    const schema = properties[name];
    if (!field || !schema) return undefined;
    body[name] = caller.owns.includes(name) ? system.subject : await valueFor(system, entity, field, schema);
    if (body[name] === undefined) return undefined;
  }
  return body;
}

interface CreateSchema {
  readonly properties?: { readonly [name: string]: JsonSchema };
  readonly required?: readonly string[];
}

async function valueFor(
  system: Visit,
  entity: EntityModel,
  field: FieldModel,
  schema: JsonSchema,
): Promise<unknown> {
  const { type } = field;
  const target =
    type.kind === "reference"
      ? type.target
      : type.kind === "uuid"
        ? type.identifies?.split(".").at(-1)
        : undefined;
  if (target !== undefined) {
    const referred = system.entities.find(
      (one) => one.name === target && (type.kind !== "reference" || one.service === entity.service),
    );
    const caller = referred && callerFor(referred.access.read);
    const rows = referred && caller && (await system.read(`${referred.path}?page[size]=1`, caller));
    return rows?.[0]?.id;
  }
  const value = exampleOf(schema, field.name);
  if (!field.modifiers.unique || typeof value !== "string") return value;
  if (type.kind === "text") return `${value} ${randomBytes(3).toString("hex")}`.slice(-(type.max ?? 100));
  return type.kind === "email" ? `${randomBytes(4).toString("hex")}@example.com` : value;
}

function encode(value: unknown): string {
  return encodeURIComponent(String(value)).replaceAll("'", "%27");
}

function shellQuoted(text: string): string {
  return text.replaceAll("'", "'\\''");
}
