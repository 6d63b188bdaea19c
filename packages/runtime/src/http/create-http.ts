import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { failure, type LintelError } from "../errors.js";
import { acceptedBy } from "./accepted.js";
import { arrivalFailure, tooLarge } from "./arrival-failure.js";
import { requireReadableBody } from "./body-headers.js";
import { brokenOff, type ConnectionError, unknownMethod, unreadable, writeProblem } from "./client-error.js";
import { createConnections } from "./connections.js";
import { createDispatch, type Dispatch } from "./dispatch.js";
import { endpointsOf } from "./endpoints.js";
import type { Exchange } from "./exchange.js";
import { addFeedRoutes } from "./feed-routes.js";
import { inTurn } from "./in-turn.js";
import { requireNoParameters } from "./no-parameters.js";
import type { HttpOptions } from "./options.js";
import { pageHandler } from "./page.js";
import { requestId } from "./request-id.js";
import type { Route } from "./route.js";
import { routeOf } from "./routes.js";
import { originForm } from "./target.js";
import { answerUnmatched, createDirectory } from "./unmatched.js";
import { takeUpgrades } from "./upgrade.js";

declare module "fastify" {
  interface FastifyRequest {
    /** Begun when the headers had arrived, where a body may follow; else null. */
    exchange: Exchange | null;
  }
}

/** Milliseconds after the deadline of requests for which a client may read nothing of its answer. */
const unreadGrace = 2_000;

/** The methods that some route has. At an address that does not take one of them, no route with an id may take it. */
const routed = ["GET", "HEAD", "POST", "PATCH", "DELETE"];

interface Body {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** REST over a model, and what ends it. */
export interface Http {
  readonly app: FastifyInstance;
  /** Requests that are being worked on. */
  readonly inFlight: number;
  /** Connections with an answer of which the last bytes are still here: their clients read slowly. */
  readonly unsent: number;
  /** Connections that clients have open. */
  readonly connections: number;
  /** From now on each connection is closed after its next answer. */
  announceStop(): void;
  /** Ends what is still being worked on with `STOPPING`. Gives back how many requests that were. */
  abandon(): number;
}

/**
 * Serves a model over HTTP: each entity, command and query that some client may reach. Nothing listens yet.
 * Fastify finds the route and reads the body; from there on the answer is written straight to the connection,
 * since on a single row every layer in between costs more than the work itself.
 */
export function createHttp(options: HttpOptions): Http {
  const connections = createConnections(
    {
      most: options.sockets,
      // By the deadline every request has an answer: a connection that is silent for longer does not read it.
      unread: options.deadline + unreadGrace,
      unsentBytes: options.unsentBytes ?? 268_435_456,
      interval: 1_000,
    },
    options.facts,
  );
  const dispatch = createDispatch(options, connections);
  const app = fastify({
    bodyLimit: options.bodyLimit,
    clientErrorHandler: (error, socket) => endUnread(error, socket, options, dispatch),
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply) => {
      const exchange = beginUnmatched(dispatch, request.raw, reply.raw);
      if (dispatch.admitAnyone(exchange)) dispatch.fail(exchange, arrivalFailure(error, options.bodyLimit));
    },
    http: {
      connectionsCheckingInterval: 1_000,
      headersTimeout: options.deadline,
      joinDuplicateHeaders: true,
      requireHostHeader: false,
    },
    logger: false,
    requestTimeout: options.deadline,
    return503OnClosing: false,
    rewriteUrl: ({ url = "" }) => originForm(url),
    routerOptions: { querystringParser: asItIs as never },
    // No route has a schema of Fastify's. Its compilers, unless others are given, are half of what it loads.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
  });
  connections.watch(app.server);
  app.decorateRequest("exchange", null);
  app.removeAllContentTypeParsers();
  for (const type of ["application/json", "application/merge-patch+json"])
    app.addContentTypeParser(type, { parseAs: "buffer" }, (_request, bytes, done) =>
      done(null, { type, bytes }),
    );

  const endpoints = endpointsOf(options.model);
  const pages = options.pages ?? [];
  const routes = endpoints.map((endpoint) => routeOf(options, endpoint));
  for (const route of routes) addRoute(app, route, dispatch, options.bodyLimit);
  for (const page of pages)
    app.route({ method: ["GET", "HEAD"], url: page.path, handler: pageHandler(page, dispatch) });

  const feedPlaces = options.feeds ? addFeedRoutes(app, options, options.feeds, dispatch) : [];
  const directory = createDirectory([
    ...routes,
    ...feedPlaces,
    ...pages.map(({ path }) => ({ path, method: "GET" as const })),
  ]);
  const unmatched = ({ raw }: FastifyRequest, reply: FastifyReply, path?: string) => {
    const exchange = beginUnmatched(dispatch, raw, reply.raw);
    if (dispatch.admitAnyone(exchange)) answerUnmatched(exchange, dispatch, directory, options.origins, path);
  };
  for (const path of new Set(endpoints.map((endpoint) => endpoint.path))) {
    const taken = directory(path)?.methods ?? [];
    const method = routed.filter((one) => !taken.includes(one));
    const onRequest = (request: FastifyRequest, reply: FastifyReply) => unmatched(request, reply, path);
    if (!path.includes("{id}") && method.length > 0)
      app.route({ method, url: path, onRequest, handler: () => {} });
  }
  // The type lists two hooks; the router takes each. Without this one a body would be waited for that nobody reads.
  const onNoRoute = {
    onRequest: (request: FastifyRequest, reply: FastifyReply) => unmatched(request, reply),
  };
  app.setNotFoundHandler(onNoRoute as object, () => {});
  app.setErrorHandler((error, request, reply) => {
    if (request.is404) return unmatched(request, reply);
    const exchange = request.exchange ?? beginUnmatched(dispatch, request.raw, reply.raw);
    dispatch.fail(exchange, arrivalFailure(error, options.bodyLimit));
  });
  const routing = inTurn(app.routing as RequestListener);
  app.server.removeAllListeners("request");
  app.server.on("request", routing);
  app.server.on("checkExpectation", routing);
  app.server.on("checkContinue", (request, response) => {
    dispatch.expecting.add(request);
    routing(request, response);
  });
  app.server.on("connect", ({ method = "" }, socket: Socket) => {
    socket.on("error", () => {});
    answerUnread(socket, unknownMethod(method), options);
  });
  if (options.feeds) takeUpgrades(app.server, options, options.feeds, dispatch, connections);
  app.addHook("onClose", async () => {
    dispatch.inFlight.stop();
    connections.stop();
  });
  return {
    app,
    get inFlight() {
      return dispatch.inFlight.size;
    },
    get unsent() {
      return connections.unsent;
    },
    get connections() {
      return connections.open;
    },
    announceStop() {
      dispatch.isStopping = true;
    },
    abandon: () =>
      dispatch.inFlight.abandon(failure("STOPPING", "The process had to stop before there was an answer.")),
  };
}

