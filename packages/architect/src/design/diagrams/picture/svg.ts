import { escapeXml } from "../../text/index.js";
import { lineHeight, textWidth } from "../writing/text-block.js";
import { headOf } from "./heads.js";
import type { Box, Frame, Label, Line, Picture, PlacedText, Point, Rectangle } from "./picture.js";
import { outlineOf } from "./shapes.js";
import { diagramClass, diagramStyle } from "./style.js";

/**
 * A picture as SVG that stands by itself: no script, nothing from elsewhere, no ids that could meet others on a page. Its boxes, labels and
 * lines bear `data-` attributes that say what they stand for.
 */
export function toSvg(picture: Picture, title: string, alt: string): string {
  const { width, height } = picture;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="${diagramClass}" role="img" aria-label="${escapeXml(`${title}. ${alt}`)}" ` +
      `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(alt)}</desc>`,
    `<style>\n${diagramStyle}\n</style>`,
    `<rect class="ground" width="${width}" height="${height}"/>`,
    ...picture.frames.map(frame),
    ...picture.lines.map(line),
    ...picture.boxes.map(box),
    ...picture.labels.map(label),
    ...picture.frames.map(frameTitle),
    ...(picture.texts ?? []).map(text),
    "</svg>",
    "",
  ].join("\n");
}

function frame({ id, texts: _, ...place }: Frame): string {
  return `<g data-frame="${escapeXml(id)}">${rectangle("frame", place, 10)}</g>`;
}

/** Above the lines that pass behind it. */
function frameTitle({ id, texts }: Frame): string {
  const grounds = texts.map((one) =>
    rectangle(
      "ground",
      {
        x: one.x - 3,
        y: one.y - Math.round(lineHeight(one.type) * 0.78),
        width: textWidth(one.text, one.type) + 6,
        height: lineHeight(one.type),
      },
      2,
    ),
  );
  return `<g data-title-of="${escapeXml(id)}">${grounds.join("")}${texts.map(text).join("")}</g>`;
}

function box(one: Box): string {
  const { id, texts, rules = [], cells = [] } = one;
  return (
    `<g data-box="${escapeXml(id)}">${outlineOf(one)}` +
    rules.map((y) => `<path class="rule" d="M${one.x} ${y}h${one.width}"/>`).join("") +
    cells.map((cell) => rectangle(cell.look === "full" ? "mark" : "open", cell, 2)).join("") +
    `${texts.map(text).join("")}</g>`
  );
}

function line({ from, to, points, look, start, end }: Line): string {
  return (
    `<g data-from="${escapeXml(from)}" data-to="${escapeXml(to)}">` +
    `<path class="line${look === "solid" ? "" : ` ${look}`}" d="${pathOf(points)}"/>` +
    headOf(start, points[0], points[1]) +
    headOf(end, points.at(-1), points.at(-2)) +
    "</g>"
  );
}

function label({ texts, ...place }: Label): string {
  return `<g data-label="">${rectangle("ground", place, 2)}${texts.map(text).join("")}</g>`;
}

function text({ x, y, text: words, type, anchor, muted }: PlacedText): string {
  const classes = [type.bold && "bold", muted && "muted"].filter(Boolean).join(" ");
  return (
    `<text x="${x}" y="${y}" font-size="${type.size}"${anchor === "start" ? "" : ` text-anchor="${anchor}"`}` +
    `${classes && ` class="${classes}"`}>${escapeXml(words)}</text>`
  );
}

function rectangle(of: string, { x, y, width, height }: Rectangle, radius: number): string {
  return `<rect class="${of}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`;
}

function pathOf(points: readonly Point[]): string {
  return points.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${x} ${y}`).join("");
}
