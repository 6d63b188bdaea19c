import type { ServiceModel, TenantReach } from "../blueprint/index.js";
import { type Bound, prepare } from "./compile/prepared.js";
import type { Parameter } from "./parameter.js";

/**
 * Which tenant's rows the statements of a transaction may have, as its settings say it: `lintel.tenant` is that of whoever it is for, and
 * `lintel.tenants` is `all` where the service's own role goes across them. Where nothing is said it has no row of any. Only
 * services with rows of tenants say it, so that others pay nothing.
 */
const tell = prepare(
  "tenant",
  "select set_config('lintel.tenant', $1, true), set_config('lintel.tenants', $2, true)",
);

/** The values of both settings. */
export function reachValues({ tenant = "", all }: TenantReach): readonly Parameter[] {
  return [tenant, all ? "all" : ""];
}

/** What goes ahead of the first statement of the service's own role. */
export function tellReach({ tenants }: Pick<ServiceModel, "tenants">, reach: TenantReach): readonly Bound[] {
  return tenants ? [{ prepared: tell, values: reachValues(reach) }] : [];
}

/** Settings of a connection that keeps the system itself going, and so has the rows of all tenants. */
export const acrossTenantsSession: { readonly [name: string]: string } = Object.freeze({
  "lintel.tenants": "all",
});
