import { anyone, entity, role, service, system, text } from "@lintel/runtime";
import { resolve } from "@lintel/runtime/tools";
import { beforeAll, describe, expect, it } from "vitest";
import { requirementsOf } from "../../../brief/index.js";
import { briefOf, shop, type Values } from "../../../brief/scenario.js";
import type { Architecture } from "../../architecture.js";
import { capacityOf, defaultPrices, demandOf, readPrices } from "../../capacity/index.js";
import { cutOf } from "../../cut/index.js";
import { decisionsOf } from "../../decisions/index.js";
import { needsOf } from "../../needs/index.js";
import { readMarkdown } from "../fixture.js";
import { capacityDocuments } from "./index.js";

const model = resolve(
  system("shop", {
    version: 1,
    services: [
      service("catalog", {
        entities: {
          product: entity(
            { name: text({ max: 200 }).unique() },
            { access: { read: anyone, write: role("clerk") } },
          ),
        },
      }),
    ],
  }),
);

function designed(values: Values, name = "shop", prices = defaultPrices): Architecture {
  const brief = { ...briefOf(values), name };
  const needs = needsOf(brief);
  const cut = cutOf(needs);
  const demand = demandOf(needs);
  const decisions = decisionsOf({ needs, cut, demand });
  return {
    brief,
    requirements: requirementsOf(brief),
    needs,
    cut,
    decisions,
    capacity: capacityOf({ needs, cut, decisions, model, prices: readPrices(prices) }),
    model,
  };
}

function filesOf(architecture: Architecture) {
  const files = new Map(capacityDocuments(architecture).map(({ path, text }) => [path, text]));
  const of = (path: string) => files.get(path) ?? "";
  return { markdown: of("capacity.md"), sheet: of("capacity.csv"), chart: of("capacity.svg") };
}

/** Rows of a table of RFC 4180. */
function cellsOf(sheet: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  for (const line of sheet.split("\r\n").slice(0, -1)) {
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)];
    rows.push(cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ""));
  }
  return rows;
}

describe("the plan of capacity as documents", () => {
  let files: ReturnType<typeof filesOf>;
  const architecture = designed(shop);
  beforeAll(() => {
    files = filesOf(architecture);
  });

  it("names the requirements that each figure of the load and each part comes from", () => {
    const { tables } = readMarkdown(files.markdown);
    const glance = tables[0]?.rows ?? [];
    expect(glance.find(([title]) => title === "Requests, at the peak of a day")).toEqual([
      "Requests, at the peak of a day",
      "400 a second",
      "",
      "[REQ-PERF-001]",
    ]);
    for (const cells of tables[1]?.rows ?? []) expect(cells.at(-1)).toMatch(/^\[REQ-/);
  });

  it("has a row for each table, each index, each part and each line of the costs", () => {
    const rows = cellsOf(files.sheet);
    const { capacity } = architecture;
    const count = (section: string) => rows.filter(([first]) => first === section).length;
    expect(count("index")).toBe(capacity.tables.flatMap(({ indexes }) => indexes).length);
    expect(count("part")).toBe(capacity.parts.length);
    expect(count("cost")).toBe(capacity.costs.lines.length + 2);
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([11]));
    for (const { part } of capacity.parts) {
      expect(files.markdown).toContain(part);
      expect(files.chart).toContain(part);
    }
  });

  it("says that prices are placeholders, and what is left of the budget or is too much", () => {
    expect(files.markdown).toContain("prices are placeholders");
    expect(files.markdown).toMatch(/of 1,500 EUR that the brief allows: [\d,.]+ EUR are left/);
    const dear = filesOf(designed(shop, "shop", defaultPrices.replace("instance: 20", "instance: 2000")));
    expect(dear.markdown).toMatch(/\*\*[\d,.]+ EUR too much\.\*\*/);
    const real = defaultPrices.replace("placeholder: true", "placeholder: false");
    expect(filesOf(designed(shop, "shop", real)).markdown).not.toContain("placeholders");
  });

  it("is marked provisional where the load is not known", () => {
    const { "performance.load": _, ...rest } = shop;
    const { markdown } = filesOf(designed(rest));
    expect(markdown).toContain("**Provisional**: nobody has answered `performance.load`.");
    expect(markdown).toContain("taken:");
    expect(files.markdown).not.toContain("Provisional");
  });

  it("draws a chart that stands by itself, in light and in dark", () => {
    expect(files.chart).toContain("prefers-color-scheme:dark");
    expect(files.chart).not.toMatch(/<script|href=|url\(|@import|@font-face/);
    expect(files.chart).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe("hostile names", () => {
  const hostile = [
    '=HYPERLINK("http://x")',
    "@SUM(A1)",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "a|b`c*d_e[f](g)",
    "\u202eevil",
    "ж".repeat(200),
  ];

  it.each(hostile)("%s means itself in a document, and nothing in a spreadsheet", (name) => {
    const prices = defaultPrices
      .replace("name: small", `name: ${JSON.stringify(name)}`)
      .replace("source: placeholder, to be edited", `source: ${JSON.stringify(name)}`);
    const { markdown, sheet, chart } = filesOf(designed(shop, name, prices));
    const read = readMarkdown(markdown);
    expect(read.tags.filter((tag) => !/^<\/?code>$/.test(tag))).toEqual([]);
    expect(read.targets.every((target) => /^capacity\.(csv|svg)$/.test(target))).toBe(true);
    for (const row of cellsOf(sheet))
      for (const one of row) expect(one).not.toMatch(/^\s*[=+@]|^\s*-(?!\d+(\.\d+)?$)/);
    expect(chart).not.toContain("<script");
    expect(sheet).not.toMatch(/[\u202a-\u202e]/);
  });
});
