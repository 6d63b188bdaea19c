import type { Point, Rectangle } from "../picture/picture.js";
import { componentsOf } from "./components.js";
import { type ElkNode, layOut as layOutByElk } from "./elk.js";
import type { LayeredGraph, Placed, PlacedEdge } from "./layered-graph.js";
import { toElk } from "./to-elk.js";

/** Between parts that nothing joins. */
const GAP = 36;

/** How much wider than high the whole should be. */
const ASPECT = 1.5;

/** Places for everything in a graph: nodes in layers, edges in right angles around them, parts that nothing joins beside each other. */
export function layOut(graph: LayeredGraph, direction: "RIGHT" | "DOWN" = "RIGHT"): Placed {
  const parts = componentsOf(graph).map((part) => ({
    ...part,
    placed: read(layOutByElk(toElk(part.graph, direction)), part.graph),
  }));
  const places = inRows(parts.map(({ placed }) => placed));
  const nodes = new Map<string, Rectangle>();
  const groups = new Map<string, Rectangle>();
  const edges: PlacedEdge[] = graph.edges.map(() => ({ points: [] }));
  parts.forEach(({ placed, edges: positions }, at) => {
    const by = places.at(at) ?? { x: 0, y: 0 };
    for (const [id, place] of placed.nodes) nodes.set(id, { ...place, ...moved(place, by) });
    for (const [id, place] of placed.groups) groups.set(id, { ...place, ...moved(place, by) });
    placed.edges.forEach(({ points, label }, index) => {
      const position = positions[index];
      if (position !== undefined)
        edges[position] = {
          points: points.map((point) => moved(point, by)),
          ...(label && { label: moved(label, by) }),
        };
    });
  });
  return { nodes, groups, edges, width: places.width, height: places.height };
}

function moved({ x, y }: Point, by: Point): Point {
  return { x: x + by.x, y: y + by.y };
}

/** What ELK found, in whole pixels: boxes grow to them, so that nothing inside loses room. */
function read(found: ElkNode, graph: LayeredGraph): Placed {
  const all = (found.children ?? []).flatMap((child) => [child, ...(child.children ?? [])]);
  const isGroup = new Set(graph.groups.map(({ id }) => id));
  const places = all.map((node) => [node.id, whole(node)] as const);
  const routed = new Map(found.edges?.map((edge) => [edge.id, edge]));
  return {
    width: Math.ceil(found.width ?? 0),
    height: Math.ceil(found.height ?? 0),
    nodes: new Map(places.filter(([id]) => !isGroup.has(id))),
    groups: new Map(places.filter(([id]) => isGroup.has(id))),
    edges: graph.edges.map((_, at) => {
      const edge = routed.get(`edge ${at}`);
      const label = edge?.labels?.[0];
      const points = (edge?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
        startPoint,
        ...bendPoints,
        endPoint,
      ]);
      return {
        points: points.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) })),
        ...(label && { label: { x: Math.round(label.x ?? 0), y: Math.round(label.y ?? 0) } }),
      };
    }),
  };
}

function whole({ x = 0, y = 0, width = 0, height = 0 }: ElkNode): Rectangle {
  const [left, top] = [Math.round(x), Math.round(y)];
  return { x: left, y: top, width: Math.round(x + width) - left, height: Math.round(y + height) - top };
}

/** Parts in rows, in their order, about as wide as suits a page. */
function inRows(parts: readonly { readonly width: number; readonly height: number }[]) {
  const area = parts.reduce((sum, { width, height }) => sum + (width + GAP) * (height + GAP), 0);
  const limit = Math.max(Math.sqrt(area * ASPECT), ...parts.map(({ width }) => width));
  const points: Point[] = [];
  let [x, y, row, width] = [0, 0, 0, 0];
  for (const part of parts) {
    if (x > 0 && x + part.width > limit) [x, y, row] = [0, y + row + GAP, 0];
    points.push({ x, y });
    width = Math.max(width, x + part.width);
    row = Math.max(row, part.height);
    x += part.width + GAP;
  }
  return { at: (index: number) => points[index], width, height: y + row };
}
