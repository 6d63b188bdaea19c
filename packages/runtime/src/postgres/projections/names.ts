import type { ServiceModel } from "../../blueprint/index.js";

/** The table of what is built of each projection. What its columns mean stands with `describeProjectionTable`. */
export const projectionTable = "log_projections";
/** The column of a projection's table that says which build a row belongs to. */
export const generationColumn = "lintel_generation";

export function hasProjections({ entities }: Pick<ServiceModel, "entities">): boolean {
  return entities.some(({ projection }) => projection !== undefined);
}
