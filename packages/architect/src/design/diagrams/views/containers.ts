import type { Architecture } from "../../architecture.js";
import type { Graph, GraphNode } from "../diagram.js";
import { otherSystems, systemEdges } from "./context.js";
import { decided, fromNote, isCutIntoServices } from "./decided.js";
import { INSIDE, serviceId } from "./ids.js";
import { people } from "./people.js";
import { serviceEdges } from "./service-edges.js";
import { stores } from "./stores.js";

/** C4, the second level: what runs, what keeps data, and who talks to whom. */
export function containersGraph(architecture: Architecture): Graph {
  const { needs, model } = architecture;
  const users = people(architecture);
  const kept = stores(architecture, INSIDE);
  const services = serviceNodes(architecture);
  const name = needs.name || model.name;
  return {
    title: `Containers of ${name}`,
    groups: services.length > 0 ? [{ id: INSIDE, title: `${name}: ${cutWords(architecture)}` }] : [],
    nodes: [...users, ...services, ...kept.nodes, ...otherSystems(needs.systems)],
    edges: [
      ...users.map(({ id }) => ({ from: id, to: INSIDE, text: wayIn(architecture) })),
      ...serviceEdges(architecture),
      ...kept.edges,
      ...needs.systems.flatMap((one, at) =>
        talkingTo(architecture, one.name).flatMap((inside) => systemEdges(one, inside, `system ${at}`)),
      ),
    ].filter(({ from, to }) => services.length > 0 || (from !== INSIDE && to !== INSIDE)),
    notes: [
      "Dashed: not waited for.",
      ...fromNote([
        ...[...needs.actors, ...needs.systems].flatMap(({ from }) => from),
        ...architecture.decisions
          .filter(({ id }) => id === "style")
          .flatMap(({ because }) => because.flatMap(({ from }) => from)),
      ]),
    ],
  };
}

function serviceNodes(architecture: Architecture): readonly GraphNode[] {
  const { model, cut } = architecture;
  const technology = isCutIntoServices(architecture) ? "Node.js" : "a module in Node.js";
  return model.services.map(({ name, description }) => {
    const text = description ?? cut.services.find((one) => one.name === name)?.does;
    return {
      id: serviceId(name),
      kind: "service",
      title: name,
      technology,
      group: INSIDE,
      ...(text !== undefined && { text }),
    };
  });
}

function cutWords(architecture: Architecture): string {
  switch (decided(architecture, "style")?.id) {
    case "services":
      return "each service a program of its own";
    case "serverless":
      return "functions that a platform runs";
    default:
      return "one program, with borders inside";
  }
}

function wayIn(architecture: Architecture): string {
  const live = decided(architecture, "live-updates")?.id === "feeds" ? ", live over WebSocket" : "";
  return `HTTPS, JSON${live}`;
}

/** Ids of the boxes that work with another system: of the services whose workflows do, or of the whole. */
function talkingTo({ cut, model }: Architecture, system: string): readonly string[] {
  const owners = cut.workflows.filter(({ systems }) => systems.includes(system)).map(({ owner }) => owner);
  const known = [...new Set(owners)].filter((owner) => model.services.some(({ name }) => name === owner));
  return known.length === 0 || known.length > 3 ? [INSIDE] : known.map(serviceId);
}
