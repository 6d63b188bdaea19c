import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type Measure, measures, parseQuantity } from "../quantity/index.js";

const page = readFileSync(new URL("../../../../../docs/reference/brief.md", import.meta.url), "utf8");
const rows = [...page.matchAll(/^\| (\w+) \| (`.*`) \|/gm)].map(
  ([, measure = "", examples = ""]) => [measure as Measure, examples.match(/`[^`]+`/g) ?? []] as const,
);

it("has every measure in its table of units", () => {
  expect(rows.map(([measure]) => measure).sort()).toEqual(Object.keys(measures).sort());
});

it.each(rows)("says of a %s what can be typed", (measure, examples) => {
  for (const example of examples)
    expect([example, parseQuantity(example.slice(1, -1), measure).outcome]).toEqual([example, "clear"]);
});
