import { expect, test } from "vitest";
import { fills, ground, ink, muted, type Shade, stroke } from "./palette.js";

/** Relative luminance of a colour, WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const looks: readonly (keyof Shade)[] = ["light", "dark"];

test.each(looks)("every text can be read on every fill, %s: 4.5 to 1", (look) => {
  for (const fill of [ground, ...Object.values(fills).map((one) => one.fill)])
    for (const text of [ink, muted])
      expect(contrast(text[look], fill[look]), `${text[look]} on ${fill[look]}`).toBeGreaterThanOrEqual(4.5);
});

test.each(looks)("every line and border can be seen, %s: 3 to 1", (look) => {
  expect(contrast(stroke[look], ground[look])).toBeGreaterThanOrEqual(3);
  for (const { border, fill } of Object.values(fills)) {
    expect(contrast(border[look], fill[look]), border[look]).toBeGreaterThanOrEqual(3);
    expect(contrast(border[look], ground[look]), border[look]).toBeGreaterThanOrEqual(3);
  }
});
