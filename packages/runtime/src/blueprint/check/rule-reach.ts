import type { RuleData } from "../access.js";

/** Whether a rule lets everyone through, signed in or not. */
export function ruleAdmitsAll(rule: RuleData): boolean {
  if (rule.kind === "acrossTenants") return ruleAdmitsAll(rule.rule);
  if (rule.kind === "anyOf") return rule.rules.some(ruleAdmitsAll);
  if (rule.kind === "allOf") return rule.rules.length > 0 && rule.rules.every(ruleAdmitsAll);
  return rule.kind === "anyone";
}

/** Whether a rule lets everyone through, and no reason is given for it. */
export function ruleIsOpenWithoutReason(rule: RuleData): boolean {
  if (rule.kind === "acrossTenants") return ruleIsOpenWithoutReason(rule.rule);
  if (rule.kind === "anyOf") return rule.rules.some(ruleIsOpenWithoutReason);
  if (rule.kind === "allOf") return rule.rules.length > 0 && rule.rules.every(ruleIsOpenWithoutReason);
  return rule.kind === "anyone" && rule.reason === undefined;
}

/** Whether a rule asks who calls, which needs a token. */
export function ruleNeedsToken(rule: RuleData): boolean {
  if ("rules" in rule) return rule.rules.some(ruleNeedsToken);
  if (rule.kind === "acrossTenants") return ruleNeedsToken(rule.rule);
  return rule.kind === "tenant" || rule.kind === "signedIn" || rule.kind === "role" || rule.kind === "owner";
}
