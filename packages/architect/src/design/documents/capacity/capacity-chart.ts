import type { Architecture } from "../../architecture.js";
import type { Saturation } from "../../capacity/index.js";
import { escapeXml } from "../../text/index.js";
import { sayFull } from "./amounts.js";

const width = 860;
const labels = 250;
const notes = 170;
const row = 34;
const top = 74;
/** Of a part that is overfull no more is drawn. */
const most = 1.25;

/**
 * `capacity.svg`: for each part a bar of what it has to bear in a year, and within it one of today, as a part of what it can bear; a line where
 * it is full. It stands by itself: no script, no font and no style from elsewhere; light and dark.
 */
export function capacityChart({ capacity }: Architecture): string {
  const height = top + capacity.parts.length * row + 34;
  const says = `${capacity.parts
    .map(
      (part) =>
        `${part.part}: ${percent(part.now / part.limit)} now, ${percent(part.inAYear / part.limit)} in a year`,
    )
    .join("; ")}.`;
  const bottom = height - 34;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title says">
<title id="title">What each part has to bear, as a part of what it can bear</title>
<desc id="says">${escapeXml(says)}</desc>
<style>
.sheet{fill:#fff}text{font:13px system-ui,sans-serif;fill:#1d2430}.quiet{fill:#5a6472}.title{font-weight:600;font-size:15px}.year{fill:#a9c4e4}.now{fill:#2f6db3}.over{fill:#c2410c}.axis{stroke:#d4d9e0}.full{stroke:#c2410c;stroke-width:2}
@media (prefers-color-scheme:dark){.sheet{fill:#14181f}text{fill:#e6eaf0}.quiet{fill:#9aa5b4}.year{fill:#35557c}.now{fill:#6ea8e8}.over{fill:#fb923c}.axis{stroke:#303845}.full{stroke:#fb923c}}
</style>
<rect class="sheet" width="${width}" height="${height}"/>
<text class="title" x="16" y="26">What each part has to bear, as a part of what it can bear</text>
<rect class="now" x="16" y="39" width="12" height="12"/><text x="34" y="50">now</text>
<rect class="year" x="80" y="39" width="12" height="12"/><text x="98" y="50">in a year</text>
<rect class="over" x="172" y="39" width="12" height="12"/><text x="190" y="50">more than it can bear</text>
${[0, 0.25, 0.5, 0.75]
  .map(
    (part) =>
      `<path class="axis" d="M${at(part)} ${top - 8}V${bottom}"/><text class="quiet" x="${at(part)}" y="${bottom + 18}" text-anchor="middle">${percent(part)}</text>`,
  )
  .join("\n")}
${capacity.parts.map((part, index) => bar(part, top + index * row)).join("\n")}
<path class="full" d="M${at(1)} ${top - 8}V${bottom}"/><text x="${at(1)}" y="${bottom + 18}" text-anchor="middle">full</text>
</svg>
`;
}

function bar({ part, now, inAYear, limit, months }: Saturation, y: number): string {
  const year = at(Math.min(most, inAYear / limit));
  const today = at(Math.min(most, now / limit));
  const isOver = Math.max(now, inAYear) > limit;
  const end = width - notes + 12;
  return [
    `<text x="${labels - 10}" y="${y + 16}" text-anchor="end">${escapeXml(part)}</text>`,
    `<rect class="${isOver ? "over" : "year"}" x="${labels}" y="${y + 3}" width="${shown(year - labels)}" height="18"/>`,
    `<rect class="now" x="${labels}" y="${y + 7}" width="${shown(today - labels)}" height="10"/>`,
    `<text class="quiet" x="${end}" y="${y + 16}">${escapeXml(months === 0 ? "full now" : months === undefined ? "not in ten years" : `full ${sayFull(months)}`)}</text>`,
  ].join("\n");
}

/** Where a part of a limit lies. */
function at(part: number): number {
  return Math.round((labels + ((width - labels - notes) * part) / most) * 10) / 10;
}

/** A bar of nothing is nothing; any other can be seen. */
function shown(length: number): number {
  return length <= 0 ? 0 : Math.max(1, Math.round(length * 10) / 10);
}

function percent(part: number): string {
  return `${Math.round(part * 100)} %`;
}
