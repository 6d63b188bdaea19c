import type { EntityModel, EventModel, Projecting, ServiceModel, StepData } from "../../blueprint/index.js";
import { failure } from "../../errors.js";
import { allFields } from "../../plan/index.js";
import type { LogEntry } from "../../postgres/log/index.js";
import { entityRowEncoder } from "../entity-row.js";
import { createRowReader } from "../row-reader.js";
import { tenantOfEntry } from "../tenant-of-entry.js";

/** What an entry comes to for a projection: steps for its rows; everything there is goes; or nothing at all. */
export type Outcome = readonly StepData[] | "empty" | undefined;

/** Gives entries to the functions of a projection, in the form that they are written for. */
export interface Projector {
  /** Throws what the function throws. */
  stepsOf(entry: LogEntry): Outcome;
}

/** The projector of an entity that is a projection, of what the log of `source` has. */
export function createProjector(entity: EntityModel, source: ServiceModel): Projector {
  const { projection } = entity;
  if (!projection) throw failure("INTERNAL", `The entity ${entity.name} is no projection.`);
  const events = new Map(
    [...projection.events].flatMap(([name, call]) => {
      const event = source.events.find((one) => one.name === name);
      return event ? [[name, { call, read: eventReader(event) }] as const] : [];
    }),
  );
  const changes = new Map(
    [...projection.changes].flatMap(([name, call]) => {
      const feed = source.entities.find((one) => one.name === name);
      return feed ? [[name, { call, read: rowReader(feed) }] as const] : [];
    }),
  );
  const isOfOneFeed = events.size === 0 && changes.size === 1;
  const tenantOf = entity.tenant && tenantOfEntry(source);
  /** Rows of a tenant come of entries of that tenant; an entry of none concerns no row. */
  const placed = (entry: LogEntry, outcome: Outcome): Outcome => {
    if (!tenantOf || !outcome || outcome === "empty") return outcome;
    const tenant = tenantOf(entry);
    return tenant === undefined ? undefined : outcome.map((step) => ({ ...step, tenant }));
  };
  const outcomeOf = (entry: LogEntry): Outcome => {
    const { kind, subject, key, version, at } = entry;
    if (kind === "event") {
      const known = events.get(subject);
      return known && asked(known.call, { key, version, at, data: known.read(entry.after) });
    }
    const known = changes.get(subject);
    if (!known) return undefined;
    if (kind !== "truncate") {
      const [before, after] = [known.read(entry.before), known.read(entry.after)];
      return asked(known.call, { kind, key, version, at, before, after });
    }
    if (isOfOneFeed) return "empty";
    throw failure(
      "PROJECTION_INVALID",
      `${entity.service}.${entity.name}: Received a truncation of ${subject}, which does not tell the rows that went; expected them to be deleted.`,
    );
  };
  return { stepsOf: (entry) => placed(entry, outcomeOf(entry)) };
}

function asked(call: Projecting, entry: object): readonly StepData[] {
  return call(entry as never) ?? [];
}

/** The data of an event: what its shape has gained since the event was written is there, with its default or null. */
function eventReader({ shape }: EventModel): (text: string | null) => object {
  const fallbacks = Object.fromEntries(
    Object.entries(shape).map(([name, { definition }]) => [
      name,
      definition.modifiers.default?.value ?? null,
    ]),
  );
  return (text) => ({ ...fallbacks, ...(JSON.parse(text ?? "{}") as object) });
}

/** A row as the API gives it, and commands have it: without what is private. */
function rowReader(entity: EntityModel): (text: string | null) => object | undefined {
  const encode = entityRowEncoder(allFields(entity).filter(({ modifiers }) => !modifiers.private));
  const read = createRowReader();
  return (text) => (text === null ? undefined : (JSON.parse(encode(read(text, 0))) as object));
}
