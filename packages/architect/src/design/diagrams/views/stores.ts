import type { Architecture } from "../../architecture.js";
import { wordsOf } from "../../language/index.js";
import type { GraphEdge, GraphNode } from "../diagram.js";
import { decided, isCutIntoServices } from "./decided.js";
import { serviceId } from "./ids.js";

/** Services that have a box each for their database; with more of them, the databases share one. */
const MOST = 6;

/** What keeps or carries data beside the services, as it was decided, and who reaches it. */
export function stores(
  architecture: Architecture,
  inside: string,
): { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] } {
  const databases = databasesOf(architecture, inside);
  const beside = [
    besideOf(architecture, "broker", ["rabbitmq", "jetstream"], "queue", "Events that leave the log"),
    besideOf(
      architecture,
      "cache",
      ["shared", "edge"],
      "store",
      "What is read often, and may be a little old",
    ),
    besideOf(architecture, "search", ["engine"], "store", "Words of texts, rebuilt from the database"),
  ].flat();
  const identity = decided(architecture, "identity");
  const isElsewhere = identity?.id === "oidc" && !isNamed(architecture, ["identity", "token"]);
  const hooks = architecture.model.services.filter(({ webhooks }) => webhooks !== undefined);
  const isToldAlready = isNamed(architecture, ["webhook", "integrator"]);
  return {
    nodes: [
      ...databases.nodes,
      ...beside,
      ...(isElsewhere
        ? [{ id: "identity", kind: "outside" as const, title: "Identity provider", text: identity.title }]
        : []),
      ...(hooks.length > 0 && !isToldAlready
        ? [
            {
              id: "integrators",
              kind: "outside" as const,
              title: "Integrators",
              text: "Programs of others that are told of events",
            },
          ]
        : []),
    ],
    edges: [
      ...databases.edges,
      ...beside.map(({ id, kind }) => ({ from: inside, to: id, ...(kind === "queue" && { later: true }) })),
      ...(isElsewhere ? [{ from: inside, to: "identity", text: "fetches its keys, HTTPS" }] : []),
      ...(isToldAlready ? [] : hooks).map(({ name }) => ({
        from: serviceId(name),
        to: "integrators",
        text: "webhooks, signed",
        later: true,
      })),
    ],
  };
}

/** Whether the brief names another system that is this one. */
function isNamed({ needs }: Architecture, words: readonly string[]): boolean {
  const said = new Set(needs.systems.flatMap(({ name, purpose }) => wordsOf(`${name} ${purpose}`)));
  return words.some((word) => said.has(word));
}

function databasesOf(architecture: Architecture, inside: string) {
  const { model } = architecture;
  const replicas = decided(architecture, "replicas");
  const more = replicas && replicas.id !== "none" ? `. ${replicas.title}` : "";
  const label = "SQL over TLS";
  if (isCutIntoServices(architecture) && model.services.length <= MOST)
    return {
      nodes: model.services.map(({ name, entities }): GraphNode => {
        const count = `${entities.length} ${entities.length === 1 ? "table" : "tables"}`;
        return {
          id: `database ${name}`,
          kind: "database",
          title: `${name} database`,
          technology: "PostgreSQL",
          text: count + more,
        };
      }),
      edges: model.services.map(({ name }) => ({
        from: serviceId(name),
        to: `database ${name}`,
        text: label,
      })),
    };
  const each = isCutIntoServices(architecture)
    ? "A database for each service, which nobody else reaches"
    : "A schema and a role for each module, which no other may read";
  return {
    nodes: [{ id: "database", kind: "database" as const, title: "PostgreSQL", text: `${each}${more}` }],
    edges: [{ from: inside, to: "database", text: label }],
  };
}

function besideOf(
  architecture: Architecture,
  id: "broker" | "cache" | "search",
  options: readonly string[],
  kind: GraphNode["kind"],
  text: string,
): readonly GraphNode[] {
  const option = decided(architecture, id);
  return option && options.includes(option.id) ? [{ id, kind, title: option.title, text }] : [];
}
