import type { OpenApiDocument } from "../../http/openapi/index.js";
import type { Caller } from "./callers.js";
import { follow, nameOf, type Operation, refersTo, type Schema } from "./document.js";
import type { Fill } from "./link.js";

/** A row that an answer named. */
export interface Remembered {
  readonly id: string;
  /** Who saw it last. */
  readonly caller: Caller;
}

/** Ids of a resource that are kept; of more, the oldest go. */
const most = 200;

/** What answers have told: ids by resource. They feed the requests that come later. */
export interface Memory {
  /** Takes the ids out of an answer that worked. */
  learn(operation: Operation, caller: Caller, body: unknown): void;
  /** A row has gone: it is found under {@link goneOf} its resource from now on. */
  forget(resource: string, id: string): void;
  /** The caller does not see the row, and is not sent to it again. */
  miss(resource: string, id: string, caller: Caller): void;
  recall(resource: string, pick: number): Remembered | undefined;
  /** All rows of a resource, the newest last. */
  all(resource: string): readonly Remembered[];
  /** Everybody who has seen a row. */
  callers(): ReadonlySet<Caller>;
  /** What fills the links of this caller's request: often what the same caller has seen. */
  fillFor(caller: Caller): Fill;
}

/** Where the ids of deleted rows of a resource are found. */
export function goneOf(resource: string): string {
  return `${resource}Gone`;
}

/** Makes an empty memory. */
export function createMemory(document: OpenApiDocument): Memory {
  const rows = new Map<string, Map<string, Remembered>>();
  const keep = (resource: string, id: string, caller: Caller): void => {
    const known = rows.get(resource) ?? new Map<string, Remembered>();
    rows.set(resource, known);
    known.delete(id);
    if (!resource.endsWith("Gone")) rows.get(goneOf(resource))?.delete(id);
    known.set(id, { id, caller });
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
  };
  const walk = (schema: Schema, value: unknown, caller: Caller, resource: string | undefined): void => {
    const own = nameIn(schema) ?? resource;
    const one = follow(document, schema);
    if (typeof value === "string") {
      const target = refersTo(one);
      if (target !== undefined) keep(target, value, caller);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    for (const alternative of ((one.anyOf ?? []) as readonly Schema[]).slice(0, 1))
      walk(alternative, value, caller, own);
    if (Array.isArray(value)) {
      for (const item of value) walk((one.items ?? {}) as Schema, item, caller, own);
      return;
    }
    const properties = (one.properties ?? {}) as { readonly [name: string]: Schema };
    for (const [name, inner] of Object.entries(value)) {
      if (name === "id" && own !== undefined && typeof inner === "string") keep(own, inner, caller);
      else if (Object.hasOwn(properties, name)) walk(properties[name] ?? {}, inner, caller, undefined);
    }
  };
  const all = (resource: string) => [...(rows.get(resource)?.values() ?? [])];
  const recall = (resource: string, pick: number) => {
    const known = all(resource);
    return known.at(-1 - (pick % Math.max(1, known.length)));
  };
  return {
    learn(operation, caller, body) {
      const schema = operation.answers.get(operation.answers.has(201) ? 201 : 200)?.content?.schema;
      if (schema) walk(schema, body, caller, undefined);
    },
    forget(resource, id) {
      const row = rows.get(resource)?.get(id);
      if (!row) return;
      rows.get(resource)?.delete(id);
      keep(goneOf(resource), id, row.caller);
    },
    miss(resource, id, caller) {
      if (rows.get(resource)?.get(id)?.caller === caller) rows.get(resource)?.delete(id);
    },
    recall,
    all,
    callers: () =>
      new Set([...rows.values()].flatMap((known) => [...known.values()].map(({ caller }) => caller))),
    fillFor: (caller) => ({
      self: caller.uuid,
      me: caller.subject,
      known(resource, pick) {
        if (pick % 4 === 0) return recall(resource, pick)?.id;
        const seen = all(resource).filter((one) => one.caller === caller);
        return seen.at(-1 - (pick % Math.max(1, seen.length)))?.id ?? recall(resource, pick)?.id;
      },
    }),
  };
}

/** `product`, where the schema is that of its rows. */
function nameIn({ $ref }: Schema): string | undefined {
  const name = typeof $ref === "string" ? $ref.split("/").at(-1) : undefined;
  return name === undefined || /^(?:Page)?Meta$/.test(name) ? undefined : nameOf(name).replace(/Part$/, "");
}
