import type { End, Point } from "./picture.js";

/** What stands at an end of a line, at `tip`, which the line reaches from `back`. */
export function headOf(end: End | undefined, tip: Point | undefined, back: Point | undefined): string {
  if (!end || !tip || !back) return "";
  const along = direction(back, tip);
  /** So far back along the line, and so far aside. */
  const at = (by: number, aside: number) =>
    `${round(tip.x - along.x * by - along.y * aside)} ${round(tip.y - along.y * by + along.x * aside)}`;
  const bar = (by: number) => `<path class="line" d="M${at(by, 6)}L${at(by, -6)}"/>`;
  const ring = (by: number) => {
    const [x, y] = at(by, 0).split(" ");
    return `<circle class="open" cx="${x}" cy="${y}" r="4"/>`;
  };
  switch (end) {
    case "arrow":
      return `<path class="head" d="M${at(0, 0)}L${at(9, 4)}L${at(9, -4)}Z"/>`;
    case "one":
      return bar(6) + bar(10);
    case "none-or-one":
      return bar(6) + ring(12);
    case "many":
      return `<path class="line" d="M${at(0, 6)}L${at(10, 0)}L${at(0, -6)}"/>${ring(14)}`;
  }
}

function direction(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
