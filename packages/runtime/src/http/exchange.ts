import type { IncomingMessage, ServerResponse } from "node:http";
import type { Actor } from "../blueprint/index.js";
import type { TraceContext } from "../facts.js";

/** One request and its answer, from the first header to the fact that ends it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly trace: TraceContext;
  readonly method: string;
  /** The route as it is declared, or `unmatched`. */
  readonly route: string;
  /** Milliseconds of `performance.now()`. */
  readonly startedAt: number;
  actor: Actor;
  /** What a guard adds to the headers of the answer, whatever it will be; names and values in turn. */
  headers: readonly string[];
  /** What stands in an answer that refuses the type of the body: the types that are taken; names and values in turn. */
  accepted: readonly string[];
  /** The number of the transaction that it committed, as far as anybody may ask for that; empty before, undefined where nobody may. */
  commit: string | undefined;
  /** Set once, when the answer is written. Whatever comes later is dropped. */
  isOver: boolean;
}

/** What a route gives back; headers are names and values in turn. No body: undefined. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body?: string | Buffer | undefined;
  /** What is kept in place of the body, for when the same request comes again. */
  readonly keep?: string | undefined;
  /** In place of the usual security headers. */
  readonly security?: readonly string[] | undefined;
  /** In place of the usual headers for pages of other origins. */
  readonly crossOrigin?: readonly string[] | undefined;
}
