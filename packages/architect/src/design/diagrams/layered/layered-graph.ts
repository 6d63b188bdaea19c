import type { Point, Rectangle } from "../picture/picture.js";

/** What is to be laid out in layers, sizes in pixels. Ids of nodes and groups are unique together. */
export interface LayeredGraph {
  readonly nodes: readonly { readonly id: string; readonly size: Size; readonly group?: string }[];
  /** Borders around nodes; `title` is the room that stands at the top of it. None without a node in it. */
  readonly groups: readonly { readonly id: string; readonly title: Size }[];
  /** Between nodes or groups, never between a group and what lies in it. */
  readonly edges: readonly { readonly from: string; readonly to: string; readonly label?: Size }[];
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where everything stands, in whole pixels from the upper left corner. */
export interface Placed extends Size {
  readonly nodes: ReadonlyMap<string, Rectangle>;
  readonly groups: ReadonlyMap<string, Rectangle>;
  /** In the order of the graph's edges. */
  readonly edges: readonly PlacedEdge[];
}

export interface PlacedEdge {
  readonly points: readonly Point[];
  readonly label?: Point;
}
