import type { Actor, ConsumerModel, FieldModel, OriginalCause, ServiceModel } from "../blueprint/index.js";
import { failure } from "../errors.js";
import {
  changedFields,
  createRowReader,
  entityRowEncoder,
  formatPosition,
  tenantOfEntry,
} from "../log/index.js";
import type { Delivery } from "../postgres/consumers/index.js";
import type { Cause } from "../postgres/index.js";

/** What a consumer is told of an entry itself, without what it may do about it. */
export interface EntryContext {
  readonly id: string;
  readonly position: number;
  readonly key: string;
  readonly version: number;
  readonly at: string;
  readonly cause: OriginalCause | undefined;
  readonly tenant: string | undefined;
}

/** The rule of a consumer for an entry, and what that is given. */
export interface EntryRule {
  readonly rule: (context: object) => Promise<void>;
  readonly told: object;
}

/** Reads the entries of one log for one consumer: with the types of the blueprint, as the HTTP API would give them. */
export function entryRules(consumer: ConsumerModel, source: ServiceModel): (entry: Delivery) => EntryRule {
  const readers = new Map(
    source.entities.map((entity) => {
      const fields = entity.fields.filter(({ modifiers }) => !modifiers.private);
      return [
        entity.name,
        { read: createRowReader(), encode: entityRowEncoder(fields), names: namesOf(fields) },
      ];
    }),
  );
  const tenantOf = tenantOfEntry(source);
  return (entry) => {
    const { kind, subject, before, after } = entry;
    const rules = kind === "event" ? consumer.events : consumer.changes;
    const rule = Object.hasOwn(rules, subject) ? rules[subject] : undefined;
    const reader = readers.get(subject);
    if (!rule || (kind !== "event" && !reader))
      throw failure(
        "INTERNAL",
        `The consumer ${consumer.service}.${consumer.name} has no rule for ${kind} ${subject}.`,
      );
    const common = contextOf(entry, tenantOf(entry));
    if (!reader || kind === "event") {
      const data: unknown = JSON.parse(after ?? "null");
      return { rule: rule as EntryRule["rule"], told: { ...common, data } };
    }
    const row = (text: string | null): unknown => text && JSON.parse(reader.encode(reader.read(text, 0)));
    const changed = changedFields(entry).flatMap((column) => reader.names.get(column) ?? []);
    return {
      rule: rule as EntryRule["rule"],
      told: { ...common, kind, before: row(before), after: row(after), changed },
    };
  };
}

function namesOf(fields: readonly FieldModel[]): ReadonlyMap<string, string> {
  return new Map(
    fields.flatMap(({ name, column, formerColumns = [] }) =>
      [...formerColumns, column].map((one) => [one, name] as const),
    ),
  );
}

function contextOf(entry: Delivery, tenant: string | undefined): EntryContext {
  const { position, key, version, at } = entry;
  const cause = originalOf(entry);
  return {
    id: formatPosition(entry),
    position,
    key,
    version,
    at,
    cause: cause && { actor: cause.actor, requestId: cause.request },
    tenant,
  };
}

/**
 * Who caused what the handling of an entry changes: who caused the entry, with the same request and trace. Of an entry that came without a
 * request it is the consumer's service, and the request is the entry itself. It is done in the tenant of the entry.
 */
export function causeOfEntry(
  service: string,
  source: Pick<ServiceModel, "entities">,
): (entry: Delivery) => Cause {
  const tenantOf = tenantOfEntry(source);
  return (entry) => {
    const known = originalOf(entry);
    const who: Actor = known?.actor ?? { kind: "service", id: service, roles: [] };
    return {
      actor: Object.freeze({ ...who, tenant: tenantOf(entry) }),
      request: known?.request ?? formatPosition(entry),
      trace: known?.trace ?? entry.epoch.replaceAll("-", ""),
    };
  };
}

function originalOf({ cause }: Delivery): Cause | undefined {
  if (cause === null) return undefined;
  const { actor, request, trace } = JSON.parse(cause) as Partial<Cause>;
  if (!actor || typeof request !== "string" || typeof trace !== "string") return undefined;
  return { actor: { kind: actor.kind, id: actor.id, roles: [] }, request, trace };
}
