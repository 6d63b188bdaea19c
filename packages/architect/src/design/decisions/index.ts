/** Each question that an architect settles, as a pure function of the needs. */
export type * from "./decision.js";
export { decisionIds } from "./decision-ids.js";
export { type DecisionsInput, decisionFor, decisionsOf } from "./decisions-of.js";
export { followersOf } from "./followers.js";
export { type Threshold, type ThresholdName, thresholds } from "./thresholds.js";
