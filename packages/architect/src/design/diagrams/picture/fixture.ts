import { textWidth } from "../writing/text-block.js";
import type { Line, Picture, PlacedText, Point, Rectangle } from "./picture.js";

/** For tests: what is wrong with a picture, a sentence each. None where it can be read. */
export function faultsOf(picture: Picture): readonly string[] {
  const { boxes, frames, labels, lines, texts = [] } = picture;
  const sheet = { x: 0, y: 0, width: picture.width, height: picture.height };
  const all = [...boxes, ...frames, ...labels];
  const heads = frames.flatMap((frame) => frame.texts.map(extentOf));
  return [
    ...all.filter((one) => !holds(sheet, one)).map((one) => `outside of the sheet: ${say(one)}`),
    ...texts.filter((one) => !holds(sheet, extentOf(one))).map(({ text }) => `outside of the sheet: ${text}`),
    ...all.flatMap((one) =>
      one.texts
        .filter((text) => !holds(one, extentOf(text)))
        .map(({ text }) => `not within its box: ${text}`),
    ),
    ...pairs(boxes)
      .filter(overlap)
      .map(([a, b]) => `boxes overlap: ${a.id} and ${b.id}`),
    ...pairs(frames)
      .filter(([a, b]) => overlap([a, b]) && !holds(a, b) && !holds(b, a))
      .map(([a, b]) => `frames overlap: ${a.id} and ${b.id}`),
    ...pairs(labels)
      .filter(overlap)
      .map(([a, b]) => `labels overlap: ${say(a)} and ${say(b)}`),
    ...labels.flatMap((label) =>
      boxes.filter((box) => overlap([label, box])).map((box) => `label on a box: ${say(label)} on ${box.id}`),
    ),
    ...heads.flatMap((head) =>
      [...boxes, ...labels]
        .filter((one) => overlap([head, one]))
        .map((one) => `on the title of a frame: ${say(one)}`),
    ),
    ...lines.flatMap((line) => [
      ...line.points
        .filter((point) => !holds(sheet, { ...point, width: 0, height: 0 }))
        .map(() => `line outside of the sheet: ${name(line)}`),
      ...(line.points.length < 2 ? [`no way: ${name(line)}`] : []),
      ...boxes
        .filter((box) => segments(line).some((segment) => crosses(segment, box)))
        .map((box) => `line through a box: ${name(line)} through ${box.id}`),
    ]),
  ];
}

/** Where a text may be drawn. */
function extentOf({ x, y, text, type, anchor }: PlacedText): Rectangle {
  const width = textWidth(text, type);
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return { x: left, y: y - type.size, width, height: type.size * 1.25 };
}

function holds(outer: Rectangle, inner: Rectangle): boolean {
  return (
    inner.x >= outer.x - 0.5 &&
    inner.y >= outer.y - 0.5 &&
    inner.x + inner.width <= outer.x + outer.width + 0.5 &&
    inner.y + inner.height <= outer.y + outer.height + 0.5
  );
}

function overlap([a, b]: readonly [Rectangle, Rectangle]): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Whether a line from right angle to right angle passes through the inside of a box. */
function crosses([a, b]: readonly [Point, Point], box: Rectangle): boolean {
  const inside = { x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2 };
  const span = {
    x: Math.min(a.x, b.x) - 0.01,
    y: Math.min(a.y, b.y) - 0.01,
    width: Math.abs(a.x - b.x) + 0.02,
    height: Math.abs(a.y - b.y) + 0.02,
  };
  return overlap([inside, span]);
}

function segments({ points }: Line): readonly (readonly [Point, Point])[] {
  return points.slice(1).flatMap((point, at) => {
    const before = points[at];
    return before ? [[before, point] as const] : [];
  });
}

function pairs<T>(all: readonly T[]): readonly (readonly [T, T])[] {
  return all.flatMap((one, at) => all.slice(at + 1).map((other) => [one, other] as const));
}

function say(one: { readonly id?: string; readonly texts: readonly PlacedText[] }): string {
  return one.id ?? one.texts.map(({ text }) => text).join(" ");
}

function name({ from, to }: Line): string {
  return `${from} -> ${to}`;
}
