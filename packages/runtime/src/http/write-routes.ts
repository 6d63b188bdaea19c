import type { EntityModel } from "../blueprint/index.js";
import { planContext, planCreate, planDelete, planRestore, planUpdate } from "../plan/index.js";
import type { JsonRow, Transaction } from "../postgres/index.js";
import { enveloped } from "./envelope.js";
import { versionsOf, versionTag } from "./etag.js";
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
      const [row] = await writer.insert(plan);
      if (row === undefined) throw new TypeError("An insert of one row gave none back.");
      return written(201, row, exchange, ["location", `${entity.path}/${row.id}`]);
    };
    return hasKey(exchange) ? onlyOnce(exchange, sent, service, options, insert) : insert(service);
  };
}

/** PATCH of a row: JSON Merge Patch (RFC 7396), on the version that `If-Match` names. */
export function update(options: HttpOptions, entity: EntityModel): Answering {
  const service = options.database.service(entity.service);
  return async (exchange, sent) => {
    const ifVersion = versionsOf(exchange.request.headers["if-match"]);
    const context = planContext(options.plan, exchange.actor);
    const plan = planUpdate(context, entity, sent.id, bodyOf(sent), { ifVersion });
    return written(200, await service.update(plan), exchange);
  };
}

/** DELETE of a row, on the version that `If-Match` names: 204. */
export function remove(options: HttpOptions, entity: EntityModel): Answering {
  const service = options.database.service(entity.service);
  return async (exchange, { id }) => {
    const ifVersion = versionsOf(exchange.request.headers["if-match"]);
    await service.delete(planDelete(planContext(options.plan, exchange.actor), entity, id, { ifVersion }));
    return { status: 204, headers: [] };
  };
}

/** POST that undoes the soft deletion of a row. */
export function restore(options: HttpOptions, entity: EntityModel): Answering {
  const service = options.database.service(entity.service);
  return async (exchange, sent) => {
    const plan = planRestore(planContext(options.plan, exchange.actor), entity, sent.id);
    const run = async (writer: Pick<Transaction, "restore">) =>
      written(200, await writer.restore(plan), exchange);
    return hasKey(exchange) ? onlyOnce(exchange, sent, service, options, run) : run(service);
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
