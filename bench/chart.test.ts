import { expect, it } from "vitest";
import { barChart } from "./chart.js";

const at = (median: number) => ({ median, lower: median - 0.1, upper: median + 0.1 });
const widths = (svg: string) =>
  [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));

it("draws bars as long as their medians, on one scale over all groups", () => {
  const svg = barChart("Ratios", [
    {
      title: "By id",
      bars: [
        { title: "A", value: at(1) },
        { title: "B", value: at(2) },
      ],
    },
    { title: "List", bars: [{ title: "A", value: at(4) }] },
  ]);
  const [one = 0, two = 0, four = 0] = widths(svg);
  expect(two / one).toBeCloseTo(2, 1);
  expect(four / one).toBeCloseTo(4, 1);
});

it("keeps what is no name out of the markup", () => {
  const svg = barChart('<a & "b">', [{ title: "<c>", bars: [{ title: "d&e", value: at(1) }] }]);
  expect(svg).toContain('aria-label="&lt;a &amp; &quot;b&quot;>"');
  expect(svg).not.toContain("<c>");
  expect(svg).toContain("d&amp;e");
});
