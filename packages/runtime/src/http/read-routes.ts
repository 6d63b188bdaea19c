import type { EntityModel, OperationModel } from "../blueprint/index.js";
import { failure } from "../errors.js";
import { encodeCursor, planContext, planList, planOne, planQueryInput } from "../plan/index.js";
import { enveloped, pageEnveloped } from "./envelope.js";
import { contentTag, isUnchanged, versionTag } from "./etag.js";
import type { Answer, Exchange } from "./exchange.js";
import { linksOf } from "./links.js";
import { callOf } from "./operation-call.js";
import type { HttpOptions } from "./options.js";
import { positionOf } from "./projection-position.js";
import type { Route } from "./route.js";

type Answering = Route["answer"];

/** GET of one row. The whole row is tagged with its version; a part of it, or more than it, with its content. */
export function readOne(options: HttpOptions, entity: EntityModel): Answering {
  const { plan: settings, database } = options;
  const reader = database.service(entity.service);
  return async (exchange, { id, query }) => {
    const plan = planOne(planContext(settings, exchange.actor), entity, id, query);
    const position = entity.projection && (await positionOf(options, exchange, entity));
    const row = await reader.readOne(plan);
    if (row === undefined) throw rowNotFound(entity, id);
    const tag = query === "" ? versionTag(row.version) : contentTag(row.json);
    return isUnchanged(exchange.request.headers, tag)
      ? { status: 304, headers: ["etag", tag, "cache-control", caching(exchange)] }
      : found(enveloped(row.json, exchange, position), exchange, ["etag", tag]);
  };
}

/** GET of a page of rows, with the ways on and back in `meta.page` and in `Link` (RFC 8288). */
export function readList(options: HttpOptions, entity: EntityModel): Answering {
  const { plan: settings, database } = options;
  const reader = database.service(entity.service);
  return async (exchange, { query }) => {
    const plan = planList(planContext(settings, exchange.actor), entity, query);
    const position = entity.projection && (await positionOf(options, exchange, entity));
    const { rows, first, last, before, after } = await reader.readList(plan);
    if (isUnchanged(exchange.request.headers, undefined)) return unchanged(exchange);
    const next = after && last ? encodeCursor(settings.cursorKey, plan, "after", last) : null;
    const prev = before && first ? encodeCursor(settings.cursorKey, plan, "before", first) : null;
    const links = linksOf(entity.path, query, next, prev);
    return found(
      pageEnveloped(rows, { size: plan.size, next, prev }, exchange, position),
      exchange,
      links === "" ? [] : ["link", links],
    );
  };
}

/** GET of a query: a read with rules of the user's own. */
export function runQuery(options: HttpOptions, operation: OperationModel): Answering {
  const { plan: settings, operations } = options;
  return async (exchange, { query }) => {
    const context = planContext(settings, exchange.actor);
    const { input } = planQueryInput(context, operation, query);
    const output = await operations.runQuery(operation, callOf(exchange, input, options));
    if (isUnchanged(exchange.request.headers, undefined)) return unchanged(exchange);
    return found(enveloped(JSON.stringify(output ?? null), exchange), exchange, []);
  };
}

/** 304 of what has no tag: the caller asked for it only if there were none at all (`If-None-Match: *`). */
function unchanged(exchange: Exchange): Answer {
  return { status: 304, headers: ["cache-control", caching(exchange)] };
}

/** `PRODUCT_NOT_FOUND`: there is no such row, or none that this caller may see, and which of both stays unsaid. */
function rowNotFound(entity: EntityModel, id: string) {
  return failure("ENTITY_NOT_FOUND", `There is no ${entity.name} with the id ${id}.`, {
    as: `${entity.constant}_NOT_FOUND`,
  });
}

function found(body: string, exchange: Exchange, headers: readonly string[]): Answer {
  return {
    status: 200,
    headers: ["content-type", "application/json", "cache-control", caching(exchange), ...headers],
    body,
  };
}

/** What a token opened is for its bearer only; everything is asked for again, with the tag if there is one. */
function caching(exchange: Exchange): string {
  return exchange.request.headers.authorization === undefined ? "no-cache" : "private, no-cache";
}
