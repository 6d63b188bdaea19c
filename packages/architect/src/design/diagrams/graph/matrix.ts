import type { Graph, GraphEdge, GraphNode } from "../diagram.js";
import type { Box, Cell, PlacedText } from "../picture/picture.js";
import { placeTexts, widthOfAll } from "../picture/place-texts.js";
import { setText } from "../writing/text-block.js";

/** Arrows within one group that are drawn as arrows; more of them hide each other, and stand in a table. */
const MOST = 24;

/** Width and height of a column's cell, and of the mark in it. */
const CELL = 22;
const MARK = 12;
const LABEL = 220;
const ASIDE = 12;

/** A graph whose arrows can be followed, and those that stand in a table in their place. */
export interface Thinned {
  readonly graph: Graph;
  readonly inTable: readonly GraphEdge[];
}

/** Takes the arrows within groups out where there are too many to be followed. */
export function thinned(graph: Graph): Thinned {
  const groupOf = new Map(graph.nodes.map(({ id, group }) => [id, group]));
  const isInner = ({ from, to }: GraphEdge) =>
    groupOf.get(from) !== undefined && groupOf.get(from) === groupOf.get(to);
  const inTable = graph.edges.filter(isInner);
  if (inTable.length <= MOST) return { graph, inTable: [] };
  return { graph: { ...graph, edges: graph.edges.filter((edge) => !isInner(edge)) }, inTable };
}

/**
 * Who reaches whom as a table: a row and a column for each node that takes part, columns by number. A full mark is waited for, a hollow one is not, and a full one
 * stands where there are both. Its upper left corner is at 0, `y`.
 */
export function matrix(nodes: readonly GraphNode[], edges: readonly GraphEdge[], y: number): Box {
  const taking = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const rows = nodes.filter(({ id }) => taking.has(id));
  const column = new Map(rows.map(({ id }, at) => [id, at]));
  const labels = rows.map(({ title }, at) => [
    { block: setText(`${at + 1}  ${title}`, { size: 12 }, LABEL) },
  ]);
  const wide = Math.max(0, ...labels.map(widthOfAll)) + 2 * ASIDE;
  const width = Math.max(wide + rows.length * CELL + ASIDE, 300);
  const head = [
    { block: setText("Who reaches whom: a row its columns", { size: 13, bold: true }, width - 2 * ASIDE) },
    {
      block: setText("Full: waited for. Hollow: not waited for.", { size: 11 }, width - 2 * ASIDE),
      muted: true,
    },
  ];
  const texts: PlacedText[] = [...placeTexts(head, ASIDE, y + 8, "start")];
  const cells: Cell[] = [];
  const rules: number[] = [];
  const middle = (at: number) => wide + at * CELL + CELL / 2;
  let top = y + 8 + head.reduce((sum, { block }) => sum + block.height, 0) + 6;
  for (const at of rows.keys())
    texts.push(
      ...placeTexts([{ block: setText(`${at + 1}`, { size: 11 }, CELL), muted: true }], middle(at), top),
    );
  top += 20;
  rows.forEach(({ id }, at) => {
    const label = labels[at] ?? [];
    const height = Math.max(CELL, (label[0]?.block.height ?? 0) + 4);
    rules.push(top);
    texts.push(...placeTexts(label, ASIDE, top + 2, "start"));
    const reached = new Map<number, boolean>();
    for (const { from, to, later } of edges) {
      const position = column.get(to);
      if (from === id && position !== undefined)
        reached.set(position, (reached.get(position) ?? true) && later === true);
    }
    for (const [position, isLater] of reached)
      cells.push({
        x: middle(position) - MARK / 2,
        y: top + (CELL - MARK) / 2,
        width: MARK,
        height: MARK,
        look: isLater ? "hollow" : "full",
      });
    top += height;
  });
  return { id: "who reaches whom", kind: "entity", x: 0, y, width, height: top + 6 - y, texts, rules, cells };
}
