import type { LogEntry } from "../../postgres/log/index.js";
import { tenantOfCause } from "../tenant-of-entry.js";

/** The event by which a person asks for a test, and the one by which they ask for a message once more. */
const [test, replay] = ["webhookTestRequested", "webhookReplayRequested"];

/**
 * Whether an entry is something to send to an endpoint: an event that it has subscribed to, or one that is meant for it alone. An
 * endpoint of a tenant is sent what happens in that tenant, and nothing else.
 */
export function isFor(
  entry: LogEntry,
  endpoint: {
    readonly id: string;
    readonly events: ReadonlySet<string>;
    readonly tenant?: string | undefined;
  },
): boolean {
  const { kind, subject, key } = entry;
  if (kind !== "event") return false;
  if (subject === test || subject === replay) return key === endpoint.id;
  if (!endpoint.events.has(subject)) return false;
  return isOfTenant(entry, endpoint);
}

/** Whether an entry happened in the tenant of an endpoint, where endpoints are of tenants. */
export function isOfTenant(entry: LogEntry, { tenant }: { readonly tenant?: string | undefined }): boolean {
  return tenant === undefined || tenantOfCause(entry) === tenant;
}

/** Whether an entry is meant for one endpoint alone: the one whose id is its key. */
export function isForOne({ kind, subject }: LogEntry): boolean {
  return kind === "event" && (subject === test || subject === replay);
}

export function isReplay({ kind, subject }: LogEntry): boolean {
  return kind === "event" && subject === replay;
}

/** The endpoint whose row an entry changes; undefined of any other entry. */
export function endpointIn({ kind, subject, key }: LogEntry): string | undefined {
  return kind !== "event" && kind !== "truncate" && subject === "webhookEndpoint" ? key : undefined;
}
