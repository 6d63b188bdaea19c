import type { SystemModel } from "../../blueprint/index.js";
import { endpointsOf } from "../endpoints.js";

/** The addresses beside the API. */
export const pages = ["/health/live", "/health/ready", "/openapi.json", "/docs", "/docs/errors"];

/** One concrete address of every path that the system has: `/v1/products/{id}` with the id that is given for it. */
export function addressesOf(
  model: SystemModel,
  ids: { readonly [path: string]: string },
): readonly { readonly path: string; readonly address: string; readonly methods: readonly string[] }[] {
  const methods = new Map<string, Set<string>>(
    pages.map((path) => [path, new Set(["GET", "HEAD", "OPTIONS"])]),
  );
  for (const { path, method } of endpointsOf(model)) {
    const known = methods.get(path) ?? new Set(["OPTIONS"]);
    known.add(method);
    if (method === "GET") known.add("HEAD");
    methods.set(path, known);
  }
  return [...methods].map(([path, taken]) => ({
    path,
    address: path.replace(
      "{id}",
      ids[path.split("/{id}")[0] ?? ""] ?? "00000000-0000-7000-8000-000000000000",
    ),
    methods: [...taken].sort(),
  }));
}
