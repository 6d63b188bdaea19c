import type { Actor, EntityModel, TenantReach } from "../blueprint/index.js";
import { failure } from "../errors.js";
import type { Predicate, Value, Values } from "./plan.js";
import { always, never } from "./predicate.js";
import { toUuid } from "./scalar.js";
import { invalidInput } from "./values.js";
import { received } from "./wording.js";

/** The rows of an entity that the service's own statements may have: of one that is of no tenant, all. */
export function reachable({ tenant: field }: EntityModel, reach: TenantReach): Predicate {
  if (!field || reach.all) return always;
  const value = toUuid(reach.tenant ?? "");
  return value === undefined ? never : Object.freeze({ kind: "compare", field, operator: "eq", value });
}

/** A client's new row with the tenant that the client is of. Throws `TENANT_REQUIRED` for a client of none. */
export function withCallersTenant(entity: EntityModel, values: Values, { tenant }: Actor): Values {
  const { tenant: field } = entity;
  if (!field) return values;
  const value = toUuid(tenant ?? "");
  if (value === undefined) throw tenantless(entity);
  return new Map([[field, value], ...values]);
}

/**
 * A command's new row with the tenant that the command has. One that goes across tenants may name another.
 *
 * @throws `TENANT_REQUIRED` where it has none and names none, `INPUT_INVALID` where it names one that it does not have
 */
export function withTenant(entity: EntityModel, values: Values, reach: TenantReach): Values {
  const { tenant: field } = entity;
  if (!field) return values;
  const own = toUuid(reach.tenant ?? "");
  const given = values.get(field);
  if (given === undefined && own === undefined) throw tenantless(entity);
  if (given !== undefined && given !== own && !reach.all) {
    const message = `Received another tenant than the caller's: ${received(given)}; leave it out.`;
    throw invalidInput([{ pointer: `/${field.name}`, rule: "tenant", message }]);
  }
  return new Map<typeof field, Value>([...values, [field, given ?? own ?? null]]);
}

function tenantless({ table }: EntityModel) {
  return failure("TENANT_REQUIRED", `Received no tenant; expected one for new rows of ${table}.`);
}
