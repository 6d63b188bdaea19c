export type { Allowed, Finding, Report, Unread } from "./finding.js";
export { guard } from "./guard.js";
export { rules } from "./rules.js";
