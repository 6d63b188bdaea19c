import type { KnownEntity } from "../known.js";
import type { FieldSketch } from "../sketch.js";

/** An entity that is being drafted. */
export interface Drafted {
  readonly known: KnownEntity;
  readonly fields: readonly FieldSketch[];
  /** The field that holds whose a row is. */
  readonly owner?: string;
}
