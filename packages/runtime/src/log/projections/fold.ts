import type { StepData } from "../../blueprint/index.js";
import type { ProjectedValues, ProjectionRules } from "../../plan/index.js";

/** A row of a projection, as its functions make it. */
export interface ProjectedRow {
  readonly values: ProjectedValues;
  /** When the entry was written that made it, and the one that changed it last. */
  readonly createdAt: string;
  readonly updatedAt: string;
  /** The position of the latter. */
  readonly position: number;
}

/** A step with the id of the row that it is about. */
export interface PlacedStep extends StepData {
  readonly id: string;
}

/** Rows by id, those that changed among them: undefined is a row that is not there. */
export interface Rows {
  readonly known: Map<string, ProjectedRow | undefined>;
  readonly changed: Set<string>;
}

/** Steps with the ids of the rows that they are about. Throws `PROJECTION_INVALID` for a key that cannot be one. */
export function placeSteps(steps: readonly StepData[], rules: ProjectionRules): readonly PlacedStep[] {
  return steps.map((step) => ({ ...step, id: rules.idOf(step.key, step.tenant) }));
}

/**
 * Takes the steps of one entry over rows that are known, all of them or, where one throws, none. Pure but for `rows`.
 *
 * @throws `PROJECTION_INVALID` for a row that breaks a rule of its fields, and what a function throws
 */
export function foldSteps(
  rows: Rows,
  steps: readonly PlacedStep[],
  { at, position }: { readonly at: string; readonly position: number },
  rules: ProjectionRules,
): void {
  const made = new Map<string, ProjectedRow | undefined>();
  for (const { id, key, tenant, next } of steps) {
    const row = made.has(id) ? made.get(id) : rows.known.get(id);
    // A function that writes into what it was given changes a copy.
    const given = row && structuredClone(row.values);
    const values = next(given as never);
    made.set(
      id,
      values === undefined
        ? undefined
        : {
            values: rules.row(key, values, tenant),
            createdAt: row?.createdAt ?? at,
            updatedAt: at,
            position,
          },
    );
  }
  for (const [id, row] of made) {
    rows.known.set(id, row);
    rows.changed.add(id);
  }
}
