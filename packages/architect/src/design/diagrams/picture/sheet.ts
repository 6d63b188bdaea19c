import { setText } from "../writing/text-block.js";
import type { Picture, PlacedText, Point, Rectangle } from "./picture.js";
import { heightOf, placeTexts, type Shown } from "./place-texts.js";

/** Around everything. */
const EDGE = 20;
/** Above and below the title. */
const BELOW_TITLE = 16;
const NARROWEST = 360;

/** A picture on its sheet: with the title above, notes below, and an edge around. */
export function onSheet(picture: Picture, title: string, notes: readonly string[]): Picture {
  const inside = Math.max(picture.width, NARROWEST);
  const head: readonly Shown[] = [{ block: setText(title, { size: 17, bold: true }, inside) }];
  const foot: readonly Shown[] = notes.map((note) => ({
    block: setText(note, { size: 12 }, inside),
    muted: true,
    above: 6,
  }));
  const top = EDGE + heightOf(head) + BELOW_TITLE;
  const by = { x: EDGE + Math.round((inside - picture.width) / 2), y: top };
  const bottom = top + picture.height;
  const isNoted = foot.length > 0;
  return {
    ...shifted(picture, by),
    width: inside + 2 * EDGE,
    height: bottom + (isNoted ? heightOf(foot) + 8 : 0) + EDGE,
    texts: [
      ...placeTexts(head, EDGE, EDGE, "start"),
      ...placeTexts(foot, EDGE, bottom + 8, "start"),
      ...(picture.texts ?? []).map((text) => move(text, by)),
    ],
  };
}

/** A picture moved within its sheet. */
function shifted(picture: Picture, by: Point): Picture {
  const withTexts = <T extends Rectangle & { readonly texts: readonly PlacedText[] }>(one: T): T => ({
    ...move(one, by),
    texts: one.texts.map((text) => move(text, by)),
  });
  return {
    ...picture,
    frames: picture.frames.map(withTexts),
    boxes: picture.boxes.map((box) => ({
      ...withTexts(box),
      ...(box.rules && { rules: box.rules.map((y) => y + by.y) }),
      ...(box.cells && { cells: box.cells.map((cell) => move(cell, by)) }),
    })),
    labels: picture.labels.map(withTexts),
    lines: picture.lines.map((line) => ({ ...line, points: line.points.map((point) => move(point, by)) })),
  };
}

function move<T extends Point>(one: T, { x, y }: Point): T {
  return { ...one, x: one.x + x, y: one.y + y };
}
