import type { Architecture } from "../../architecture.js";
import type { Decision } from "../../decisions/index.js";
import { referredIn } from "../../text/index.js";
import type { DocumentFile } from "../document.js";
import { entitiesOf } from "../entities.js";
import { workflowsOf } from "../workflows.js";

/** Where one requirement is met. */
export interface Met {
  /** Paths of documents that refer to it. */
  readonly documents: readonly string[];
  /** That it decided, by the reasons that were given. */
  readonly decisions: readonly Decision[];
  /** Names of services that keep or do what it asks for. */
  readonly services: readonly string[];
  /** Commands and queries: `orders.placeOrder`. */
  readonly operations: readonly string[];
}

/** Where each requirement is met, by its id; those that are met nowhere are left out. */
export function metOf(architecture: Architecture, files: readonly DocumentFile[]): ReadonlyMap<string, Met> {
  const documents = documentsByRequirement(files);
  const services = servicesByRequirement(architecture);
  const operations = operationsByRequirement(architecture);
  const decisions = grouped(
    architecture.decisions.flatMap((decision) =>
      decision.because.flatMap(({ from }) => from.map((id) => [id, decision] as const)),
    ),
  );
  const ids = new Set([documents, services, operations, decisions].flatMap((map) => [...map.keys()]));
  return new Map(
    [...ids].map((id) => [
      id,
      {
        documents: documents.get(id) ?? [],
        decisions: decisions.get(id) ?? [],
        services: services.get(id) ?? [],
        operations: operations.get(id) ?? [],
      },
    ]),
  );
}

/** Records of decisions are left out: they are named as decisions. */
function documentsByRequirement(files: readonly DocumentFile[]): ReadonlyMap<string, readonly string[]> {
  return grouped(
    files
      .filter(({ path }) => path.endsWith(".md") && !path.startsWith("decisions/"))
      .flatMap(({ path, text }) => referredIn(text).map((id) => [id.split("/")[0] ?? id, path] as const)),
  );
}

function servicesByRequirement(architecture: Architecture): ReadonlyMap<string, readonly string[]> {
  const offered = workflowsOf(architecture).flatMap(({ workflow, service }) =>
    service ? [[workflow.feature.id, service.name] as const] : [],
  );
  const kept = architecture.model.services.flatMap((service) =>
    entitiesOf(architecture, service).flatMap(({ need }) =>
      (need?.from ?? []).map((id) => [id, service.name] as const),
    ),
  );
  return grouped([...offered, ...kept]);
}

function operationsByRequirement(architecture: Architecture): ReadonlyMap<string, readonly string[]> {
  return grouped(
    workflowsOf(architecture).flatMap(({ workflow, begins }) =>
      begins?.by === "operation"
        ? [[workflow.feature.id, `${begins.service.name}.${begins.operation.name}`] as const]
        : [],
    ),
  );
}

/** Values by their keys, each once, in the order in which they came. */
function grouped<T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, Set<T>>();
  for (const [key, value] of pairs) found.set(key, (found.get(key) ?? new Set()).add(value));
  return new Map([...found].map(([key, values]) => [key, [...values]]));
}
