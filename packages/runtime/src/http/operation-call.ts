import type { OperationCall } from "../operations/index.js";
import { timestamp } from "./clock.js";
import type { Exchange } from "./exchange.js";
import type { HttpOptions } from "./options.js";

/** What an operation has to know of the request that asks for it. */
export function callOf(
  { actor, requestId, trace, request, startedAt }: Exchange,
  input: unknown,
  { deadline, passOnTracestate }: Pick<HttpOptions, "deadline" | "passOnTracestate">,
): OperationCall {
  const tracestate = request.headers.tracestate as string | undefined;
  return {
    actor,
    input,
    requestId,
    now: timestamp(),
    trace,
    tracestate:
      tracestate === undefined ? undefined : passOnTracestate(tracestate, trace.parentId !== undefined),
    endsAt: startedAt + deadline,
  };
}
