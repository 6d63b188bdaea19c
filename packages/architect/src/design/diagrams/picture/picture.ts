import type { GraphNode } from "../diagram.js";
import type { Type } from "../writing/text-block.js";

/** A diagram laid out: everything that is drawn, with its place. Pixels from the upper left corner, whole numbers. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** In the order in which they are painted. */
  readonly frames: readonly Frame[];
  readonly lines: readonly Line[];
  readonly boxes: readonly Box[];
  readonly labels: readonly Label[];
  /** What stands free: the title, and notes. */
  readonly texts?: readonly PlacedText[];
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One line of text. `y` is its baseline. */
export interface PlacedText extends Point {
  readonly text: string;
  readonly type: Type;
  readonly anchor: "start" | "middle" | "end";
  readonly muted?: boolean;
}

/** A border around boxes, with its title inside at the top. */
export interface Frame extends Rectangle {
  readonly id: string;
  readonly texts: readonly PlacedText[];
}

/** What stands for something: nothing but its own lines may touch it. */
export interface Box extends Rectangle {
  readonly id: string;
  readonly kind: GraphNode["kind"] | "note" | "entity";
  readonly texts: readonly PlacedText[];
  /** Heights, from the top of the picture, of lines across it. */
  readonly rules?: readonly number[];
  readonly cells?: readonly Cell[];
  /** Drawn as a rectangle whatever its kind: there is no room for another shape. */
  readonly isFlat?: boolean;
}

/** A mark within a box, of a matrix. */
export interface Cell extends Rectangle {
  readonly look: "full" | "hollow";
}

export interface Line {
  /** Ids of the box or frame at either end. */
  readonly from: string;
  readonly to: string;
  readonly points: readonly Point[];
  readonly look: "solid" | "dashed" | "faint";
  readonly start?: End;
  readonly end?: End;
}

/** How a line ends: of relations between tables how many there may be. */
export type End = "arrow" | "one" | "none-or-one" | "many";

/** Text that belongs to a line, on a ground of its own. */
export interface Label extends Rectangle {
  readonly texts: readonly PlacedText[];
}
