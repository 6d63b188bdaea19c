import { describe, expect, it } from "vitest";
import { ToolError } from "../../../tool-error.js";
import { readWidths } from "./read-widths.js";
import { usualLengths } from "./usual-lengths.js";
import type { Widths } from "./widths.js";
import { wordsOf } from "./words.js";
import { writeWidths } from "./write-widths.js";

const widths: Widths = {
  tables: {
    "catalog.products": {
      rows: 10_000,
      columns: { name: { lengths: [3, 20, 60] }, 'odd "column": {}': { absent: 0.25 } },
      parts: { products_idx: 0.5 },
      words: {
        lengths: [2, 6, 12],
        classes: [
          [1, 160],
          [900, 4],
        ],
      },
    },
  },
};

describe("a file of measured widths", () => {
  it("reads back as it was written", () => {
    expect(readWidths(writeWidths(widths))).toEqual(widths);
    expect(writeWidths(readWidths(writeWidths(widths)))).toBe(writeWidths(widths));
  });

  const text = writeWidths(widths);
  it.each([
    ["lengths that shrink", "[3, 20, 60]", "[3, 60, 20]", /from the shortest to the longest/],
    ["a part above one", "absent: 0.25", "absent: 25", /absent/],
    ["a sample of nothing", "rows: 10000", "rows: 0", /rows/],
    ["what is not known", "rows: 10000", "rows: 10000\n    pards: 1", /pards/],
    ["broken YAML", "[3, 20, 60]", "[3, 20", /./],
  ])("refuses %s, with its line", (_, from, to, says) => {
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    expect(() => readWidths(changed)).toThrow(says);
    try {
      readWidths(changed);
    } catch (error) {
      const { code, where } = error as ToolError;
      expect(code).toBe("WIDTHS_INVALID");
      expect(Number(where?.split(":").at(-1))).toBeGreaterThan(4);
    }
    expect(() => readWidths(changed)).toThrow(ToolError);
  });

  it("refuses what is too long, and a file of nothing", () => {
    expect(() => readWidths("#".repeat(5_000_000))).toThrow(/more than 4 MiB/);
    expect(() => readWidths("")).toThrow(ToolError);
  });
});

describe("words", () => {
  it("grow with the rows by the part that a sample has once, and those found often in proportion", () => {
    const table = widths.tables["catalog.products"];
    const { classes } = wordsOf(100_000, table, []);
    const all = classes.reduce((sum, { words }) => sum + words, 0);
    expect(all).toBeCloseTo(164 * 10 ** (160 / 164), 0);
    expect(classes).toContainEqual({ words: 4, rows: 9_000 });
  });

  it("are none of texts that are empty, and never more than rows would have", () => {
    expect(wordsOf(1_000, undefined, []).classes).toEqual([]);
    for (const { rows } of wordsOf(1_000, undefined, [[100, 200, 300]]).classes)
      expect(rows).toBeLessThanOrEqual(1_000);
  });
});

describe("lengths where nobody has measured", () => {
  const lengths = (name: string, max?: number) =>
    usualLengths({ name, type: { kind: "text", ...(max !== undefined && { max }) } });

  it("follow the name of a field, and never pass its limit", () => {
    expect(lengths("body")[4]).toBe(3_000);
    expect(lengths("passwordHash")[4]).toBe(97);
    expect(Math.max(...lengths("description", 100))).toBeLessThanOrEqual(100);
    expect(lengths("anything")).toEqual(lengths("anything").toSorted((a, b) => a - b));
  });

  it("of an enumeration are those of its values", () => {
    expect(
      usualLengths({ name: "state", type: { kind: "enumeration", values: ["a", "open", "ü"] } }),
    ).toEqual([1, 2, 4]);
  });
});
