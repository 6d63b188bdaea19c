import type { Cause } from "../postgres/index.js";
import type { Exchange } from "./exchange.js";

/** Who asks for a change, for the log of what changes. */
export function causeOf(exchange: Exchange): Cause {
  const { actor, requestId, trace, commit } = exchange;
  const cause = { actor, request: requestId, trace: trace.traceId };
  if (commit === undefined) return cause;
  const committed = (xid: string) => {
    exchange.commit = xid;
  };
  return { ...cause, committed };
}
