import { failure } from "../errors.js";
import type { Dispatch } from "./dispatch.js";
import type { Exchange } from "./exchange.js";
import type { HttpOptions } from "./options.js";

/** The methods of each path, to say what an address would take. A fixed path goes before one with an id in it. */
export type Directory = (path: string) => readonly string[] | undefined;

/** Collects paths such as `/v1/products/{id}` with their methods. GET brings HEAD along. */
export function createDirectory(
  entries: readonly { readonly path: string; readonly method: string }[],
): Directory {
  const paths = new Map<string, { readonly parts: readonly string[]; readonly methods: Set<string> }>();
  for (const { path, method } of entries) {
    const entry = paths.get(path) ?? { parts: path.split("/"), methods: new Set(["OPTIONS"]) };
    entry.methods.add(method);
    if (method === "GET") entry.methods.add("HEAD");
    paths.set(path, entry);
  }
  const all = [...paths.values()];
  return (path) => {
    const exact = paths.get(path);
    if (exact) return [...exact.methods].sort();
    const parts = path.split("/");
    const found = all.filter(
      (entry) =>
        entry.parts.length === parts.length &&
        entry.parts.every((part, at) => part === parts[at] || (part === "{id}" && parts[at] !== "")),
    );
    return found.length > 0 ? [...new Set(found.flatMap(({ methods }) => [...methods]))].sort() : undefined;
  };
}

/** Answers what no route is for: OPTIONS with `Allow`, another method with 405, another address with 404. */
export function answerUnmatched(
  exchange: Exchange,
  dispatch: Dispatch,
  directory: Directory,
  origins: HttpOptions["origins"],
  path = (exchange.request.url ?? "").split("?", 1)[0] ?? "",
): void {
  const methods = directory(path);
  if (methods === undefined) {
    dispatch.fail(exchange, failure("ROUTE_NOT_FOUND", `There is nothing at ${shown(path)}.`));
    return;
  }
  const allow = methods.join(", ");
  if (exchange.method !== "OPTIONS") {
    const detail = `${exchange.method} was received; ${allow} are taken.`;
    dispatch.fail(exchange, failure("METHOD_NOT_ALLOWED", detail, { headers: { Allow: allow } }));
    return;
  }
  const { origin, "access-control-request-method": asked } = exchange.request.headers;
  const crossOrigin = asked === undefined ? undefined : origins?.preflight(origin);
  dispatch.finish(exchange, { status: 204, headers: ["allow", allow], crossOrigin });
}

function shown(path: string): string {
  return path.length > 100 ? `${path.slice(0, 100)}...` : path;
}
