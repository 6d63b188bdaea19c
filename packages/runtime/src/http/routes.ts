import { runCommand } from "./command-route.js";
import type { HttpOptions } from "./options.js";
import { readList, readOne, runQuery } from "./read-routes.js";
import type { Endpoint, Route } from "./route.js";
import { create, remove, restore, update } from "./write-routes.js";

const json = ["application/json"];
const patch = ["application/merge-patch+json", "application/json"];

/** What answers at an endpoint. */
export function routeOf(options: HttpOptions, endpoint: Endpoint): Route {
  const { method, path } = endpoint;
  switch (endpoint.kind) {
    case "list":
      return { method, path, answer: readList(options, endpoint.entity) };
    case "read":
      return { method, path, answer: readOne(options, endpoint.entity) };
    case "create":
      return { method, path, takes: json, answer: create(options, endpoint.entity) };
    case "update":
      return { method, path, takes: patch, answer: update(options, endpoint.entity) };
    case "delete":
      return { method, path, takes: json, answer: remove(options, endpoint.entity) };
    case "restore":
      return { method, path, takes: json, answer: restore(options, endpoint.entity) };
    case "command":
      return { method, path, takes: json, answer: runCommand(options, endpoint.operation) };
    case "query":
      return { method, path, answer: runQuery(options, endpoint.operation) };
  }
}
