import {
  type AnyService,
  type ProjectedChange,
  type ProjectedEvent,
  resolve,
  type StepData,
  system,
} from "../blueprint/index.js";
import { foldEntries } from "../log/index.js";

/** What happened, for a projection to be derived from: an event, or the change of a row as the API gives it. */
export interface GivenEntry {
  /** The name of the event, with its data. */
  readonly event?: string;
  readonly data?: object;
  /** The name of the entity whose row changed, with the row as it was and as it is. */
  readonly change?: string;
  readonly before?: object;
  readonly after?: object;
  /** The event's key; of a change the row's id, unless told. */
  readonly key?: string;
  /** Whose it is, where the rows of the projection are of tenants. */
  readonly tenant?: string;
  /** When it was written; entries are a second apart from the beginning of 2026 unless told. */
  readonly at?: string;
}

/**
 * The rows of a projection after these entries, by their keys: without a database, a clock or a server.
 *
 * @example
 * const rows = project(catalog, "nameUse", [{ change: "product", after: { name: "Nut" } }]);
 * expect(rows).toEqual([{ name: "Nut", products: 1 }]);
 * @throws `PROJECTION_INVALID`, and what its functions throw
 */
export function project(
  service: AnyService,
  name: string,
  entries: readonly GivenEntry[],
): readonly Record<string, unknown>[] {
  const model = resolve(system("project", { version: 1, services: [service] }));
  const entity = model.services[0]?.entities.find((one) => one.projection && one.name === name);
  if (!entity?.projection)
    throw new TypeError(`Received "${name}"; expected a projection of ${service.data.name}.`);
  const { events, changes, key } = entity.projection;
  const rows = foldEntries(
    entity,
    entries.map((entry, index) => {
      const at = entry.at ?? new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString().replace(".000Z", "Z");
      const call = entry.event === undefined ? changes.get(entry.change ?? "") : events.get(entry.event);
      const steps = call?.(asGiven(entry, at) as never) as readonly StepData[] | undefined;
      const { tenant } = entry;
      return { at, position: index + 1, outcome: steps?.map((step) => ({ ...step, tenant })) };
    }),
  );
  const inOrder = (one: { [field: string]: unknown }, other: { [field: string]: unknown }) =>
    String(one[key]).localeCompare(String(other[key]), "en", { numeric: true });
  return [...rows.values()].map(({ values }) => ({ ...values })).sort(inOrder);
}

/** The entry as the functions of a projection are given it. */
function asGiven(entry: GivenEntry, at: string): ProjectedEvent<never> | ProjectedChange<never> {
  const { before, after, data } = entry;
  const row = (after ?? before) as { readonly id?: string; readonly version?: number } | undefined;
  const common = { key: entry.key ?? row?.id ?? "", version: row?.version ?? 1, at };
  if (entry.event !== undefined) return { ...common, data: data as never };
  const kind = before === undefined ? "insert" : after === undefined ? "delete" : "update";
  return { ...common, kind, before, after } as never;
}
