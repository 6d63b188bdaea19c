import { failure } from "../errors.js";
import { fingerprint, onceInTransaction, parseIdempotencyKey, scopeIn } from "../guards/idempotency/index.js";
import type { ServiceDatabase, Transaction, TransactionOptions } from "../postgres/index.js";
import { callerOf } from "./caller.js";
import { causeOf } from "./cause.js";
import type { Answer, Exchange } from "./exchange.js";
import type { HttpOptions } from "./options.js";
import { readJson } from "./read-json.js";
import type { Sent } from "./route.js";

type Work = (transaction: Transaction) => Promise<Answer>;

/**
 * Does the work of a POST in one transaction. With an `Idempotency-Key` the answer is kept in that same transaction,
 * and given again when the same request comes again. What was answered already, since the deadline had passed, is undone.
 * `timeout` is how many milliseconds each statement may take, `reach` which tenants' rows the service's own may have.
 *
 * @throws `HEADER_INVALID`, `IDEMPOTENCY_KEY_REUSED`, `IDEMPOTENCY_IN_PROGRESS`, `DEADLINE_EXCEEDED`, and what `work` throws
 */
export async function onlyOnce(
  exchange: Exchange,
  sent: Sent,
  service: ServiceDatabase,
  { facts, clientAddress }: Pick<HttpOptions, "facts" | "clientAddress">,
  work: Work,
  { timeout, reach }: Pick<TransactionOptions, "timeout" | "reach"> = {},
): Promise<Answer> {
  const { request, requestId, route } = exchange;
  const options = { timeout, reach, cause: causeOf(exchange) };
  const header = request.headers["idempotency-key"];
  if (header === undefined) return service.transaction(options, inTime(exchange, work));
  const once = {
    scope: scopeIn(exchange.actor.tenant, callerOf(request, exchange.actor.id, clientAddress)),
    key: parseIdempotencyKey(header),
    fingerprint: fingerprint(exchange.method, request.url ?? "", sent.body ?? ""),
  };
  let fresh = "";
  const { replayed, ...kept } = await service.transaction(options, (transaction) =>
    onceInTransaction(transaction, once, async () => {
      const { status, headers, body = "", keep } = await inTime(exchange, work)(transaction);
      fresh = String(body);
      return { status, headers: byName(headers), body: keep ?? fresh };
    }),
  );
  // It names what was committed now, and not what was then.
  if (replayed) exchange.commit = undefined;
  if (replayed) facts.report({ fact: "idempotency.replayed", requestId, route });
  return {
    status: kept.status,
    headers: Object.entries(kept.headers).flatMap(([name, value]) => [name.toLowerCase(), value]),
    body: kept.status === 204 ? undefined : replayed ? kept.body : fresh,
  };
}

/** Whether the request asks for more care than one statement gives. */
export function hasKey(exchange: Exchange): boolean {
  return exchange.request.headers["idempotency-key"] !== undefined;
}

/** The JSON of a body. Throws `BODY_MALFORMED`, also where there is none. */
export function bodyOf(sent: Sent): unknown {
  return readJson(sent.body ?? new Uint8Array());
}

function inTime(exchange: Exchange, work: Work): Work {
  return async (transaction) => {
    const answer = await work(transaction);
    if (!exchange.isOver) return answer;
    throw failure("DEADLINE_EXCEEDED", "The request has been answered already, so that nothing is kept.");
  };
}

function byName(headers: readonly string[]): { readonly [name: string]: string } {
  const named: { [name: string]: string } = {};
  for (let at = 0; at + 1 < headers.length; at += 2) named[headers[at] ?? ""] = headers[at + 1] ?? "";
  return named;
}
