/** What is kept and how private it is, who may do what, what threatens it, and what rules of law ask for: as data, and as `security.md`. */
export { type AccessMatrix, accessMatrix } from "./access-matrix.js";
export { type Compliance, type Control, controlsOf } from "./controls-of.js";
export type { Flow } from "./flow.js";
export { flowsOf } from "./flows-of.js";
export { type Retention, retentionOf } from "./retention.js";
export { type Secret, secretsOf } from "./secrets.js";
export { securityDocument } from "./security-document.js";
export { type Standing, standingOf } from "./standing.js";
export { type Threat, threatsOf } from "./threats-of.js";
