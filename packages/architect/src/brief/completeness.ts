import type { Brief } from "./brief.js";

/** Something that stands between a brief and its confirmation. */
export interface Gap {
  readonly kind: "open" | "vague" | "unknown" | "criteria" | "metric" | "contradiction" | "count";
  /** `performance.latency`, or `refunds/feature.behaviour`. */
  readonly question: string;
  readonly says: string;
  /** What to type. */
  readonly next: string;
}

/** All that is missing; none where a person may confirm it. */
export function gapsOf(brief: Brief): readonly Gap[] {
  throw new TypeError(`Nothing looks for gaps in ${brief.name} yet.`);
}
