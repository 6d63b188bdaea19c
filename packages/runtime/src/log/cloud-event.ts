import { kebabCase } from "../blueprint/index.js";
import { type LogEntry, quoteJson } from "../postgres/log/index.js";
import { changedFields } from "./changed-fields.js";
import { formatPosition } from "./position.js";
import { tenantOfCause } from "./tenant-of-entry.js";

/** Whose log an entry is from. */
export interface EntrySource {
  readonly system: string;
  readonly service: string;
  readonly epoch: string;
}

const past: { readonly [kind: string]: string } = {
  insert: "created",
  update: "updated",
  delete: "deleted",
  truncate: "truncated",
};

/**
 * An entry as the text of a CloudEvent in JSON (CloudEvents 1.0.2, JSON event format): `type` is
 * `commerce.orders.order-placed.v1` of an event and `commerce.catalog.product-updated.v1` of a changed row, `source`
 * `/commerce/orders`, `id` the epoch and position, `subject` the key, `time` when it was written. Extension attributes
 * are `position`, `partitionkey` (the key; partitioning extension), `rowversion` of a row, and of who caused it, where that is known,
 * `actor` (`user:ada`, `service:orders`, `anonymous`), `requestid` and `traceid`; and `tenant`, that of who caused it, where there is one. `data` of a row is `{ before, after, changed }`, its
 * members the columns of the table. Numbers keep every digit.
 */
export function toCloudEvent(
  entry: LogEntry,
  { system, service, epoch }: EntrySource,
  tenant = tenantOfCause(entry),
): string {
  const { kind, subject, key, version, at } = entry;
  const isEvent = kind === "event";
  const name = isEvent ? kebabCase(subject) : `${kebabCase(subject)}-${past[kind] ?? kind}`;
  const cause = causeOf(entry);
  const data = isEvent
    ? (entry.after ?? "null")
    : `{"before":${entry.before ?? "null"},"after":${entry.after ?? "null"},"changed":${JSON.stringify(changedFields(entry))}}`;
  const attributes: readonly (readonly [string, string | undefined])[] = [
    ["specversion", '"1.0"'],
    ["id", quoteJson(formatPosition({ epoch, position: entry.position }))],
    ["source", quoteJson(`/${system}/${service}`)],
    ["type", quoteJson(`${system}.${service}.${name}.v${isEvent ? version : 1}`)],
    ["subject", key === "" ? undefined : quoteJson(key)],
    ["time", quoteJson(at)],
    ["datacontenttype", '"application/json"'],
    ["position", quoteJson(String(entry.position))],
    ["partitionkey", key === "" ? undefined : quoteJson(key)],
    ["rowversion", isEvent || kind === "truncate" ? undefined : String(version)],
    ["actor", known(cause.actor)],
    ["requestid", known(cause.request)],
    ["traceid", known(cause.trace)],
    ["tenant", known(tenant)],
    ["data", data],
  ];
  return `{${attributes.flatMap(([name, value]) => (value === undefined ? [] : [`"${name}":${value}`])).join(",")}}`;
}

/** CloudEvents knows no empty attributes. */
function known(text: string | undefined): string | undefined {
  return text ? quoteJson(text) : undefined;
}

/** Who caused an entry, as texts. See `postgres/log/cause.ts`. */
function causeOf({ cause }: LogEntry) {
  if (cause === null) return {};
  const { actor, request, trace } = JSON.parse(cause) as {
    readonly actor?: { readonly kind: string; readonly id: string };
    readonly request?: string;
    readonly trace?: string;
  };
  return { actor: actor && [actor.kind, actor.id].filter(Boolean).join(":"), request, trace };
}
