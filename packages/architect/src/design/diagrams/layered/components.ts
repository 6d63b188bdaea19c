import type { LayeredGraph } from "./layered-graph.js";

/** A part of a graph that no edge and no group joins to another; `edges` are the positions of its edges in the whole. */
export interface Component {
  readonly graph: LayeredGraph;
  readonly edges: readonly number[];
}

/** The parts of a graph, in the order of their first nodes. */
export function componentsOf(graph: LayeredGraph): readonly Component[] {
  const heads = new Map<string, string>();
  const headOf = (id: string): string => {
    const head = heads.get(id);
    return head === undefined || head === id ? id : headOf(head);
  };
  const join = (one: string, other: string) => {
    heads.set(headOf(other), headOf(one));
  };
  for (const { id, group } of graph.nodes) if (group !== undefined) join(group, id);
  for (const { from, to } of graph.edges) join(from, to);

  const found = new Map<string, { nodes: string[]; edges: number[] }>();
  const partOf = (id: string) => {
    const head = headOf(id);
    const part = found.get(head) ?? { nodes: [], edges: [] };
    found.set(head, part);
    return part;
  };
  for (const { id } of graph.nodes) partOf(id).nodes.push(id);
  graph.edges.forEach(({ from }, at) => {
    partOf(from).edges.push(at);
  });
  return [...found.values()].map(({ nodes, edges }) => {
    const inside = new Set(nodes);
    const chosen = graph.nodes.filter(({ id }) => inside.has(id));
    const groups = new Set(chosen.map(({ group }) => group));
    return {
      edges,
      graph: {
        nodes: chosen,
        groups: graph.groups.filter(({ id }) => groups.has(id)),
        edges: edges.flatMap((at) => graph.edges[at] ?? []),
      },
    };
  });
}
