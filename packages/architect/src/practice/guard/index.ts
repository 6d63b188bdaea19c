export type { Allowed, Finding, Report, Unread } from "./finding.js";
export { guard } from "./guard.js";
export { type HookChange, installHooks, removeHooks } from "./hooks/install-hooks.js";
export { type PushFinding, type PushReport, verifyPush } from "./push/verify-push.js";
export { rules } from "./rules.js";
