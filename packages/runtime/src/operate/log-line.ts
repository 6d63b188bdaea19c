import type { Fact, TraceContext } from "../facts.js";
import { safeError } from "./safe-error.js";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error";

/** How much a fact matters: what went wrong here is an error, what a caller did wrong is not. */
export function levelOf(fact: Fact): LogLevel {
  switch (fact.fact) {
    case "request.finished":
      return fact.status >= 500 ? "error" : "info";
    case "fetch.finished":
      return fact.status === 0 ? "warn" : "debug";
    case "feed.aborted":
    case "request.failed":
    case "database.unavailable":
    case "error.stray":
    case "log.failed":
    case "log.archive.failed":
    case "worker.failed":
    case "consumer.dead":
    case "consumer.halted":
    case "projection.failed":
    case "feed.broken":
      return "error";
    case "worker.lost":
      return fact.reason === "failed" ? "warn" : "info";
    case "log.sequencer.lost":
      return fact.reason === "stopped" ? "info" : "warn";
    case "log.order":
      return fact.wanted === "commits" && fact.order !== "commits" ? "warn" : "info";
    case "webhook.attempted":
      return fact.outcome === "failed" ? "info" : "debug";
    case "log.stream.lost":
    case "log.epoch.changed":
    case "log.slot.dropped":
    case "authentication.absent":
    case "webhook.disabled":
    case "webhook.lost":
    case "keys.failed":
    case "connection.lost":
    case "statement.failed":
    case "consumer.failed":
      return "warn";
    case "feed.closed":
      return fact.reason === "failed" ? "warn" : "debug";
    case "client.dropped":
    case "feed.opened":
    case "feed.live":
    case "feed.behind":
    case "rate.limited":
    case "idempotency.replayed":
    case "connection.opened":
    case "feed.connected":
    case "feed.disconnected":
    case "pool.waited":
      return "debug";
    case "statement.finished":
    case "transaction.finished":
    case "log.appended":
    case "webhook.lag":
    case "log.lag":
    case "log.slot":
    case "consumer.handled":
    case "consumer.lag":
    case "projection.advanced":
    case "feed.flow":
      return "trace";
    default:
      return "info";
  }
}

/**
 * What is logged of a fact: named one by one, so that nothing is logged because somebody added it to a fact. No
 * header, no body, no address and no value of a row is among them.
 *
 * @param withActor Whether the `sub` of the caller's token is logged.
 */
