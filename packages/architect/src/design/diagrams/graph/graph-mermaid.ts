import type { Graph, GraphNode } from "../diagram.js";
import { mermaidText, quoted } from "../writing/mermaid-text.js";

/**
 * A graph as a flowchart of Mermaid: nodes with ids of our own, groups as subgraphs, titles in quotation marks, `-->` for what is waited for and
 * `-.->` for what is not.
 */
export function graphMermaid(graph: Graph): string {
  const ids = new Map([
    ...graph.nodes.map(({ id }, at) => [id, `n${at}`] as const),
    ...graph.groups.map(({ id }, at) => [id, `g${at}`] as const),
  ]);
  const nodesOf = (group: string | undefined, indent: string) =>
    graph.nodes
      .filter((node) => node.group === group)
      .map((node) => `${indent}${nodeLine(node, ids.get(node.id) ?? "")}`);
  return [
    "---",
    `title: ${quoted(graph.title)}`,
    "---",
    "flowchart LR",
    ...nodesOf(undefined, "  "),
    ...graph.groups.flatMap(({ id, title }) => [
      `  subgraph ${ids.get(id)}[${quoted(title)}]`,
      ...nodesOf(id, "    "),
      "  end",
    ]),
    ...graph.edges.map(({ from, to, text, later, both }) => {
      const arrow = `${both ? "<" : ""}${later ? "-.->" : "-->"}`;
      return `  ${ids.get(from)} ${arrow}${text ? `|${quoted(text)}|` : ""} ${ids.get(to)}`;
    }),
    "",
  ].join("\n");
}

const brackets: { readonly [kind in GraphNode["kind"]]: readonly [string, string] } = {
  person: ["([", "])"],
  system: ["[", "]"],
  service: ["[", "]"],
  outside: ["[", "]"],
  database: ["[(", ")]"],
  queue: ["[(", ")]"],
  store: ["[(", ")]"],
};

function nodeLine({ kind, title, technology, text }: GraphNode, id: string): string {
  const [open, close] = brackets[kind];
  const lines = [title, technology && `[${technology}]`, text]
    .filter(Boolean)
    .map((line) => mermaidText(line ?? ""));
  return `${id}${open}"${lines.join("<br/>").trim() || " "}"${close}`;
}
