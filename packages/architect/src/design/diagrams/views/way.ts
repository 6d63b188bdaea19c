import { accessWords } from "@lintel/runtime/tools";
import { sayList } from "../../text/index.js";
import type { Begins } from "./operation-of.js";

/** How a workflow goes in and comes out. */
export interface Way {
  readonly call: string;
  readonly checks: string;
  readonly answer: string;
  readonly isRead: boolean;
  /** Events that its service tells of, in words; empty for none. */
  readonly events: string;
  /** Errors that it may end with: `409 OUT_OF_STOCK`. */
  readonly errors: readonly string[];
}

/** Of what the blueprint has for it, or in the feature's own words where it has nothing yet. */
export function wayOf(begins: Begins | undefined, feature: string): Way {
  if (begins === undefined)
    return {
      call: feature,
      checks: "checks the token and the access rule, and the input against its schema",
      answer: "what came of it",
      isRead: false,
      events: "",
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
      events: "",
      errors: [],
    };
  }
  const { operation, service } = begins;
  const isRead = operation.kind === "query";
  const events = isRead ? [] : service.events.map(({ name }) => name);
  return {
    call: `${isRead ? "GET" : "POST"} ${operation.path}`,
    checks: `checks who calls: ${accessWords(operation.rule)}; the input against its schema`,
    answer: "200, its output",
    isRead,
    events: events.length > 3 ? "events" : sayList(events, "or"),
    errors: Object.entries(operation.errors).map(([code, { status }]) => `${status} ${code}`),
  };
}
