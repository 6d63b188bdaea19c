/** Designs a project: reads its brief and blueprint, drafts, proposes and renders, and overwrites nothing of a person. */

export { type DesignRequest, designProject } from "./design-project.js";
export type { Designed, DraftOutcome } from "./designed.js";
export { documentFindings } from "./document-findings.js";
export { groundsWith } from "./grounds-with.js";
