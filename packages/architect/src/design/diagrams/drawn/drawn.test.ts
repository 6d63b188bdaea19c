import fc from "fast-check";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, launch } from "../../../browser/fixture.js";
import { keptInterviews, takenFrom } from "../../../cli/interview/fixture.js";
import { commerce } from "../../documents/scenario.js";
import { entityDiagrams, graphs, sequences } from "../fixture.js";
import { diagramsOf, renderEntities, renderGraph, renderSequence } from "../index.js";
import { designed } from "../views/fixture.js";
import { faultsInBrowser } from "./fixture.js";

const [shop = { name: "shop" }] = keptInterviews;

/** Without a Chromium the layout is held to the same by `layout.test.ts`, with the widths of the table alone. */
describe.skipIf(chromiumPath === undefined)("drawn by Chromium, nothing overlaps and no text is cut", () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launch();
    page = await browser.newPage();
  });
  afterAll(() => browser.close());

  test.each([5, 12, 30])("with %i services", async (services) => {
    const { brief } = (await takenFrom(shop)).interview;
    for (const { name, svg } of diagramsOf(designed(brief, services)))
      expect([name, await faultsInBrowser(page, svg)]).toEqual([name, []]);
  });

  test.each(keptInterviews)("of the interview $name", async (kept) => {
    const { brief } = (await takenFrom(kept)).interview;
    for (const { name, svg } of diagramsOf(designed(brief)))
      expect([name, await faultsInBrowser(page, svg)]).toEqual([name, []]);
  });

  test("of the shop", async () => {
    for (const { name, svg } of diagramsOf(await commerce()))
      expect([name, await faultsInBrowser(page, svg)]).toEqual([name, []]);
  });

  test("whatever the names are", async () => {
    const drawn = [
      ...fc.sample(graphs(8), { numRuns: 30, seed: 1 }).map(renderGraph),
      ...fc.sample(sequences, { numRuns: 30, seed: 2 }).map(renderSequence),
      ...fc.sample(entityDiagrams, { numRuns: 30, seed: 3 }).map(renderEntities),
    ];
    for (const { svg } of drawn) expect(await faultsInBrowser(page, svg)).toEqual([]);
  });

  test("what is wrong is seen", async () => {
    const text = '<text x="0" y="10">a long text</text>';
    const box = (id: string, x: number) =>
      `<g data-box="${id}"><rect x="${x}" y="0" width="30" height="30"/>${text}</g>`;
    const line = '<g data-from="a" data-to="b"><path class="line" d="M-5 15L300 15"/></g>';
    const svg = `<svg viewBox="0 0 100 100">${box("a", 0)}${box("b", 20)}${line}</svg>`;
    const kinds = new Set((await faultsInBrowser(page, svg)).map((fault) => fault.split(":")[0]));
    expect([...kinds].sort()).toEqual([
      "not within its box",
      "outside of the sheet",
      "overlap",
      "through a box",
    ]);
  });
});
