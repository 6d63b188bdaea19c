import { createRequire } from "node:module";

/** A graph as ELK takes it, and gives it back with places. See the Eclipse Layout Kernel's "ELK JSON". */
export interface ElkNode {
  readonly id: string;
  readonly width?: number;
  readonly height?: number;
  readonly x?: number;
  readonly y?: number;
  readonly layoutOptions?: Options;
  readonly children?: readonly ElkNode[];
  readonly edges?: readonly ElkEdge[];
}

export interface ElkEdge {
  readonly id: string;
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  readonly labels?: readonly ElkLabel[];
  readonly sections?: readonly ElkSection[];
  readonly layoutOptions?: Options;
}

interface ElkLabel {
  readonly text: string;
  readonly width: number;
  readonly height: number;
  readonly x?: number;
  readonly y?: number;
}

interface ElkSection {
  readonly startPoint: { readonly x: number; readonly y: number };
  readonly bendPoints?: readonly { readonly x: number; readonly y: number }[];
  readonly endPoint: { readonly x: number; readonly y: number };
}

type Options = { readonly [option: string]: string };

/** The part of elkjs that does the work. It is made to answer by messages; the answer is there when `saveDispatch` returns. */
interface Kernel {
  onmessage: (message: { readonly data: Answer }) => void;
  readonly dispatcher: { saveDispatch(message: { readonly data: object }): void };
}

interface Answer {
  readonly id: number;
  readonly data?: ElkNode;
  readonly error?: unknown;
}

let kernel: Kernel | undefined;

/** Loaded when the first graph is laid out: it is large, and most commands draw nothing. */
function load(): Kernel {
  const require = createRequire(import.meta.url);
  const { Worker } = require("elkjs/lib/elk-worker.min.js") as {
    Worker: new () => Kernel;
  };
  const made = new Worker();
  made.onmessage = () => undefined;
  made.dispatcher.saveDispatch({ data: { id: 0, cmd: "register", algorithms: ["layered"] } });
  return made;
}

/** Graphs whose places are kept: the pictures of a few systems, which are drawn for documents, pages and answers. */
const most = 100;
const kept = new Map<string, ElkNode>();

/**
 * Places of all nodes, labels and bends, from the upper left corner of the whole; the same for the same graph.
 *
 * @throws Error where ELK cannot lay it out
 */
export function layOut(graph: ElkNode): ElkNode {
  const key = JSON.stringify(graph);
  const before = kept.get(key);
  if (before) return before;
  const placed = place(graph);
  if (kept.size >= most) kept.clear();
  kept.set(key, placed);
  return placed;
}

function place(graph: ElkNode): ElkNode {
  kernel ??= load();
  let answer: Answer | undefined;
  kernel.onmessage = ({ data }) => {
    answer = data;
  };
  const options = { "elk.json.shapeCoords": "ROOT", "elk.json.edgeCoords": "ROOT" };
  const data = { id: 1, cmd: "layout", graph, layoutOptions: options, options: {} };
  kernel.dispatcher.saveDispatch({ data });
  if (!answer?.data) throw new Error("ELK gave no layout.", { cause: answer?.error });
  return answer.data;
}
