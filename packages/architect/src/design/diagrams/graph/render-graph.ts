import type { Diagram, Graph } from "../diagram.js";
import { onSheet } from "../picture/sheet.js";
import { toSvg } from "../picture/svg.js";
import { checkGraph } from "./check-graph.js";
import { graphMermaid } from "./graph-mermaid.js";
import { graphPicture } from "./graph-picture.js";

/**
 * Boxes and arrows as a picture. What is said twice between two boxes is drawn once.
 *
 * @throws RangeError where two nodes or groups have one id, or an edge or a node names one that there is not
 */
export function renderGraph(graph: Graph): Diagram {
  checkGraph(graph);
  const alt = graphAlt(graph);
  return Object.freeze({
    svg: toSvg(onSheet(graphPicture(graph), graph.title, graph.notes ?? []), graph.title, alt),
    mermaid: graphMermaid(graph),
    alt,
  });
}

function graphAlt({ nodes, edges, groups }: Graph): string {
  const titles = new Map([...nodes, ...groups].map(({ id, title }) => [id, title]));
  const named = edges
    .slice(0, 40)
    .map(
      ({ from, to, text, both }) =>
        `${titles.get(from)} to ${titles.get(to)}${both ? " and back" : ""}${text ? `: ${text}` : ""}`,
    );
  const more = edges.length > 40 ? [`and ${edges.length - 40} more`] : [];
  return `Boxes: ${nodes.map(({ title }) => title).join(", ")}. Arrows: ${[...named, ...more].join("; ") || "none"}.`;
}