export function fieldsOf(fact: Fact, withActor: boolean): object {
  switch (fact.fact) {
    case "request.finished":
      return {
        requestId: fact.requestId,
        ...traceFields(fact.trace),
        method: fact.method,
        route: fact.route,
        status: fact.status,
        milliseconds: round(fact.milliseconds),
        bytes: fact.bytes,
        actor: withActor && fact.actor !== "" ? fact.actor : undefined,
        code: fact.code,
      };
    case "request.failed":
      return {
        requestId: fact.requestId,
        ...traceFields(fact.trace),
        route: fact.route,
        error: safeError(fact.error),
      };
    case "fetch.finished":
      return {
        requestId: fact.requestId,
        ...traceFields(fact.trace),
        service: fact.service,
        operation: fact.operation,
        method: fact.method,
        origin: fact.origin,
        status: fact.status,
        milliseconds: round(fact.milliseconds),
        error: fact.status === 0 ? safeError(fact.error) : undefined,
      };
    case "authentication.absent":
      return { environment: fact.environment };
    case "token.refused":
      return { requestId: fact.requestId, code: fact.code, reason: fact.reason };
    case "client.dropped":
      return { reason: fact.reason };
    case "error.stray":
      return { kind: fact.kind, error: safeError(fact.error) };
    case "rate.limited":
      return { requestId: fact.requestId, route: fact.route, limit: fact.limit, tenant: fact.tenant };
    case "idempotency.replayed":
      return { requestId: fact.requestId, route: fact.route };
    case "keys.fetched":
      return { url: withoutSecrets(fact.url), keys: fact.keys };
    case "keys.failed":
      return { url: withoutSecrets(fact.url), error: safeError(fact.error) };
    case "statement.finished":
      return {
        service: fact.service,
        statement: fact.statement,
        milliseconds: round(fact.milliseconds),
        rows: fact.rows,
      };
    case "statement.failed":
      return {
        service: fact.service,
        statement: fact.statement,
        sqlState: fact.sqlState,
        error: safeError(fact.error),
      };
    case "transaction.finished":
      return {
        service: fact.service,
        outcome: fact.outcome,
        milliseconds: round(fact.milliseconds),
        attempts: fact.attempts,
      };
    case "connection.opened":
      return { service: fact.service, pool: fact.pool };
    case "connection.lost":
      return { service: fact.service, pool: fact.pool, error: safeError(fact.error) };
    case "pool.waited":
    case "database.available":
      return { service: fact.service, milliseconds: round(fact.milliseconds) };
    case "feed.connected":
      return { requestId: fact.requestId, door: fact.door };
    case "feed.disconnected":
      return {
        requestId: fact.requestId,
        door: fact.door,
        code: fact.code,
        reason: fact.reason,
        milliseconds: round(fact.milliseconds),
      };
    case "feed.aborted":
      return { requestId: fact.requestId, error: safeError(fact.error) };
    case "log.sequencer.elected":
      return {
        service: fact.service,
        epoch: fact.epoch,
        generation: fact.generation,
        position: fact.position,
      };
    case "log.sequencer.lost":
      return {
        service: fact.service,
        generation: fact.generation,
        reason: fact.reason,
        error: fact.error === undefined ? undefined : safeError(fact.error),
      };
    case "worker.elected":
      return {
        service: fact.service,
        worker: fact.worker,
        epoch: fact.epoch,
        generation: fact.generation,
        position: fact.position,
      };
    case "worker.lost":
      return {
        service: fact.service,
        worker: fact.worker,
        generation: fact.generation,
        reason: fact.reason,
        error: fact.error === undefined ? undefined : safeError(fact.error),
      };
    case "worker.failed":
      return { service: fact.service, worker: fact.worker, error: safeError(fact.error) };
    case "consumer.handled":
      return {
        service: fact.service,
        consumer: fact.consumer,
        subject: fact.subject,
        position: fact.position,
        milliseconds: round(fact.milliseconds),
      };
    case "consumer.failed":
      return {
        service: fact.service,
        consumer: fact.consumer,
        subject: fact.subject,
        position: fact.position,
        attempts: fact.attempts,
        wait: fact.wait,
        error: safeError(fact.error),
      };
    case "consumer.dead":
      return {
        service: fact.service,
        consumer: fact.consumer,
        subject: fact.subject,
        position: fact.position,
        attempts: fact.attempts,
        error: fact.error === undefined ? undefined : safeError(fact.error),
      };
    case "consumer.halted":
      return {
        service: fact.service,
        consumer: fact.consumer,
        reason: fact.reason,
        error: fact.error === undefined ? undefined : safeError(fact.error),
      };
    case "consumer.lag":
      return {
        service: fact.service,
        consumer: fact.consumer,
        events: fact.events,
        milliseconds: round(fact.milliseconds),
        retrying: fact.retrying,
        dead: fact.dead,
        parked: fact.parked,
        isHalted: fact.isHalted,
      };
    case "projection.began":
    case "projection.live":
      return {
        service: fact.service,
        projection: fact.projection,
        build: fact.build,
        version: fact.version,
        position: fact.position,
      };
    case "projection.advanced":
      return {
        service: fact.service,
        projection: fact.projection,
        build: fact.build,
        isLive: fact.isLive,
        position: fact.position,
        entries: fact.entries,
        rows: fact.rows,
        lag: round(fact.lag),
      };
    case "projection.failed":
      return {
        service: fact.service,
        projection: fact.projection,
        build: fact.build,
        position: fact.position,
        subject: fact.subject,
        error: safeError(fact.error),
      };
    case "log.appended":
      return {
        service: fact.service,
        position: fact.position,
        transactions: fact.transactions,
        events: fact.events,
        milliseconds: round(fact.milliseconds),
      };
    case "feed.opened":
      return { service: fact.service, entity: fact.entity, from: fact.from };
    case "feed.live":
      return { service: fact.service, entity: fact.entity, milliseconds: round(fact.milliseconds) };
    case "feed.behind":
      return { service: fact.service, entity: fact.entity, reason: fact.reason };
    case "feed.closed":
      return { service: fact.service, entity: fact.entity, reason: fact.reason, code: fact.code };
    case "feed.broken":
      return { service: fact.service, entity: fact.entity, error: safeError(fact.error) };
    case "feed.flow":
      return {
        service: fact.service,
        subscriptions: fact.subscriptions,
        live: fact.live,
        messages: fact.messages,
        changes: fact.changes,
        milliseconds: round(fact.milliseconds),
      };
    case "log.emptied":
      return { service: fact.service, slot: fact.slot, firstKept: fact.firstKept, bytes: fact.bytes };
    case "webhook.attempted":
      return {
        service: fact.service,
        endpoint: fact.endpoint,
        message: fact.message,
        event: fact.event,
        attempt: fact.attempt,
        outcome: fact.outcome,
        status: fact.status,
        code: fact.code,
        milliseconds: round(fact.milliseconds),
      };
    case "webhook.disabled":
      return {
        service: fact.service,
        endpoint: fact.endpoint,
        reason: fact.reason,
        failingSince: fact.failingSince,
      };
    case "webhook.lost":
      return { service: fact.service, endpoint: fact.endpoint, entries: fact.entries };
    case "webhook.lag":
      return {
        service: fact.service,
        endpoints: fact.endpoints,
        failing: fact.failing,
        entries: fact.entries,
      };
    case "log.lag":
      return { service: fact.service, events: fact.events, milliseconds: round(fact.milliseconds) };
    case "log.order":
      return {
        service: fact.service,
        order: fact.order,
        wanted: fact.wanted,
        reason: fact.reason,
        remedy: fact.remedy,
      };
    case "log.epoch.changed":
      return { service: fact.service, reason: fact.reason };
    case "log.slot":
      return { service: fact.service, bytes: fact.bytes, isRead: fact.isRead, state: fact.state };
    case "log.archived":
      return { service: fact.service, from: fact.from, to: fact.to, bytes: fact.bytes };
    case "log.archive.failed":
      return { service: fact.service, error: safeError(fact.error) };
    case "log.slot.dropped":
      return { service: fact.service, slot: fact.slot, bytes: fact.bytes };
    case "log.failed":
    case "log.stream.lost":
    case "database.unavailable":
      return { service: fact.service, error: safeError(fact.error) };
    case "system.started":
      return { name: fact.name, url: fact.url, milliseconds: round(fact.milliseconds) };
    case "system.stopping":
      return { reason: fact.reason, inFlight: fact.inFlight };
    case "system.stopped":
      return { milliseconds: round(fact.milliseconds), abandoned: fact.abandoned };
  }
}

function traceFields(trace: TraceContext) {
  return { traceId: trace.traceId, spanId: trace.spanId, parentId: trace.parentId };
}

/** Two decimals: more is noise, and costs bytes in every line. */
function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

/** An address without the user name, password and query that may stand in it. */
function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return "";
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
