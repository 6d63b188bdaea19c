import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { formulas } from "./formulas.js";
import { measured } from "./measured.js";
import { defaultPrices } from "./prices/default-prices.js";

const root = fileURLToPath(new URL("../../../../../", import.meta.url));
const read = (path: string) => readFile(`${root}${path}`, "utf8");

let page: string;
beforeAll(async () => {
  page = await read("docs/reference/capacity.md");
});

/** The rows of the tables of the page, by their first cell. */
const rowsOf = (text: string) =>
  text
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim().replace(/^`|`$/g, "")),
    );

describe("docs/reference/capacity.md", () => {
  it("has every formula as the code has it, and no other", () => {
    const section = page.slice(page.indexOf("## Formulas"), page.indexOf("What a request costs"));
    expect(rowsOf(section).slice(1)).toEqual(
      formulas.map(({ id, title, formula, units, source }) => [id, title, formula, units, source]),
    );
    expect(new Set(formulas.map(({ id }) => id)).size).toBe(formulas.length);
  });

  it("has what was measured as the code has it", () => {
    for (const [kind, { title, server, database, statements, source }] of Object.entries(measured))
      expect(rowsOf(page)).toContainEqual([
        kind,
        title,
        String(server),
        String(database),
        String(statements),
        source,
      ]);
  });

  it("has every price of the file", () => {
    const section = page.slice(page.indexOf("## Prices"));
    expect(rowsOf(section).map(([name]) => name)).toEqual([
      "in the file",
      ...Object.keys(parse(defaultPrices) as object),
    ]);
  });
});

describe("what was measured", () => {
  it("is what the results say", async () => {
    const latest = await read("bench/results/latest.md");
    const lintel = (title: string) =>
      rowsOf(latest.slice(latest.indexOf(`## ${title}`))).find(([name]) => name === "Lintel, everything on");
    for (const [title, kind] of [
      ["List: filter, range, sort, 20 rows", "read"],
      ["Order of three lines", "command"],
    ] as const) {
      const row = lintel(title);
      // Seconds of 1,000 requests are milliseconds of one.
      expect([Number(row?.[4]), Number(row?.[5])]).toEqual([measured[kind].server, measured[kind].database]);
    }
    const log = rowsOf(await read("bench/results/log-write.md")).find(([name]) => name === "make one row");
    expect(log?.[2]).toBe(`${measured.row.server * 1_000} + ${measured.row.database * 1_000}`);
    const feeds = await read("bench/results/feeds.md");
    expect(feeds).toContain("| lintel | 1905 thousand |");
    expect(feeds).toContain("79395 a second");
    expect(feeds).toContain("10000 followers that wait: 323 MB resident");
  });
});
