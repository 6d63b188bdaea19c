import type { RuleData } from "../../blueprint/index.js";

/** An access rule in words, for the one who reads the reference: "the role catalog-manager". */
export function accessWords(rule: RuleData): string {
  switch (rule.kind) {
    case "anyone":
      return "anyone";
    case "nobody":
      return "nobody";
    case "signedIn":
      return "whoever is signed in";
    case "role":
      return `the role ${rule.role}`;
    case "owner":
      return `whom ${rule.field} names`;
    case "calledBy":
      return `the service ${rule.services.join(" or ")}`;
    case "when":
      return `anyone, where ${Object.entries(rule.filter)
        .map(([field, value]) => `${field} is ${JSON.stringify(value)}`)
        .join(" and ")}`;
    case "anyOf":
      return rule.rules.map(accessWords).join(", or ");
    case "allOf":
      return rule.rules.map(accessWords).join(", and ");
  }
}

/**
 * Whether the rule could refuse somebody whose token is good. A condition on the row hides rows from whoever reads, and
 * refuses whoever writes.
 */
export function mayRefuse(rule: RuleData, act: "read" | "write" | "run"): boolean {
  switch (rule.kind) {
    case "anyone":
    case "signedIn":
      return false;
    case "when":
      return act !== "read";
    case "anyOf":
      return rule.rules.every((one) => mayRefuse(one, act));
    case "allOf":
      return rule.rules.some((one) => mayRefuse(one, act));
    default:
      return true;
  }
}

/** Whether the rule could let somebody in who has shown no token. */
export function needsNoToken(rule: RuleData): boolean {
  switch (rule.kind) {
    case "anyone":
    case "when":
      return true;
    case "anyOf":
      return rule.rules.some(needsNoToken);
    case "allOf":
      return rule.rules.every(needsNoToken);
    default:
      return false;
  }
}
