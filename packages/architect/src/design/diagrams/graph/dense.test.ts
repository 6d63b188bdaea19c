import { describe, expect, test } from "vitest";
import type { Graph } from "../diagram.js";
import { faultsOf } from "../picture/fixture.js";
import { onSheet } from "../picture/sheet.js";
import { graphPicture } from "./graph-picture.js";
import { renderGraph } from "./render-graph.js";

/** Thirty services in one system, and so many calls between them that each makes `calls` of them. */
function services(calls: number): Graph {
  const names = Array.from({ length: 30 }, (_, at) => `service${at + 1}`);
  return {
    title: "Thirty services",
    groups: [{ id: "inside", title: "The system" }],
    nodes: [
      { id: "person", kind: "person", title: "Customer" },
      ...names.map((id) => ({ id, kind: "service" as const, title: id, group: "inside" })),
      { id: "database", kind: "database", title: "PostgreSQL" },
    ],
    edges: [
      { from: "person", to: "inside" },
      { from: "inside", to: "database" },
      ...names.flatMap((from, at) =>
        Array.from({ length: calls }, (_, call) => ({
          from,
          to: names[(at + 1 + call * 4) % 30] ?? from,
          text: "calls",
          later: call % 2 === 1,
        })),
      ),
    ],
  };
}

describe("thirty services with 200 calls between them", () => {
  test("are drawn once each, with their calls in a table instead of arrows that hide each other", () => {
    const graph = services(7);
    expect(graph.edges).toHaveLength(212);
    const picture = onSheet(graphPicture(graph), graph.title, []);
    expect(faultsOf(picture)).toEqual([]);
    expect(picture.lines.map(({ from, to }) => `${from} ${to}`)).toEqual([
      "person inside",
      "inside database",
    ]);
    const table = picture.boxes.find(({ cells }) => cells);
    expect(table?.cells).toHaveLength(210);
    expect(table?.cells?.filter(({ look }) => look === "hollow")).toHaveLength(90);
  });

  test("fit on a sheet, and keep every call in the language of Mermaid and in the words for it", () => {
    const { svg, mermaid, alt } = renderGraph(services(7));
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
    expect(Number(width)).toBeLessThan(2_500);
    expect(Number(height)).toBeLessThan(2_500);
    expect(mermaid.match(/-->|-\.->/g)).toHaveLength(212);
    expect(alt).toContain("and 172 more");
  });

  test("keep their arrows while there are few", () => {
    const picture = graphPicture({ ...services(1), edges: services(1).edges.slice(0, 20) });
    expect(picture.lines).toHaveLength(20);
    expect(picture.boxes.some(({ cells }) => cells)).toBe(false);
  });
});

test("what cannot be drawn is refused, with what is wrong", () => {
  const node = { id: "a", kind: "service", title: "A" } as const;
  const graph = { title: "", groups: [], nodes: [node], edges: [] };
  expect(() => renderGraph({ ...graph, nodes: [node, node] })).toThrow('Two boxes have the id "a".');
  expect(() => renderGraph({ ...graph, edges: [{ from: "a", to: "b" }] })).toThrow(
    'An arrow ends at "b", which there is not.',
  );
  expect(() => renderGraph({ ...graph, nodes: [{ ...node, group: "g" }] })).toThrow(
    '"a" stands in the group "g", which there is not.',
  );
});