function noSchemas(): never {
  throw new TypeError("A route was given a schema of Fastify's, but the plan reads what arrives.");
}

function addRoute(app: FastifyInstance, route: Route, dispatch: Dispatch, bodyLimit: number): void {
  const url = route.path.replace("{id}", ":id");
  if (route.takes === undefined)
    app.route({ method: ["GET", "HEAD"], url, handler: withoutBody(route, dispatch) });
  else app.route({ method: route.method, url, ...withBody(route, route.takes, dispatch, bodyLimit) });
}

/** The shortest way: nothing is awaited but the database. */
function withoutBody(route: Route, dispatch: Dispatch) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    const exchange = dispatch.begin(request.raw, reply.raw, route.path);
    const sent = { id: idOf(request), query: request.query as string, body: undefined };
    const admitted = dispatch.admit(exchange);
    if (admitted === true) dispatch.run(exchange, route, sent);
    else if (admitted !== false) void admitted.then((may) => may && dispatch.run(exchange, route, sent));
  };
}

/** Who asks, and whether they may, is settled before a byte of the body is read. */
function withBody(route: Route, takes: readonly string[], dispatch: Dispatch, bodyLimit: number) {
  const accepted = acceptedBy(route);
  return {
    onRequest(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
      const exchange = dispatch.begin(request.raw, reply.raw, route.path);
      exchange.accepted = accepted;
      request.exchange = exchange;
      const admitted = dispatch.admit(exchange);
      const proceed = (may: boolean): void => {
        if (!may || !isReadable(exchange, request, dispatch, bodyLimit)) return;
        dispatch.expecting.goOn(request.raw, reply.raw);
        done();
      };
      if (typeof admitted === "boolean") proceed(admitted);
      else void admitted.then(proceed);
    },
    handler(request: FastifyRequest): void {
      const { exchange } = request;
      if (exchange === null || exchange.isOver) return;
      const body = request.body as Body | undefined;
      if (body === undefined || takes.includes(body.type))
        dispatch.run(exchange, route, {
          id: idOf(request),
          query: request.query as string,
          body: body?.bytes,
        });
      else
        dispatch.fail(
          exchange,
          failure("MEDIA_TYPE_UNSUPPORTED", `The body is ${body.type}; ${takes.join(" or ")} was expected.`),
        );
    },
  };
}

/** Whether the body can be read, and no parameter comes along, which no write takes. Answers where not. */
function isReadable(
  exchange: Exchange,
  request: FastifyRequest,
  dispatch: Dispatch,
  bodyLimit: number,
): boolean {
  const { headers } = request.raw;
  try {
    requireReadableBody(headers);
    if (Number(headers["content-length"] ?? 0) > bodyLimit) throw tooLarge(bodyLimit);
    requireNoParameters(request.query as string);
    return true;
  } catch (error) {
    dispatch.fail(exchange, error);
    return false;
  }
}

function idOf(request: FastifyRequest): string {
  return (request.params as { id?: string }).id ?? "";
}

function beginUnmatched(dispatch: Dispatch, request: IncomingMessage, response: ServerResponse): Exchange {
  return dispatch.begin(request, response, "unmatched");
}

/**
 * A connection broke off, or brought what is no HTTP, or brought it too slowly. Where a request on it is being worked
 * on, that one gets the answer; else the connection does, once.
 */
function endUnread(error: ConnectionError, socket: Socket, options: HttpOptions, dispatch: Dispatch): void {
  const { code } = error;
  const exchange = dispatch.inFlight.on(socket);
  if (exchange !== undefined) {
    dispatch.fail(exchange, brokenOff(code));
    socket.end();
    return;
  }
  if (socket.destroyed || code === "ECONNRESET" || dispatch.ending.has(socket)) {
    socket.destroy();
    return;
  }
  dispatch.ending.add(socket);
  answerUnread(socket, unreadable(error), options);
}

/** The answer to what is no request that could be routed, and the fact that tells of it. */
function answerUnread(
  socket: Socket,
  known: LintelError,
  { facts, traceOf, formatTraceparent }: HttpOptions,
): void {
  const id = requestId(undefined);
  const trace = traceOf(undefined);
  const bytes = writeProblem(socket, known, id, formatTraceparent(trace));
  facts.report({
    fact: "request.finished",
    requestId: id,
    trace,
    method: "",
    route: "unmatched",
    status: known.status,
    milliseconds: 0,
    bytes,
    actor: "",
    code: known.publicCode,
  });
}

/** The query string is read by the plan. */
function asItIs(query: string): string {
  return query;
}
