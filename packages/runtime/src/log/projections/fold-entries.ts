import type { EntityModel, StepData } from "../../blueprint/index.js";
import { projectionRules } from "../../plan/index.js";
import { foldSteps, type ProjectedRow, placeSteps, type Rows } from "./fold.js";
import type { Outcome } from "./projector.js";

/** An entry, and what it comes to. */
interface Asked {
  readonly at: string;
  readonly position: number;
  readonly outcome: Outcome;
}

/**
 * The rows of a projection, by id, after these entries and no others. Pure: what an engine builds is this, however it was interrupted.
 *
 * @throws `PROJECTION_INVALID`, and what a function throws
 */
export function foldEntries(
  entity: EntityModel,
  entries: Iterable<Asked>,
): ReadonlyMap<string, ProjectedRow> {
  const rules = projectionRules(entity);
  const rows: Rows = { known: new Map(), changed: new Set() };
  for (const { outcome, ...entry } of entries) {
    if (outcome === "empty") rows.known.clear();
    else if (outcome) foldSteps(rows, placeSteps(outcome as readonly StepData[], rules), entry, rules);
  }
  return new Map([...rows.known].flatMap(([id, row]) => (row ? [[id, row] as const] : [])));
}
