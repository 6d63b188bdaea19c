import type { Route } from "./route.js";

/**
 * The header that says which bodies a route takes, its name and its value: `Accept-Post` (Linked Data Platform 1.0,
 * 7.1) or `Accept-Patch` (RFC 5789, 3.1). None for the other methods.
 */
export function acceptedBy({ method, takes = [] }: Pick<Route, "method" | "takes">): readonly string[] {
  switch (method) {
    case "POST":
      return Object.freeze(["accept-post", takes.join(", ")]);
    case "PATCH":
      return Object.freeze(["accept-patch", takes.join(", ")]);
    default:
      return none;
  }
}

const none: readonly string[] = Object.freeze([]);
