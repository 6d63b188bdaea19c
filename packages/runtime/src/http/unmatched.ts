import { failure } from "../errors.js";
import { acceptedBy } from "./accepted.js";
import type { Dispatch } from "./dispatch.js";
import type { Exchange } from "./exchange.js";
import type { HttpOptions } from "./options.js";
import type { Route } from "./route.js";
import { pathOf } from "./target.js";

/** What an address would take. */
export interface Place {
  /** In the order of the alphabet. */
  readonly methods: readonly string[];
  /** The headers that say which bodies it takes; names and values in turn. */
  readonly accepted: readonly string[];
}

/** Finds a path. A fixed one goes before one with an id in it; `*` stands for all of them (RFC 9110, 9.3.7). */
export type Directory = (path: string) => Place | undefined;

/** Collects paths such as `/v1/products/{id}` with their methods. GET brings HEAD along. */
export function createDirectory(
  entries: readonly (Pick<Route, "method" | "takes"> & { readonly path: string })[],
): Directory {
  const byPath = new Map<string, (typeof entries)[number][]>();
  for (const entry of entries) byPath.set(entry.path, [...(byPath.get(entry.path) ?? []), entry]);
  const places = new Map([...byPath].map(([path, found]) => [path, placeOf(found)]));
  const patterns = [...byPath].map(([path, found]) => ({ parts: path.split("/"), found }));
  places.set("*", { ...placeOf(entries), accepted: [] });
  return (path) => {
    const exact = places.get(path);
    if (exact) return exact;
    const parts = path.split("/");
    const fits = patterns.filter(
      (pattern) =>
        pattern.parts.length === parts.length &&
        pattern.parts.every((part, at) => part === parts[at] || (part.startsWith("{") && parts[at] !== "")),
    );
    return fits.length > 0 ? placeOf(fits.flatMap(({ found }) => found)) : undefined;
  };
}

function placeOf(entries: readonly Pick<Route, "method" | "takes">[]): Place {
  const methods = entries.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  return { methods: [...new Set([...methods, "OPTIONS"])].sort(), accepted: entries.flatMap(acceptedBy) };
}

/** Answers what no route is for: OPTIONS with `Allow`, another method with 405, another address with 404. */
export function answerUnmatched(
  exchange: Exchange,
  dispatch: Dispatch,
  directory: Directory,
  origins: HttpOptions["origins"],
  path = pathOf(exchange.request.url ?? ""),
): void {
  const place = directory(path);
  if (place === undefined) {
    dispatch.fail(exchange, failure("ROUTE_NOT_FOUND", `There is nothing at ${shown(path)}.`));
    return;
  }
  const allow = place.methods.join(", ");
  if (exchange.method !== "OPTIONS") {
    const detail = `${exchange.method} was received; ${allow} are taken.`;
    dispatch.fail(exchange, failure("METHOD_NOT_ALLOWED", detail, { headers: { Allow: allow } }));
    return;
  }
  const { origin, "access-control-request-method": asked } = exchange.request.headers;
  const crossOrigin = asked === undefined ? undefined : origins?.preflight(origin);
  dispatch.finish(exchange, { status: 204, headers: ["allow", allow, ...place.accepted], crossOrigin });
}

function shown(path: string): string {
  return path.length > 100 ? `${path.slice(0, 100)}...` : path;
}
