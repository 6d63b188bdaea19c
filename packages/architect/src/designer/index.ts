/** Designs a project: reads its brief and blueprint, drafts, proposes and renders, and overwrites nothing of a person. */

export { type DesignRequest, designProject } from "./design-project.js";
export type { Designed, DraftOutcome } from "./designed.js";
export { type ReadDesign, readDesign } from "./read-design.js";
