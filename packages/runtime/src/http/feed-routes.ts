import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { failure } from "../errors.js";
import type { Feeds } from "../feeds/index.js";
import { callerKey } from "../guards/rate-limit/index.js";
import { requireEventsAccepted } from "./accept.js";
import { addressOf } from "./caller.js";
import type { Dispatch } from "./dispatch.js";
import type { Exchange } from "./exchange.js";
import { readStreamQuery } from "./feed-query.js";
import type { HttpOptions } from "./options.js";

/** Where WebSockets are opened. */
export const feedPath = "/feeds";
/** Where one entity is followed as Server-Sent Events. */
const streamPath = `${feedPath}/{entity}`;

const streamHeaders = [
  ...["content-type", "text/event-stream"],
  ...["cache-control", "no-store"],
  // A proxy that gathers an answer before it passes it on would hold every event back.
  ...["x-accel-buffering", "no"],
];

/** Adds the addresses of feeds, and gives them back. */
export function addFeedRoutes(
  app: FastifyInstance,
  options: HttpOptions,
  feeds: Feeds,
  dispatch: Dispatch,
): readonly { readonly method: "GET"; readonly path: string }[] {
  const upgradeRequired = ({ raw }: FastifyRequest, reply: FastifyReply) => {
    const exchange = dispatch.begin(raw, reply.raw, feedPath);
    if (!dispatch.admitAnyone(exchange)) return;
    const headers = { Upgrade: "websocket", Connection: "Upgrade" };
    const detail = "The request does not ask for an upgrade; `Upgrade: websocket` was expected.";
    dispatch.fail(exchange, failure("UPGRADE_REQUIRED", detail, { headers }));
  };
  const stream = (request: FastifyRequest, reply: FastifyReply) => {
    const exchange = dispatch.begin(request.raw, reply.raw, streamPath);
    const proceed = (may: boolean) => {
      if (may) void follow(exchange, options, feeds, dispatch, request);
    };
    const admitted = dispatch.admit(exchange, requireEventsAccepted);
    if (typeof admitted === "boolean") proceed(admitted);
    else void admitted.then(proceed);
  };
  app.route({ method: ["GET", "HEAD"], url: feedPath, handler: upgradeRequired });
  app.route({ method: ["GET", "HEAD"], url: `${feedPath}/:entity`, handler: stream });
  return [
    { method: "GET", path: feedPath },
    { method: "GET", path: streamPath },
  ];
}

async function follow(
  exchange: Exchange,
  options: HttpOptions,
  feeds: Feeds,
  dispatch: Dispatch,
  { params, query }: FastifyRequest,
): Promise<void> {
  const { request, response, requestId } = exchange;
  const { headers } = request;
  try {
    const asked = readStreamQuery(query as string, headers["last-event-id"] as string | undefined);
    // What a stream would be, without one: no view is opened for it.
    if (exchange.method === "HEAD") return dispatch.finish(exchange, { status: 200, headers: streamHeaders });
    const believed = await options.believe(headers.authorization);
    await feeds.openStream({
      caller: { believed, address: callerKey("", addressOf(request, options.clientAddress)), requestId },
      request: { ...asked, entity: (params as { entity: string }).entity },
      response,
      begin: () => dispatch.stream(exchange, streamHeaders),
    });
  } catch (error) {
    dispatch.fail(exchange, error);
  }
}
