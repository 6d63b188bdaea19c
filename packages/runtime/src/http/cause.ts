import type { Cause } from "../postgres/index.js";
import type { Exchange } from "./exchange.js";

/** Who asks for a change, for the log of what changes. */
export function causeOf({ actor, requestId, trace }: Exchange): Cause {
  return { actor, request: requestId, trace: trace.traceId };
}
