import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { failure } from "../errors.js";
import type { Feeds } from "../feeds/index.js";
import { callerKey, type Standing } from "../guards/rate-limit/index.js";
import { addressOf, callerOf } from "./caller.js";
import { writeProblem } from "./client-error.js";
import type { Connections } from "./connections.js";
import type { Dispatch } from "./dispatch.js";
import { feedPath } from "./feed-routes.js";
import type { HttpOptions } from "./options.js";
import { asFailure } from "./problem.js";
import { requestId } from "./request-id.js";
import { originForm, pathOf } from "./target.js";
import { requireWellFormed } from "./well-formed.js";

/**
 * Takes requests that ask for WebSocket. Node gives the server every request that has `Upgrade`, as soon as one listens: those that
 * ask for something else are given back, without it, to be answered as any other (RFC 9110, 7.8, lets a server ignore it).
 */
export function takeUpgrades(
  server: Server,
  options: HttpOptions,
  feeds: Feeds,
  dispatch: Dispatch,
  connections: Pick<Connections, "isTooMany">,
): void {
  const answers: Answers = new WeakMap();
  server.on("request", ({ socket }, response) => void answers.set(socket, response));
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    whenAnswered(socket, answers, () => {
      if (request.headers.upgrade?.toLowerCase() !== "websocket") {
        giveBack(server, request, socket, head);
        return;
      }
      socket.on("error", () => {});
      void upgrade(request, socket, head, { options, feeds, dispatch, connections });
    });
  });
}

/** The last answer that was begun on each connection. */
type Answers = WeakMap<Socket, ServerResponse>;

/**
 * Waits for the answers to requests that came before on the same connection: their order is that of the requests. One that was given and
 * is not closed yet still holds the connection for Node, which would never send the next.
 */
function whenAnswered(socket: Socket, answers: Answers, then: () => void): void {
  const before = answers.get(socket);
  if (before === undefined || before.closed) then();
  else before.once("close", () => whenAnswered(socket, answers, then));
}

interface Upgrading {
  readonly options: HttpOptions;
  readonly feeds: Feeds;
  readonly dispatch: Dispatch;
  readonly connections: Pick<Connections, "isTooMany">;
}

/** The steps of any other request, in their order, and at the end of them a conversation. Never rejects. */
async function upgrade(
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
  { options, feeds, dispatch, connections }: Upgrading,
): Promise<void> {
  const { facts, traceOf, formatTraceparent, rateLimit, clientAddress, believe } = options;
  const startedAt = performance.now();
  const id = requestId(request.headers["x-request-id"]);
  const trace = traceOf(request.headers.traceparent as string | undefined);
  let route = "unmatched";
  let actor = "";
  let limited: readonly string[] = [];
  const tell = (status: number, bytes: number, code?: string) =>
    facts.report({
      fact: "request.finished",
      requestId: id,
      trace,
      method: request.method ?? "",
      route,
      status,
      milliseconds: performance.now() - startedAt,
      bytes,
      actor,
      code,
    });
  const requireWithinRate = (standing: Standing | undefined, tenant?: string) => {
    if (standing?.exceeded === undefined) return;
    limited = standing.headers;
    facts.report({ fact: "rate.limited", requestId: id, route, limit: standing.exceeded.limit, tenant });
    throw failure("RATE_LIMITED", standing.exceeded.detail);
  };
  try {
    if (connections.isTooMany(socket))
      throw failure("OVERLOADED", "As many connections are open as this process takes.");
    const refusal = dispatch.inFlight.refusal();
    if (refusal) throw refusal;
    requireWellFormed(request);
    const path = pathOf(originForm(request.url ?? ""));
    if (path !== feedPath)
      throw failure("ROUTE_NOT_FOUND", `No WebSocket is opened at ${path.slice(0, 100)}.`);
    route = feedPath;
    if (request.method !== "GET")
      throw failure("METHOD_NOT_ALLOWED", `${request.method} was received; GET is taken.`, {
        headers: { Allow: "GET, HEAD, OPTIONS" },
      });
    const standing = rateLimit?.count(callerOf(request, "", clientAddress), undefined);
    requireWithinRate(standing);
    requireOrigin(request, options);
    // What comes meanwhile stays with the operating system.
    const believed = await believe(request.headers.authorization);
    actor = believed.actor.id;
    const { tenant } = believed.actor;
    requireWithinRate(standing && rateLimit?.countTenant(tenant, standing), tenant);
    const address = callerKey("", addressOf(request, clientAddress));
    feeds.openSocket(request, socket, head, { believed, address, requestId: id });
    tell(101, 0);
  } catch (error) {
    const known = asFailure(error);
    if (known.status === 401)
      facts.report({ fact: "token.refused", requestId: id, code: known.publicCode, reason: known.message });
    if (known.status === 500) facts.report({ fact: "request.failed", requestId: id, trace, route, error });
    tell(known.status, writeProblem(socket, known, id, formatTraceparent(trace), limited), known.publicCode);
  }
}

/**
 * Whose pages may open a feed is what `cors` says. Browsers do not ask before they open a WebSocket, and let a page of any origin
 * read it: what keeps other pages from reading REST has to be done here. Programs that are no browser send no `Origin`.
 */
function requireOrigin({ headers }: IncomingMessage, { origins }: HttpOptions): void {
  const { origin, host } = headers;
  if (origin === undefined || origins?.allows(origin)) return;
  if (URL.canParse(origin) && new URL(origin).host === host?.toLowerCase()) return;
  throw failure("ORIGIN_DENIED", `The origin is ${originShown(origin)}, which \`cors\` does not list.`);
}

function originShown(origin: string): string {
  return JSON.stringify(origin.slice(0, 100));
}

/** Lets Node read the request anew, as it came and without `Upgrade`. */
function giveBack(server: Server, request: IncomingMessage, socket: Socket, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at < rawHeaders.length; at += 2)
    if (rawHeaders[at]?.toLowerCase() !== "upgrade") lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), head]));
  server.emit("connection", socket);
}
