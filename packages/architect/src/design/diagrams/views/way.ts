import { accessWords } from "@lintel/runtime/tools";
import { type Calls, callsOf } from "./calls-of.js";
import type { Begins } from "./operation-of.js";

/** How a workflow goes in and comes out. */
export interface Way {
  readonly call: string;
  readonly checks: string;
  readonly answer: string;
  readonly isRead: boolean;
  readonly calls: Calls;
  /** Errors that it may end with: `409 OUT_OF_STOCK`. */
  readonly errors: readonly string[];
}

const none: Calls = { commands: [], events: [] };

/** Of what the blueprint has for it, or in the feature's own words where it has nothing yet. */
export function wayOf(begins: Begins | undefined, feature: string): Way {
  if (begins === undefined)
    return {
      call: feature,
      checks: "checks the token and the access rule, and the input against its schema",
      answer: "what came of it",
      isRead: false,
      calls: none,
      errors: [],
    };
  if (begins.by === "entity") {
    const { entity, isRead } = begins;
    const rule = isRead ? entity.access.read : entity.access.create;
    return {
      call: `${isRead ? "GET" : "POST"} ${entity.path}`,
      checks: `checks who calls: ${accessWords(rule)}${isRead ? "" : "; the input against its schema"}`,
      answer: isRead ? "200, a page of rows" : "201, the row",
      isRead,
      calls: none,
      errors: [],
    };
  }
  const { operation, service } = begins;
  const isRead = operation.kind === "query";
  return {
    call: `${isRead ? "GET" : "POST"} ${operation.path}`,
    checks: `checks who calls: ${accessWords(operation.rule)}; the input against its schema`,
    answer: "200, its output",
    isRead,
    calls: isRead ? none : callsOf(operation, service),
    errors: Object.entries(operation.errors).map(([code, { status }]) => `${status} ${code}`),
  };
}
