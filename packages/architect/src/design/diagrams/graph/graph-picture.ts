import type { Graph } from "../diagram.js";
import { layOut } from "../layered/lay-out.js";
import type { Picture, Point } from "../picture/picture.js";
import { heightOf, placeTexts, type Shown, widthOfAll } from "../picture/place-texts.js";
import { setText } from "../writing/text-block.js";
import { matrix, thinned } from "./matrix.js";
import { type NodeBox, nodeBox } from "./node-box.js";

const LABEL = 150;
const GROUP_TITLE = 420;
/** Around the text of a label. */
const ROOM = 3;

/** Places of a graph's nodes, groups, arrows and labels; with very many arrows within a group those stand in a table below. */
export function graphPicture(whole: Graph): Picture {
  const { graph, inTable } = thinned(whole);
  const picture = arrowsPicture(graph);
  if (inTable.length === 0) return picture;
  const table = matrix(graph.nodes, inTable, picture.height + 28);
  return {
    ...picture,
    boxes: [...picture.boxes, table],
    width: Math.max(picture.width, table.width),
    height: table.y + table.height,
  };
}

function arrowsPicture(graph: Graph): Picture {
  const boxes = alike(graph.nodes.map(nodeBox));
  const titles = new Map(
    graph.groups.map(({ id, title }) => [id, setText(title, { size: 13, bold: true }, GROUP_TITLE)]),
  );
  const labels = graph.edges.map(({ text }) => setText(text ?? "", { size: 11 }, LABEL));
  const placed = layOut({
    nodes: boxes.map(({ node, size }) => ({
      id: node.id,
      size,
      ...(node.group !== undefined && { group: node.group }),
    })),
    groups: [...titles].map(([id, title]) => ({ id, title })),
    edges: graph.edges.map(({ from, to }, at) => {
      const label = labels[at];
      return {
        from,
        to,
        ...(label &&
          label.lines.length > 0 && {
            label: { width: label.width + 2 * ROOM, height: label.height + 2 * ROOM },
          }),
      };
    }),
  });
  return {
    width: placed.width,
    height: placed.height,
    frames: [...placed.groups].map(([id, place]) => ({
      id,
      ...place,
      texts: placeTexts(shown(titles.get(id)), place.x + 16, place.y + 12, "start"),
    })),
    boxes: boxes.flatMap(({ node, texts, top, size }) => {
      const place = placed.nodes.get(node.id);
      if (!place) return [];
      const middle = Math.round(place.x + place.width / 2);
      return [
        {
          id: node.id,
          kind: node.kind,
          ...place,
          texts: placeTexts(texts, middle, place.y + top + (place.height - size.height) / 2),
        },
      ];
    }),
    lines: graph.edges.map(({ from, to, later, both }, at) => ({
      from,
      to,
      points: placed.edges[at]?.points ?? [],
      look: later ? "dashed" : "solid",
      ...(both && { start: "arrow" }),
      end: "arrow",
    })),
    labels: labels.flatMap((block, at) => {
      const place = placed.edges[at]?.label;
      return place ? [label([{ block }], place)] : [];
    }),
  };
}

/** All as wide as the widest: what differs in width seems to differ in weight. */
function alike(boxes: readonly NodeBox[]): readonly NodeBox[] {
  const width = Math.max(0, ...boxes.map(({ size }) => size.width));
  return boxes.map((box) => ({ ...box, size: { ...box.size, width } }));
}

function shown(block: Shown["block"] | undefined): readonly Shown[] {
  return block ? [{ block }] : [];
}

function label(texts: readonly Shown[], { x, y }: Point) {
  const width = widthOfAll(texts) + 2 * ROOM;
  return {
    x,
    y,
    width,
    height: heightOf(texts) + 2 * ROOM,
    texts: placeTexts(texts, Math.round(x + width / 2), y + ROOM),
  };
}
