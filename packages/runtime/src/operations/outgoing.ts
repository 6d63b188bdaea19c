import type { Fetch, OperationModel, TraceHeaders } from "../blueprint/index.js";
import { milliseconds } from "../blueprint/index.js";
import { failure, type LintelError } from "../errors.js";
import type { Facts, TraceContext } from "../facts.js";

/** What an outgoing call needs of tracing, which is made elsewhere. */
export interface Tracing {
  /** A new span within a trace. */
  readonly spanWithin: (trace: TraceContext) => TraceContext;
  readonly formatTraceparent: (trace: TraceContext) => string;
}

/** The request for which another system is asked. */
export interface Asking {
  readonly requestId: string;
  readonly trace: TraceContext;
  /** What to pass on of the caller's `tracestate`; undefined for nothing. */
  readonly tracestate?: string | undefined;
  /** Milliseconds of `performance.now()` at which the request has to be answered. */
  readonly endsAt: number;
}

const usualTimeout = "5s";

/** The headers of a span of this request (W3C Trace Context Level 2, 3.2 and 3.3). */
export function traceHeaders(asking: Asking, tracing: Tracing, span = asking.trace): TraceHeaders {
  const { tracestate } = asking;
  const traceparent = tracing.formatTraceparent(span);
  return Object.freeze(tracestate === undefined ? { traceparent } : { traceparent, tracestate });
}

/**
 * `fetch` for one run of an operation: each call is a span of its own, whose id is the parent that the other system
 * sees. What `options` say of the trace is replaced.
 *
 * @throws `OUTSIDE_UNAVAILABLE` where no answer came in time, while its body is read too; `TypeError` for what is no
 * request; the reason of the caller's own `signal`
 */
export function fetchFor(
  asking: Asking,
  { service, name }: Pick<OperationModel, "service" | "name">,
  tracing: Tracing,
  facts: Facts,
): Fetch {
  return async (url, { timeout = usualTimeout, ...options } = {}) => {
    const began = performance.now();
    const limit = Math.max(0, Math.min(milliseconds(timeout), asking.endsAt - began));
    const deadline = new AbortController();
    const request = new Request(url, {
      ...options,
      signal: options.signal ? AbortSignal.any([options.signal, deadline.signal]) : deadline.signal,
    });
    const span = tracing.spanWithin(asking.trace);
    request.headers.delete("tracestate");
    for (const [header, value] of Object.entries(traceHeaders(asking, tracing, span)))
      request.headers.set(header, value);
    const report = (status: number, error?: unknown) =>
      facts.report({
        fact: "fetch.finished",
        requestId: asking.requestId,
        trace: span,
        service,
        operation: name,
        method: request.method,
        origin: new URL(request.url).origin,
        status,
        milliseconds: performance.now() - began,
        error,
      });
    const timer = setTimeout(() => deadline.abort(unavailable(`within ${Math.round(limit)} ms`)), limit);
    timer.unref();
    try {
      const response = await fetch(request);
      report(response.status);
      return response;
    } catch (error) {
      clearTimeout(timer);
      report(0, error);
      if (request.signal.aborted) throw request.signal.reason;
      throw unavailable("", error);
    }
  };
}

/** Which system it was stays inside: the one who asked has not asked for it. */
function unavailable(within: string, cause?: unknown): LintelError {
  return failure("OUTSIDE_UNAVAILABLE", `A system that this needs did not answer${within && ` ${within}`}.`, {
    cause,
  });
}
