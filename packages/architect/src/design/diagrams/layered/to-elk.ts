import type { ElkEdge, ElkNode } from "./elk.js";
import type { LayeredGraph } from "./layered-graph.js";

/** Free room around boxes, in pixels. */
const MARGIN = 18;

/** Lines from which on a layout is taken that is found sooner, and a little less tidy. */
const MANY = 40;

const thorough = {
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.nodePlacement.favorStraightEdges": "true",
  "elk.layered.thoroughness": "5",
} as const;

const hasty = {
  "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
  "elk.layered.thoroughness": "2",
} as const;

/** Between two lines that end at one side of a box, in pixels. */
const PORT = 14;

const layered = {
  "elk.algorithm": "layered",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.randomSeed": "1",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.padding": "[top=0,left=0,bottom=0,right=0]",
  "elk.spacing.nodeNode": "28",
  "elk.spacing.edgeNode": "18",
  "elk.spacing.edgeEdge": "12",
  "elk.spacing.edgeLabel": "4",
  "elk.layered.spacing.nodeNodeBetweenLayers": "44",
  "elk.layered.spacing.edgeNodeBetweenLayers": "20",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "12",
  "elk.edgeLabels.placement": "CENTER",
  "elk.separateConnectedComponents": "false",
} as const;

/** A graph in the form of ELK: from left to right, with groups around their nodes. */
export function toElk(graph: LayeredGraph, direction: "RIGHT" | "DOWN"): ElkNode {
  const ends = endsOf(graph);
  const effort = graph.edges.length > MANY ? hasty : thorough;
  const nodesOf = (group: string | undefined) =>
    graph.nodes
      .filter((node) => node.group === group)
      .map(({ id, size }): ElkNode => {
        const height = Math.max(size.height, (1 + (ends.get(id) ?? 0)) * PORT);
        return { id, width: size.width, height };
      });
  const groups = graph.groups.map(({ id, title }): ElkNode => {
    const top = MARGIN + title.height;
    return {
      id,
      layoutOptions: {
        ...layered,
        ...effort,
        "elk.direction": direction,
        "elk.padding": `[top=${top + MARGIN},left=${MARGIN},bottom=${MARGIN},right=${MARGIN}]`,
        "elk.nodeSize.constraints": "[MINIMUM_SIZE]",
        "elk.nodeSize.minimum": `(${title.width + 2 * MARGIN},${top})`,
      },
      children: nodesOf(id),
    };
  });
  return {
    id: "",
    layoutOptions: { ...layered, ...effort, "elk.direction": direction },
    children: [...groups, ...nodesOf(undefined)],
    edges: [...graph.edges.map(toEdge), ...inColumns(graph)],
  };
}

/** How many lines end at the side of each node where most of them do. */
function endsOf({ edges }: LayeredGraph): ReadonlyMap<string, number> {
  const sides = new Map<string, { in: number; out: number }>();
  const count = (id: string, side: "in" | "out") => {
    const ends = sides.get(id) ?? { in: 0, out: 0 };
    ends[side] += 1;
    sides.set(id, ends);
  };
  for (const { from, to } of edges) {
    count(from, "out");
    count(to, "in");
  }
  return new Map([...sides].map(([id, ends]) => [id, Math.max(ends.in, ends.out)]));
}

function toEdge({ from, to, label }: LayeredGraph["edges"][number], at: number): ElkEdge {
  return {
    id: `edge ${at}`,
    sources: [from],
    targets: [to],
    ...(label && { labels: [{ text: "label", width: label.width, height: label.height }] }),
  };
}

/** Nodes that nothing is joined to would all stand in one layer: edges that are not drawn put them into rows and columns. */
function inColumns(graph: LayeredGraph): readonly ElkEdge[] {
  const joined = new Set(graph.edges.flatMap(({ from, to }) => [from, to]));
  return [undefined, ...graph.groups.map(({ id }) => id)].flatMap((group) => {
    const alone = graph.nodes.filter((node) => node.group === group && !joined.has(node.id));
    const rows = Math.ceil(Math.sqrt(alone.length * 1.2));
    return alone.slice(rows).flatMap(({ id }, at) => {
      const before = alone[at];
      return before ? [{ id: `order ${id}`, sources: [before.id], targets: [id] }] : [];
    });
  });
}
