import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Actor } from "../blueprint/index.js";
import { failure } from "../errors.js";
import type { Standing } from "../guards/rate-limit/index.js";
import { apiHeaders } from "../guards/security-headers/index.js";
import { anonymous } from "../identity/index.js";
import { requireJsonAccepted } from "./accept.js";
import { callerOf } from "./caller.js";
import type { Connections } from "./connections.js";
import type { Answer, Exchange } from "./exchange.js";
import { createExpecting, type Expecting } from "./expecting.js";
import { createInFlight, type InFlight } from "./in-flight.js";
import { isBehind } from "./in-turn.js";
import type { HttpOptions } from "./options.js";
import { asFailure, problemOf } from "./problem.js";
import { requestId } from "./request-id.js";
import type { Route, Sent } from "./route.js";
import { requireWellFormed } from "./well-formed.js";

/** Milliseconds for which the rest of a body is read and dropped, so that its sender comes to read the answer. */
const lingering = 2_000;

/** Takes every request through the same steps, and sees to it that each ends with one answer and one fact. */
export interface Dispatch {
  readonly inFlight: InFlight;
  readonly expecting: Expecting;
  /** Connections whose last answer has been given: what still comes on them is not read. */
  readonly ending: WeakSet<Socket>;
  /** Connections are not kept any longer. */
  isStopping: boolean;
  begin(request: IncomingMessage, response: ServerResponse, route: string): Exchange;
  /**
   * Whether the request may go on: true; false when it has been answered. A promise of it, which never rejects,
   * where the token has to be verified first. `requireAccepted` refuses what the client does not accept, unless told JSON.
   */
  admit(
    exchange: Exchange,
    requireAccepted?: (accept: string | undefined) => void,
  ): boolean | Promise<boolean>;
  /** The same without asking who it is: for addresses that are not there. */
  admitAnyone(exchange: Exchange): boolean;
  run(exchange: Exchange, route: Route, sent: Sent): void;
  finish(exchange: Exchange, answer: Answer, code?: string): void;
  /**
   * Writes the head of an answer whose body has no end yet, and no deadline; the connection is closed after it. False where
   * there was an answer already.
   */
  stream(exchange: Exchange, headers: readonly string[]): boolean;
  fail(exchange: Exchange, error: unknown): void;
}

