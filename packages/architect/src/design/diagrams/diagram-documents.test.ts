import { describe, expect, test } from "vitest";
import { keptInterviews, takenFrom } from "../../cli/interview/fixture.js";
import { commerce } from "../documents/scenario.js";
import { diagramDocuments, diagramsOf } from "./index.js";
import { designed } from "./views/fixture.js";

describe("the pictures of an architecture", () => {
  test("are context, containers, each workflow, all tables and those of each service, in two forms", async () => {
    const paths = diagramDocuments(await commerce()).map(({ path }) => path);
    expect(paths).toEqual([...new Set(paths)]);
    expect(paths.filter((path) => !path.includes("workflow-"))).toEqual(
      ["context", "containers", "entities", "users", "catalog", "orders", "purchasing", "delivery"].flatMap(
        (name, at) => {
          const file = at > 2 ? `entities-${name}` : name;
          return [`diagrams/${file}.svg`, `diagrams/${file}.mmd`];
        },
      ),
    );
    expect(paths).toContain("diagrams/workflow-place-order.svg");
    for (const path of paths) expect(path).toMatch(/^diagrams\/[a-z0-9-]+\.(svg|mmd)$/);
  });

  test("are the same bytes for the same architecture", async () => {
    expect(diagramDocuments(await commerce())).toEqual(diagramDocuments(await commerce()));
  });

  test("stand by themselves: no script, nothing from elsewhere, and words for whoever cannot see them", async () => {
    for (const { svg, alt, title } of diagramsOf(await commerce())) {
      expect(svg).not.toMatch(/<script|<image|<foreignObject|href=|url\(|@import|\son[a-z]+=/i);
      expect(svg.match(/https?:[^"\s<]*/g)).toEqual(["http://www.w3.org/2000/svg"]);
      expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="[^"]+/);
      expect(svg).toContain("<title>");
      expect(svg).toContain("<desc>");
      expect(svg).toContain("prefers-color-scheme:dark");
      expect(alt.length).toBeGreaterThan(20);
      expect(title).not.toBe("");
    }
  });

  test("of a workflow say who calls what, in which transaction, what is told and what happens when it fails", async () => {
    const diagrams = diagramsOf(await commerce());
    const order = diagrams.find(({ name }) => name === "workflow-place-order");
    expect(order?.alt).toContain("orders: POST /v1/orders/place-order");
    expect(order?.alt).toContain("orders to catalog: reserveStock, in the same transaction");
    expect(order?.alt).toContain("orders to PostgreSQL: writes rows, and orderPlaced into the log");
    expect(order?.alt).toContain("refuse it with status 409 and code OUT_OF_STOCK");
    expect(order?.alt).toContain("committed, all of it or nothing");
  });

  test("of the containers follow what was decided and what the blueprint says", async () => {
    const containers = diagramsOf(await commerce()).find(({ name }) => name === "containers");
    expect(containers?.alt).toContain("orders to catalog: calls");
    expect(containers?.alt).toContain("catalog to purchasing: stockRanLow");
    expect(containers?.alt).toContain("SQL over TLS");
  });

  test.each(keptInterviews)("can be drawn of the interview $name", async (kept) => {
    const { brief } = (await takenFrom(kept)).interview;
    const architecture = designed(brief);
    const names = diagramsOf(architecture).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith("workflow-"))).toHaveLength(
      architecture.cut.workflows.length,
    );
  });
});
