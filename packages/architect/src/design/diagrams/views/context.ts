import type { Architecture } from "../../architecture.js";
import type { SystemNeed } from "../../needs/index.js";
import type { Graph, GraphEdge, GraphNode } from "../diagram.js";
import { fromNote } from "./decided.js";
import { people } from "./people.js";

/** C4, the first level: the system as one box, who uses it, and the other systems that it talks to. */
export function contextGraph(architecture: Architecture): Graph {
  const { needs, model } = architecture;
  const users = people(architecture);
  const features = needs.features.filter(({ priority }) => priority === "P0").map(({ name }) => name);
  const does = features.length > 4 ? [...features.slice(0, 4), `${features.length - 4} more`] : features;
  const system: GraphNode = {
    id: "system",
    kind: "system",
    title: needs.name || model.name,
    text: model.description ?? does.join(", "),
  };
  return {
    title: `Context of ${system.title}`,
    groups: [],
    nodes: [...users, system, ...otherSystems(needs.systems)],
    edges: [
      ...users.map(({ id }): GraphEdge => ({ from: id, to: "system", text: "uses" })),
      ...needs.systems.flatMap((one, at) => systemEdges(one, "system", `system ${at}`)),
    ],
    notes: fromNote([...needs.actors, ...needs.systems].flatMap(({ from }) => from)),
  };
}

/** A box for each of the other systems. */
export function otherSystems(systems: readonly SystemNeed[]): readonly GraphNode[] {
  return systems.map(({ name, purpose }, at) => ({
    id: `system ${at}`,
    kind: "outside",
    title: name,
    text: purpose,
  }));
}

/** Who begins to talk, with what shows who they are. */
export function systemEdges(
  { direction, authentication }: SystemNeed,
  inside: string,
  outside: string,
): readonly GraphEdge[] {
  const text = authentication.trim();
  const [from, to] = direction === "in" ? [outside, inside] : [inside, outside];
  return [
    { from, to, ...(text !== "" && { text: `by ${text}` }), ...(direction === "both" && { both: true }) },
  ];
}
