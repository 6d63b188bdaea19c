import type { RuleData } from "./access.js";
import type { Entity } from "./entity.js";
import type { FieldDefinition } from "./field.js";
import type { FieldModel } from "./model.js";
import type { ServiceData } from "./service.js";

/** Which rows of tenants the statements of a service may have: those of a tenant, or of all; nobody's where neither is said. */
export interface TenantReach {
  /** Of whom new rows are, unless they say it themselves. */
  readonly tenant?: string | undefined;
  readonly all?: true | undefined;
}

/** Nobody's rows. */
export const noTenant: TenantReach = Object.freeze({});

/** The rows of every tenant: for what keeps the system itself going, and for what says why. */
export const allTenants: TenantReach = Object.freeze({ all: true });

/** What is done on behalf of this tenant, or with a reason across all. */
export function reachOf(tenant: string | undefined, acrossTenants: string | undefined): TenantReach {
  if (acrossTenants !== undefined) return Object.freeze({ all: true, tenant });
  return tenant === undefined ? noTenant : Object.freeze({ tenant });
}

/** Whether a field says which tenant a row is of. */
export function saysTenant({ modifiers }: Pick<FieldDefinition, "modifiers">): boolean {
  return modifiers.tenant === true;
}

/** Whether rows of the entity are of a tenant. */
function isOfTenant({ shape }: Pick<Entity, "shape">): boolean {
  return Object.values(shape).some(({ definition }) => saysTenant(definition));
}

/** Whether some rows of the services are of tenants. */
export function haveTenants(services: readonly ServiceData[]): boolean {
  return services.some(
    ({ entities, projections }) =>
      Object.values(entities).some(isOfTenant) || projections.some(({ shape }) => isOfTenant({ shape })),
  );
}

/**
 * A rule of an entity, held to its tenant: whoever it lets in has rows of the caller's own tenant, save where the rule itself says that it
 * goes across. Within `allOf` another rule has no say in that, so that the wall stands unless every part of a way in leaves it.
 */
export function walled(rule: RuleData, tenant: FieldModel | undefined): RuleData {
  if (!tenant) return withoutCrossing(rule);
  if (rule.kind === "nobody") return rule;
  if (rule.kind === "acrossTenants") return withoutCrossing(rule.rule);
  if (rule.kind === "anyOf" && crosses(rule)) {
    return Object.freeze({
      kind: "anyOf",
      rules: Object.freeze(rule.rules.map((one) => walled(one, tenant))),
    });
  }
  const wall: RuleData = Object.freeze({ kind: "tenant", field: tenant.name });
  const within = withoutCrossing(rule);
  return Object.freeze({
    kind: "allOf",
    rules: Object.freeze(within.kind === "allOf" ? [wall, ...within.rules] : [wall, within]),
  });
}

/** The rule without a word of crossing, where there is no wall to cross. The same object where it has none. */
export function withoutCrossing(rule: RuleData): RuleData {
  if (rule.kind === "acrossTenants") return withoutCrossing(rule.rule);
  if (!crosses(rule) || !("rules" in rule)) return rule;
  return Object.freeze({ ...rule, rules: Object.freeze(rule.rules.map(withoutCrossing)) });
}

/** Whether the rule, or one within it, says that it goes across tenants. */
function crosses(rule: RuleData): boolean {
  return rule.kind === "acrossTenants" || ("rules" in rule && rule.rules.some(crosses));
}
