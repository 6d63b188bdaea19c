import type { Actor, SystemModel } from "../blueprint/index.js";
import type { Facts, TraceContext } from "../facts.js";
import type { Feeds } from "../feeds/index.js";
import type { ClientAddress } from "../guards/client-address/index.js";
import type { OriginPolicy } from "../guards/cors/index.js";
import type { RequestRate } from "../guards/rate-limit/index.js";
import type { Authenticator } from "../identity/index.js";
import type { Commits } from "../log/index.js";
import type { Operations } from "../operations/index.js";
import type { PlanSettings } from "../plan/index.js";
import type { Database } from "../postgres/index.js";

/** What REST is served with. Everything is made by the composition root, and handed in. */
export interface HttpOptions {
  readonly model: SystemModel;
  readonly plan: PlanSettings;
  readonly database: Database;
  readonly operations: Operations;
  readonly facts: Facts;
  /** Who sends a request: at once where the token is known already. */
  readonly authenticate: (authorization: string | undefined) => Actor | Promise<Actor>;
  /** The same for a connection of a feed, whose token is looked at again. */
  readonly believe: Authenticator["believe"];
  /** Undefined: the model has no feed. */
  readonly feeds?: Feeds | undefined;
  /** What was committed, for whoever reads it in projections; undefined where there are none. */
  readonly commits?: Pick<Commits, "tokenOf" | "reached"> | undefined;
  /** Undefined: as many requests as come. */
  readonly rateLimit?: RequestRate | undefined;
  /** Who called, behind proxies; undefined: the other end of the connection. */
  readonly clientAddress?: ClientAddress | undefined;
  readonly origins?: OriginPolicy | undefined;
  /** W3C trace context: the trace that a request belongs to, and how it is passed on. */
  readonly traceOf: (traceparent: string | undefined) => TraceContext;
  readonly formatTraceparent: (trace: TraceContext) => string;
  /** What of a caller's `tracestate` goes on, beside a `traceparent` that was valid or not. */
  readonly passOnTracestate: (tracestate: string, continued: boolean) => string | undefined;
  /** Bytes of a body at most. */
  readonly bodyLimit: number;
  /** Milliseconds from the first byte to the answer. */
  readonly deadline: number;
  /** Connections of clients at a time. */
  readonly sockets: number;
  /** Bytes of answers that clients have not read yet, all together; 256 MiB unless told. */
  readonly unsentBytes?: number | undefined;
  /** Requests at a time; 1,000 unless told. */
  readonly concurrency?: number | undefined;
  /** Documents at fixed addresses: `/health/live`, `/openapi.json`. */
  readonly pages?: readonly Page[] | undefined;
}

/** A document beside the API. No token is asked for, and no rate counted. */
export interface Page {
  readonly path: string;
  /** Answers even when there is too much to do, or when the process is stopping. */
  readonly always?: boolean | undefined;
  readonly answer: () => PageContent | Promise<PageContent>;
}

export interface PageContent {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  /** Names and values in turn, in place of the usual security headers. */
  readonly security?: readonly string[] | undefined;
}
