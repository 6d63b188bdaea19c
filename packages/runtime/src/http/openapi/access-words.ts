import type { EntityModel, RuleData } from "../../blueprint/index.js";
import type { OperationObject } from "./openapi-document.js";

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
    case "tenant":
      return `within the caller's tenant (${rule.field})`;
    case "acrossTenants":
      return accessWords(rule.rule);
    case "calledBy":
      return `the service ${rule.services.join(" or ")}`;
    case "when":
      return `anyone, where ${Object.entries(rule.filter)
        .map(([field, value]) => `${field} is ${JSON.stringify(value)}`)
        .join(" and ")}`;
    case "anyOf": {
      const some = rule.rules.filter(({ kind }) => kind !== "nobody").map(accessWords);
      return some.length === 0 ? "nobody" : some.join(", or ");
    }
    case "allOf":
      return rule.rules.map(accessWords).join(", and ");
  }
}

/**
 * Whether the rule could refuse somebody whose token is good, whatever the row. Who owns a row by an id has to have one; a
 * condition on the row hides it, and refuses nobody; of somebody without a tenant see {@link asksForTenant}.
 */
export function mayRefuse(rule: RuleData, entity?: EntityModel): boolean {
  switch (rule.kind) {
    case "anyone":
    case "signedIn":
    case "tenant":
    case "when":
      return false;
    case "owner":
      return entity?.byName.get(rule.field)?.type.kind !== "text";
    case "anyOf":
      return rule.rules.every((one) => mayRefuse(one, entity));
    case "allOf":
      return rule.rules.some((one) => mayRefuse(one, entity));
    default:
      return true;
  }
}

/** Whether the rule asks for a tenant, so that somebody of none may be refused for that. */
export function asksForTenant(rule: RuleData): boolean {
  return rule.kind === "tenant" || ("rules" in rule && rule.rules.some(asksForTenant));
}

/** The fields that decide which rows the rule is about. */
export function fieldsDeciding(rule: RuleData): readonly string[] {
  switch (rule.kind) {
    case "owner":
    case "tenant":
      return [rule.field];
    case "when":
      return Object.keys(rule.filter);
    case "anyOf":
    case "allOf":
      return rule.rules.flatMap(fieldsDeciding);
    default:
      return [];
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

/** The ways in: with a token, or also without one. */
export function securityOf(rule: RuleData): OperationObject["security"] {
  return needsNoToken(rule) ? [{}, { bearer: [] }] : [{ bearer: [] }];
}