/** Makes the steps for a system. */
export function createDispatch(options: HttpOptions, connections: Pick<Connections, "isTooMany">): Dispatch {
  const { facts, authenticate, rateLimit, clientAddress, origins, traceOf, formatTraceparent } = options;
  const usual = [...apiHeaders, "vary", "Authorization"];
  const inFlight = createInFlight(
    { requests: options.concurrency ?? 1_000, deadline: options.deadline, lateness: 1_000, interval: 250 },
    (exchange, error) => {
      const slow = error.code === "DEADLINE_EXCEEDED" && !exchange.request.complete;
      dispatch.fail(
        exchange,
        slow
          ? failure("REQUEST_TIMEOUT", `The body had not arrived after ${options.deadline} ms.`, closing)
          : error,
      );
    },
  );

  const refusalOf = ({ request, response }: Exchange) => {
    if (connections.isTooMany(request.socket))
      return failure("OVERLOADED", "As many connections are open as this process takes.");
    if (isBehind(response))
      return failure(
        "OVERLOADED",
        "Too many requests wait on this connection for the answers before theirs.",
      );
    return inFlight.refusal();
  };

  const countCaller = (exchange: Exchange, { id, tenant }: Actor): Standing | undefined =>
    rateLimit?.count(callerOf(exchange.request, id, clientAddress), tenant);

  const isWithinRate = (exchange: Exchange, standing: Standing | undefined): boolean => {
    if (standing === undefined) return true;
    exchange.headers = standing.headers;
    const { exceeded } = standing;
    if (exceeded === undefined) return true;
    const { requestId, route, actor } = exchange;
    facts.report({ fact: "rate.limited", requestId, route, limit: exceeded.limit, tenant: actor.tenant });
    dispatch.fail(exchange, failure("RATE_LIMITED", exceeded.detail));
    return false;
  };

  const isWithinShare = (exchange: Exchange): boolean => {
    const refusal = inFlight.countTenant(exchange);
    if (refusal) dispatch.fail(exchange, refusal);
    return refusal === undefined;
  };

  const refuseToken = (exchange: Exchange, error: unknown): false => {
    const { publicCode, message } = asFailure(error);
    facts.report({
      fact: "token.refused",
      requestId: exchange.requestId,
      code: publicCode,
      reason: message,
    });
    dispatch.fail(exchange, error);
    return false;
  };

  const headersOf = (exchange: Exchange, answer: Pick<Answer, "headers" | "security">): string[] =>
    (answer.security ?? usual).concat(
      exchange.headers,
      answer.headers,
      "x-request-id",
      exchange.requestId,
      "traceparent",
      formatTraceparent(exchange.trace),
    );

  const tell = (exchange: Exchange, status: number, bytes: number, code?: string): void => {
    if (facts.heard)
      facts.report({
        fact: "request.finished",
        requestId: exchange.requestId,
        trace: exchange.trace,
        method: exchange.method,
        route: exchange.route,
        status,
        milliseconds: performance.now() - exchange.startedAt,
        bytes,
        actor: exchange.actor.id,
        code,
      });
  };

  const expecting = createExpecting();
  const dispatch: Dispatch = {
    inFlight,
    expecting,
    ending: new WeakSet(),
    isStopping: false,

    begin(request, response, route) {
      const exchange: Exchange = {
        request,
        response,
        requestId: requestId(request.headers["x-request-id"]),
        trace: traceOf(request.headers.traceparent as string | undefined),
        method: request.method ?? "",
        route,
        startedAt: performance.now(),
        actor: anonymous,
        headers: nothing,
        accepted: nothing,
        commit: options.commits && "",
        isOver: false,
      };
      return exchange;
    },

    admit(exchange, requireAccepted = requireJsonAccepted) {
      const refusal = refusalOf(exchange);
      inFlight.add(exchange);
      try {
        if (refusal) throw refusal;
        requireWellFormed(exchange.request);
        const { headers } = exchange.request;
        requireAccepted(headers.accept);
        const actor = authenticate(headers.authorization);
        if (!(actor instanceof Promise)) {
          exchange.actor = actor;
          return isWithinRate(exchange, countCaller(exchange, actor)) && isWithinShare(exchange);
        }
        const standing = countCaller(exchange, anonymous);
        if (!isWithinRate(exchange, standing)) {
          actor.catch(() => {});
          return false;
        }
        return actor.then(
          (known) => {
            exchange.actor = known;
            if (exchange.isOver) return false;
            const counted = standing && rateLimit?.countTenant(known.tenant, standing);
            return isWithinRate(exchange, counted) && isWithinShare(exchange);
          },
          (error: unknown) => refuseToken(exchange, error),
        );
      } catch (error) {
        dispatch.fail(exchange, error);
        return false;
      }
    },

    admitAnyone(exchange) {
      const refusal = refusalOf(exchange);
      inFlight.add(exchange);
      try {
        if (refusal) throw refusal;
        requireWellFormed(exchange.request);
        return isWithinRate(exchange, countCaller(exchange, anonymous));
      } catch (error) {
        dispatch.fail(exchange, error);
        return false;
      }
    },

    run(exchange, route, sent) {
      try {
        const answer = route.answer(exchange, sent);
        if (!(answer instanceof Promise)) return dispatch.finish(exchange, answer);
        answer.then(
          (made) => dispatch.finish(exchange, made),
          (error: unknown) => dispatch.fail(exchange, error),
        );
      } catch (error) {
        dispatch.fail(exchange, error);
      }
    },

    stream(exchange, headers) {
      if (exchange.isOver) return false;
      exchange.isOver = true;
      inFlight.remove(exchange);
      const { request, response } = exchange;
      const crossOrigin = origins?.answer(request.headers.origin) ?? nothing;
      response.shouldKeepAlive = false;
      // Its end is that of the connection: no length, and no chunks around what is written.
      response.useChunkedEncodingByDefault = false;
      response.writeHead(200, [...headersOf(exchange, { headers }), "connection", "close", ...crossOrigin]);
      response.flushHeaders();
      tell(exchange, 200, 0);
      return true;
    },

    finish(exchange, answer, code) {
      if (exchange.isOver) return;
      exchange.isOver = true;
      inFlight.remove(exchange);
      const { request, response, requestId, trace } = exchange;
      const { status, body } = answer;
      const bytes = body === undefined ? 0 : Buffer.byteLength(body);
      const headers = headersOf(exchange, answer);
      const commit = exchange.commit && status < 300 ? options.commits?.tokenOf(exchange.commit) : undefined;
      if (commit !== undefined) headers.push("lintel-commit", commit);
      if (body !== undefined) headers.push("content-length", String(bytes));
      if (dispatch.isStopping || connections.isTooMany(request.socket)) headers.push("connection", "close");
      const crossOrigin = answer.crossOrigin ?? origins?.answer(request.headers.origin);
      if (crossOrigin !== undefined) headers.push(...crossOrigin);
      if (!request.complete && awaitsBody(request)) {
        if (expecting.has(request)) headers.push("connection", "close");
        const { socket } = request;
        dispatch.ending.add(socket);
        linger(request, () => dispatch.ending.delete(socket));
      }
      try {
        response.writeHead(status, headers);
        response.end(body);
      } catch (error) {
        response.destroy();
        facts.report({ fact: "request.failed", requestId, trace, route: exchange.route, error });
      }
      tell(exchange, status, bytes, code);
    },

    fail(exchange, error) {
      const known = asFailure(error);
      if (known.status === 500)
        facts.report({
          fact: "request.failed",
          requestId: exchange.requestId,
          trace: exchange.trace,
          route: exchange.route,
          error: known.cause ?? known,
        });
      const { status, headers, body, code } = problemOf(known, exchange.requestId);
      const accepted = status === 415 ? exchange.accepted : nothing;
      dispatch.finish(exchange, { status, headers: problemHeaders.concat(headers, accepted), body }, code);
    },
  };
  return dispatch;
}

/** Where the rest of a request may still come, nothing else is read from its connection. */
const closing = { headers: { Connection: "close" } };
const nothing: readonly string[] = Object.freeze([]);
const problemHeaders = ["content-type", "application/problem+json", "cache-control", "no-store"];

function awaitsBody({ headers }: IncomingMessage): boolean {
  const length = headers["content-length"];
  return headers["transfer-encoding"] !== undefined || (length !== undefined && length !== "0");
}

/**
 * Cutting the connection at once would lose the answer on its way; waiting for ever would keep the connection. Once the
 * body has come to its end after all, the connection is good for the next request.
 */
function linger(request: IncomingMessage, arrived: () => void): void {
  const timer = setTimeout(() => {
    if (!request.complete) request.destroy();
  }, lingering);
  timer.unref();
  request.once("close", () => {
    clearTimeout(timer);
    if (request.complete) arrived();
  });
}
