/** Read models that are derived from a log by pure functions, rebuilt beside the live one. */
export { type Commits, createCommits } from "./commits.js";
export type { ProjectedRow } from "./fold.js";
export { foldEntries } from "./fold-entries.js";
export { isOneDatabase, type ProjectionsOptions, startProjections } from "./projections.js";
export { createProjector } from "./projector.js";
