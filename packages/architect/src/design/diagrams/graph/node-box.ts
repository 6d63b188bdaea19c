import type { GraphNode } from "../diagram.js";
import type { Size } from "../layered/layered-graph.js";
import { heightOf, type Shown, widthOfAll } from "../picture/place-texts.js";
import { LID } from "../picture/shapes.js";
import { setText } from "../writing/text-block.js";

const WIDEST = 210;
const ASIDE = 14;
const ABOVE = 12;

/** What stands in the box of a node, and how large that makes it. */
export interface NodeBox {
  readonly node: GraphNode;
  readonly texts: readonly Shown[];
  readonly size: Size;
  /** Where its text begins, from the top of the box. */
  readonly top: number;
}

const kinds: { readonly [kind in GraphNode["kind"]]: string } = {
  person: "User",
  system: "System",
  service: "Service",
  database: "Database",
  queue: "Queue",
  store: "Store",
  outside: "Other system",
};

/** The box of a node: title, in brackets what it is and what it is made with, and a sentence about it. It grows with its text. */
export function nodeBox(node: GraphNode): NodeBox {
  const what = [kinds[node.kind], node.technology].filter(Boolean).join(": ");
  const texts: readonly Shown[] = [
    { block: setText(node.title, { size: 14, bold: true }, WIDEST) },
    { block: setText(`[${what}]`, { size: 11 }, WIDEST), muted: true, above: 1 },
    { block: setText(node.text ?? "", { size: 12 }, WIDEST), above: 6 },
  ];
  const lids = node.kind === "database" || node.kind === "store" || node.kind === "queue" ? 2 * LID : 0;
  return {
    node,
    texts,
    top: ABOVE + lids,
    size: {
      width: Math.max(150, widthOfAll(texts) + 2 * ASIDE),
      height: heightOf(texts) + 2 * ABOVE + lids * 1.5,
    },
  };
}
