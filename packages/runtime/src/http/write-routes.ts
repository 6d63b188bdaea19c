import type { EntityModel } from "../blueprint/index.js";
import {
  planContext,
  planCreate,
  planDelete,
  planRestore,
  planUpdate,
  type WriteCondition,
} from "../plan/index.js";
import type { JsonRow, Transaction } from "../postgres/index.js";
import { causeOf } from "./cause.js";
import { enveloped } from "./envelope.js";
import { versionsOf, versionsRefused, versionTag } from "./etag.js";
import type { Answer, Exchange } from "./exchange.js";
import { bodyOf, hasKey, onlyOnce } from "./only-once.js";
import type { HttpOptions } from "./options.js";
import type { Route } from "./route.js";

type Answering = Route["answer"];

/** POST of a new row: 201 with where it is. With an Idempotency-Key it is made once, however often it is sent. */
export function create(options: HttpOptions, entity: EntityModel): Answering {
  const service = options.database.service(entity.service);
  return async (exchange, sent) => {
    const plan = planCreate(planContext(options.plan, exchange.actor), entity, bodyOf(sent));
    const insert = async (writer: Pick<Transaction, "insert">) => {
      const [row] = await writer.insert(plan, causeOf(exchange));
      if (row === undefined) throw new TypeError("An insert of one row gave none back.");
      return written(201, row, exchange, ["location", `${entity.path}/${row.id}`]);
    };
    return hasKey(exchange) ? onlyOnce(exchange, sent, service, options, insert) : insert(service);
  };
}

/** PATCH of a row: JSON Merge Patch (RFC 7396), on a version that `If-Match` and `If-None-Match` allow. */
export function update(options: HttpOptions, entity: EntityModel): Answering {
  const service = options.database.service(entity.service);
  return async (exchange, sent) => {
    const condition = conditionOf(exchange);
    const context = planContext(options.plan, exchange.actor);
    const plan = planUpdate(context, entity, sent.id, bodyOf(sent), condition);
    return written(200, await service.update(plan, causeOf(exchange)), exchange);
  };
}

/** DELETE of a row, on a version that `If-Match` and `If-None-Match` allow: 204. */
export function remove(options: HttpOptions, entity: EntityModel): Answering {
  const service = options.database.service(entity.service);
  return async (exchange, { id }) => {
    const context = planContext(options.plan, exchange.actor);
    await service.delete(planDelete(context, entity, id, conditionOf(exchange)), causeOf(exchange));
    return { status: 204, headers: ["cache-control", "no-store"] };
  };
}

/** POST that undoes the soft deletion of a row. */
export function restore(options: HttpOptions, entity: EntityModel): Answering {
  const service = options.database.service(entity.service);
  return async (exchange, sent) => {
    const plan = planRestore(planContext(options.plan, exchange.actor), entity, sent.id);
    const run = async (writer: Pick<Transaction, "restore">) =>
      written(200, await writer.restore(plan, causeOf(exchange)), exchange);
    return hasKey(exchange) ? onlyOnce(exchange, sent, service, options, run) : run(service);
  };
}

/** What the headers hold the row to (RFC 9110, 13.1.1 and 13.1.2). */
function conditionOf({ request: { headers } }: Exchange): WriteCondition {
  return {
    ifVersion: versionsOf(headers["if-match"]),
    unlessVersion: versionsRefused(headers["if-none-match"]),
  };
}

function written(status: number, row: JsonRow, exchange: Exchange, headers: readonly string[] = []): Answer {
  return {
    status,
    headers: [
      "content-type",
      "application/json",
      "cache-control",
      "no-store",
      "etag",
      versionTag(row.version),
      ...headers,
    ],
    body: enveloped(row.json, exchange),
  };
}
