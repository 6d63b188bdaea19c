import type { EntityModel, ServiceModel } from "../blueprint/index.js";
import type { LogEntry } from "../postgres/log/index.js";
import { loggedRow, loggedValue } from "./entity-row.js";

/** What of an entry tells of which tenant it is. */
export type TenantEntry = Pick<LogEntry, "kind" | "subject" | "before" | "after" | "cause">;

/**
 * The tenant of entries of a log: of the change of a row that is of a tenant, the row's; of anything else, that of whoever caused it. Undefined
 * where it is of none.
 */
export function tenantOfEntry({
  entities,
}: Pick<ServiceModel, "entities">): (entry: TenantEntry) => string | undefined {
  const fields = new Map(
    entities.flatMap(({ name, tenant }: EntityModel) => (tenant ? [[name, tenant] as const] : [])),
  );
  return (entry) => {
    const field = entry.kind === "event" ? undefined : fields.get(entry.subject);
    if (!field) return tenantOfCause(entry);
    const value: unknown = JSON.parse(loggedValue(loggedRow(entry.after ?? entry.before), field));
    return typeof value === "string" ? value : undefined;
  };
}

/** The tenant of whoever caused an entry. */
export function tenantOfCause({ cause }: Pick<LogEntry, "cause">): string | undefined {
  if (!cause?.includes('"tenant"')) return undefined;
  const { actor } = JSON.parse(cause) as { readonly actor?: { readonly tenant?: unknown } };
  return typeof actor?.tenant === "string" ? actor.tenant : undefined;
}
