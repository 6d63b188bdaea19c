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
