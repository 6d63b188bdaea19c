import { webhookEntityNames } from "../../blueprint/index.js";
import type { OpenApiDocument } from "../../http/openapi/index.js";

/** JSON Schema, as it stands in a document. */
export type Schema = { readonly [keyword: string]: unknown };

/** A parameter of the query string or of the headers. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly schema: Schema;
}

/** What an operation may answer with one status. */
export interface DocumentedAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: { readonly required: boolean; readonly schema: Schema } };
  /** Undefined: without a body. */
  readonly content: { readonly type: string; readonly schema: Schema } | undefined;
  /** The codes of a problem; empty for any other answer. */
  readonly codes: readonly string[];
}

/** One method at one path, with every reference in it followed as far as its first step. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body:
    | { readonly required: boolean; readonly types: readonly string[]; readonly schema: Schema }
    | undefined;
  readonly answers: ReadonlyMap<number, DocumentedAnswer>;
  /** The rows whose ids its body holds: `["product", "address"]`. */
  readonly refersTo: readonly string[];
  /** Fields that name whose a row is, where they are no ids. */
  readonly owners: readonly string[];
  /** The rows that the path is about, as fields name them: `product`. */
  readonly resource: string | undefined;
}

/** What `schema` refers to; itself where it refers to nothing. */
export function follow(document: OpenApiDocument, schema: unknown): Schema {
  const reference = (schema as { $ref?: unknown } | undefined)?.$ref;
  if (typeof reference !== "string") return (schema ?? {}) as Schema;
  const found = reference
    .slice(2)
    .split("/")
    .reduce<unknown>((at, part) => (at as { [key: string]: unknown } | undefined)?.[part], document);
  return follow(document, found);
}

/** The operations of a document, in its order. */
export function operationsOf(document: OpenApiDocument): readonly Operation[] {
  const resources = resourcesOf(document);
  const owners = ownersOf(document);
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, described]): Operation => {
      const content = Object.entries(described.requestBody?.content ?? {});
      return {
        id: described.operationId,
        method: method.toUpperCase(),
        path,
        parameters: (described.parameters ?? []).map((one) => parameterOf(document, one)),
        body: content[0] && {
          required: described.requestBody?.required ?? false,
          types: content.map(([type]) => type),
          schema: content[0][1].schema as Schema,
        },
        answers: new Map(
          Object.entries(described.responses).map(([status, answer]) => [
            Number(status),
            answerOf(document, Number(status), follow(document, answer)),
          ]),
        ),
        refersTo: referredIn(follow(document, content[0]?.[1].schema)),
        owners: owners.get(collectionOf(path)) ?? [],
        resource: resources.get(collectionOf(path)),
      };
    }),
  );
}

/** The operation that answers at a path as it is sent; a fixed path goes before one with an id in it. */
export function operationAt(
  operations: readonly Operation[],
  method: string,
  target: string,
): Operation | undefined {
  const parts = (target.split("?", 1)[0] ?? "").split("/").map(decoded);
  const matching = operations.filter((operation) => {
    const template = operation.path.split("/");
    return (
      template.length === parts.length &&
      template.every((part, at) => part === parts[at] || (part === "{id}" && parts[at] !== ""))
    );
  });
  const fixed = matching.filter(({ path }) => !path.includes("{"));
  const asked = method === "HEAD" ? "GET" : method;
  return (fixed.length > 0 ? fixed : matching).find((operation) => operation.method === asked);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function collectionOf(path: string): string {
  return path.split("/{")[0] ?? path;
}

/** By path: the fields that name whose a row is, as the access rules say it in words. */
function ownersOf(document: OpenApiDocument): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [path, item] of Object.entries(document.paths))
    for (const { "x-access": words } of Object.values(item)) {
      const names = [...String(words).matchAll(/whom (\w+) names/g)].map(([, field]) => field ?? "");
      const collection = collectionOf(path);
      found.set(collection, [...new Set([...(found.get(collection) ?? []), ...names])]);
    }
  return found;
}

/** By path: the name of the rows, from the schema with which they are answered. */
function resourcesOf(document: OpenApiDocument): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [path, item] of Object.entries(document.paths))
    for (const { responses } of Object.values(item)) {
      const row = JSON.stringify(responses["200"] ?? responses["201"] ?? {}).match(
        /#\/components\/schemas\/(?!Meta"|PageMeta")(\w+)"/,
      );
      const name = row?.[1];
      if (name) found.set(collectionOf(path), nameOf(name));
    }
  return found;
}

/**
 * `OrderLine` or `orders.orderLine` to `orderLine`. What any service may have of Lintel's own bears the name of its service in the
 * document, and is referred to without: `OrdersWebhookEndpoint` is a `webhookEndpoint`.
 */
export function nameOf(entity: string): string {
  const name = entity.slice(entity.indexOf(".") + 1);
  const shared = webhookEntityNames.find((one) => name.toLowerCase().endsWith(one.toLowerCase()));
  return shared ?? name.charAt(0).toLowerCase() + name.slice(1);
}

/** The rows whose ids a field holds, where its description says so. */
export function refersTo(schema: Schema): string | undefined {
  const found = /^The id of ([\w.]*\w)\./.exec(String(schema.description ?? ""));
  return found?.[1] && nameOf(found[1]);
}

function referredIn(schema: Schema): readonly string[] {
  const found = JSON.stringify(schema).matchAll(/"The id of ([\w.]*\w)\./g);
  return [...new Set([...found].map(([, entity]) => nameOf(entity ?? "")))];
}

function parameterOf(document: OpenApiDocument, one: unknown): Parameter {
  const { name, in: where, required = false, schema } = follow(document, one);
  return {
    name: String(name),
    in: where as Parameter["in"],
    required: required === true,
    schema: follow(document, schema),
  };
}

function answerOf(document: OpenApiDocument, status: number, answer: Schema): DocumentedAnswer {
  const [content] = Object.entries((answer.content ?? {}) as { [type: string]: { schema: Schema } });
  const headers = Object.entries((answer.headers ?? {}) as { [name: string]: unknown });
  return {
    status,
    headers: Object.fromEntries(
      headers.map(([name, header]) => {
        const { required, schema } = follow(document, header);
        return [name, { required: required === true, schema: follow(document, schema) }];
      }),
    ),
    content: content && { type: content[0], schema: content[1].schema },
    codes: codesOf(content?.[1].schema),
  };
}

function codesOf(schema: Schema | undefined): readonly string[] {
  const parts = (schema?.allOf ?? []) as readonly { properties?: { code?: { enum?: readonly string[] } } }[];
  return parts.flatMap(({ properties }) => properties?.code?.enum ?? []);
}
