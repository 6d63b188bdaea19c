import type { Spread } from "./statistics.js";

export interface Group {
  readonly title: string;
  readonly bars: readonly { readonly title: string; readonly value: Spread }[];
}

const width = 760;
const labels = 270;
const row = 20;
const gap = 44;

/**
 * Horizontal bars in groups as SVG: a bar to the median, a line over the middle half, and a dashed line at 1. All groups
 * have one scale.
 */
export function barChart(title: string, groups: readonly Group[]): string {
  const largest = Math.max(1, ...groups.flatMap(({ bars }) => bars.map(({ value }) => value.upper)));
  const x = (value: number) => labels + ((width - labels - 60) * value) / largest;
  let y = 36;
  const parts: string[] = [];
  for (const group of groups) {
    const top = y + 14;
    parts.push(`<text class="title" x="0" y="${y}">${escaped(group.title)}</text>`);
    for (const [at, { title, value }] of group.bars.entries()) {
      const middle = top + at * row + row / 2;
      parts.push(
        `<text x="${labels - 8}" y="${middle + 4}" text-anchor="end">${escaped(title)}</text>`,
        `<rect x="${labels}" y="${middle - 7}" width="${round(x(value.median) - labels)}" height="14"/>`,
        `<path class="spread" d="M${round(x(value.lower))} ${middle}H${round(x(value.upper))}"/>`,
        `<text x="${round(x(Math.max(value.median, value.upper)) + 6)}" y="${middle + 4}">${value.median.toFixed(2)}</text>`,
      );
    }
    const bottom = top + group.bars.length * row;
    parts.push(`<path class="one" d="M${round(x(1))} ${top - 4}V${bottom + 4}"/>`);
    y = bottom + gap - 8;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" role="img" aria-label="${escaped(title)}">
<style>text{font:12px system-ui,sans-serif;fill:#444}.title{font-weight:600}rect{fill:#4a7ebb}.spread{stroke:#1c3a5e;stroke-width:2}.one{stroke:#999;stroke-dasharray:3 3}
@media(prefers-color-scheme:dark){text{fill:#ccc}.spread{stroke:#cfe0f5}}</style>
<text x="0" y="14">${escaped(title)}</text>
${parts.join("\n")}
</svg>
`;
}

function round(value: number): string {
  return value.toFixed(1);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
