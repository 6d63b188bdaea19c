import { lineHeight, type TextBlock } from "../writing/text-block.js";
import type { PlacedText } from "./picture.js";

/** A block with how it is shown. */
export interface Shown {
  readonly block: TextBlock;
  readonly muted?: boolean;
  /** Pixels left free above it. */
  readonly above?: number;
}

/** How high blocks are, one below the other. */
export function heightOf(blocks: readonly Shown[]): number {
  return blocks.reduce(
    (sum, { block, above = 0 }) => sum + (block.lines.length > 0 ? block.height + above : 0),
    0,
  );
}

/** How wide the widest of them is. */
export function widthOfAll(blocks: readonly Shown[]): number {
  return Math.max(0, ...blocks.map(({ block }) => block.width));
}

/** Blocks one below the other, from `y` downward, at `x`: the middle of the lines, or where they begin. */
export function placeTexts(
  blocks: readonly Shown[],
  x: number,
  y: number,
  anchor: PlacedText["anchor"] = "middle",
): readonly PlacedText[] {
  let top = y;
  return blocks.flatMap(({ block, muted, above = 0 }) => {
    if (block.lines.length === 0) return [];
    top += above;
    const { type } = block;
    return block.lines.map((text) => {
      const baseline = top + Math.round(lineHeight(type) * 0.78);
      top += lineHeight(type);
      return { text, x, y: baseline, type, anchor, ...(muted && { muted }) };
    });
  });
}
