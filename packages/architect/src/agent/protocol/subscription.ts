import { ProtocolFailure } from "./offered.js";
import { codes, isRecord, type RequestId, type RpcRequest, type RpcResponse } from "./rpc.js";
import { checkMeta } from "./stateless.js";

const SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId";

/** Streams that tell of nothing are cheap, yet not without end. */
const MOST_SUBSCRIPTIONS = 16;

/**
 * Checks a request to listen.
 *
 * @throws ProtocolFailure
 */
export function checkListen({ params }: RpcRequest, open: number): void {
  checkMeta(params);
  if (!isRecord(params.notifications))
    throw new ProtocolFailure({
      code: codes.invalidParams,
      message: "Invalid params: `notifications` says what to listen for.",
    });
  if (open >= MOST_SUBSCRIPTIONS)
    throw new ProtocolFailure({
      code: codes.internal,
      message: `There are ${MOST_SUBSCRIPTIONS} subscriptions already.`,
    });
}

/** Nothing that is offered changes while the server runs: it acknowledges that it will tell of nothing. */
export function acknowledgement(id: RequestId) {
  return {
    jsonrpc: "2.0",
    method: "notifications/subscriptions/acknowledged",
    params: { notifications: {}, _meta: { [SUBSCRIPTION]: id } },
  };
}

/** That the server ends a subscription, since it stops. */
export function endOf(id: RequestId): RpcResponse {
  return { jsonrpc: "2.0", id, result: { resultType: "complete", _meta: { [SUBSCRIPTION]: id } } };
}
