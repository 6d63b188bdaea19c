import type { ServerResponse } from "node:http";
import { ProtocolFailure } from "./offered.js";
import { failure, type RpcRequest } from "./rpc.js";
import { acknowledgement, checkListen } from "./subscription.js";

const KEEP_ALIVE_MS = 15_000;

/** Answers a request to listen with a stream of events, which stays open until either side ends it. */
export function listenOverHttp(
  response: ServerResponse,
  request: RpcRequest,
  open: Set<ServerResponse>,
): void {
  try {
    checkListen(request, open.size);
  } catch (error) {
    if (!(error instanceof ProtocolFailure)) throw error;
    response.writeHead(400, { "content-type": "application/json" });
    response.end(JSON.stringify(failure(request.id, error.error)));
    return;
  }
  open.add(response);
  response.writeHead(200, {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  response.write(`event: message\ndata: ${JSON.stringify(acknowledgement(request.id))}\n\n`);
  const alive = setInterval(() => response.write(":\n\n"), KEEP_ALIVE_MS);
  response.once("close", () => {
    clearInterval(alive);
    open.delete(response);
  });
}
