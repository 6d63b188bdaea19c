import type { TraceContext } from "../facts.js";
import { randomHex } from "./random-hex.js";

/** What a `traceparent` says: the trace, and the span of the caller in it. */
export interface Traceparent {
  readonly traceId: string;
  /** The caller's span. */
  readonly parentId: string;
  readonly sampled: boolean;
  /** Whether at least the last seven bytes of the trace id were made at random. */
  readonly random: boolean;
}

/** A trace context that also remembers how its trace id was made, which is passed on as it came. */
export interface Trace extends TraceContext {
  readonly random: boolean;
}

const sampledFlag = 1;
const randomFlag = 2;
const noTrace = "0".repeat(32);
const noSpan = "0".repeat(16);
const dash = 45;

/**
 * Reads a `traceparent` header (W3C Trace Context Level 2, section 3.2). Versions that are yet to come are read as far
 * as version 00 goes. Undefined for whatever is not one: another length, capitals, zeros, version `ff`, several headers.
 */
export function parseTraceparent(header: string): Traceparent | undefined {
  const length = header.length;
  if (length < 55) return undefined;
  if (
    header.charCodeAt(2) !== dash ||
    header.charCodeAt(35) !== dash ||
    header.charCodeAt(52) !== dash ||
    !isHex(header, 0, 2) ||
    !isHex(header, 3, 35) ||
    !isHex(header, 36, 52) ||
    !isHex(header, 53, 55)
  ) {
    return undefined;
  }
  if (header.startsWith("00")) {
    if (length !== 55) return undefined;
  } else if (header.startsWith("ff") || (length > 55 && header.charCodeAt(55) !== dash)) {
    return undefined;
  }
  const traceId = header.slice(3, 35);
  const parentId = header.slice(36, 52);
  if (traceId === noTrace || parentId === noSpan) return undefined;
  const flags = Number.parseInt(header.slice(53, 55), 16);
  return {
    traceId,
    parentId,
    sampled: (flags & sampledFlag) !== 0,
    random: (flags & randomFlag) !== 0,
  };
}

/** A new span in the caller's trace. */
export function childOf(parent: Traceparent): Trace {
  const { traceId, parentId, sampled, random } = parent;
  return { traceId, spanId: newSpanId(), parentId, sampled, random };
}

/** A new span within ours, for a call that this request makes. */
export function spanWithin(trace: TraceContext): TraceContext {
  return { ...trace, spanId: newSpanId(), parentId: trace.spanId };
}

/** A new trace, all of its identifier random. */
export function createTrace(sampled = true): Trace {
  let traceId = randomHex(16);
  while (traceId === noTrace) traceId = randomHex(16);
  return { traceId, spanId: newSpanId(), sampled, random: true };
}

/** The trace that a request belongs to: the caller's where its header is valid, otherwise a new one. */
export function traceOf(traceparent: string | readonly string[] | undefined): Trace {
  if (typeof traceparent !== "string") return createTrace();
  const parent = parseTraceparent(traceparent);
  return parent === undefined ? createTrace() : childOf(parent);
}

/** The `traceparent` to send on, version 00, with our span as the parent. */
export function formatTraceparent(trace: TraceContext & { readonly random?: boolean | undefined }): string {
  const flags = (trace.sampled ? sampledFlag : 0) | (trace.random ? randomFlag : 0);
  return `00-${trace.traceId}-${trace.spanId}-0${flags}`;
}

function newSpanId(): string {
  let id = randomHex(8);
  while (id === noSpan) id = randomHex(8);
  return id;
}

/** Digits and the letters a to f; capitals are not allowed in a `traceparent`. */
function isHex(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (!((code >= 48 && code <= 57) || (code >= 97 && code <= 102))) return false;
  }
  return true;
}
