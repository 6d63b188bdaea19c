/** What a new draft proposes to files that people may have edited since the last. Pure. */
export type { Proposal, Proposed } from "./proposal.js";
export { proposalOf } from "./proposal-of.js";
export { unifiedDiff } from "./unified-diff.js";
