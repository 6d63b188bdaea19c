import type { Known, KnownEntity } from "../known.js";
import type { FieldSketch } from "../sketch.js";

/** How far the words of an entity are read. */
export interface Reading {
  readonly known: Known;
  readonly entity: KnownEntity;
  readonly fields: readonly FieldSketch[];
  /** What was done last, for the "when" and "by whom" behind it. */
  readonly done?: string;
  /** That numbers of things are being listed: "how many are in the house, reserved and expected". */
  readonly counts?: true;
}

export type Found = Partial<Omit<Reading, "known" | "entity" | "fields">> & {
  readonly fields: readonly FieldSketch[];
  /** That `fields` are all that was read so far, in place of what was thought before. */
  readonly all?: true;
};
