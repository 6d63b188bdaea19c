import type { EntityModel, FieldModel } from "../blueprint/index.js";
import { failure } from "../errors.js";
import { decide, denied } from "./access.js";
import type { PlanContext } from "./context.js";
import { nothingIncluded, planInclude } from "./include.js";
import { invalidParameter } from "./parameters.js";
import type { OnePlan, Predicate } from "./plan.js";
import { both } from "./predicate.js";
import { readOneQuery } from "./query-string.js";
import { liveRows, readableFields, selection } from "./readable.js";
import { toUuid } from "./scalar.js";
import { listed, received } from "./wording.js";

/**
 * Plans the reading of one row. `query` is the query string without its question mark: `fields` and `include`.
 * Throws `ID_INVALID`, `TOKEN_MISSING`, `ACCESS_DENIED`, `PARAMETER_INVALID` and `INCLUDE_TOO_DEEP`.
 */
export function planOne(context: PlanContext, entity: EntityModel, id: string, query = ""): OnePlan {
  const where = readableRows(context, entity);
  const found = readId(entity, id);
  if (query === "") {
    const select = readableFields(entity, context.actor);
    return { kind: "one", actor: context.actor, entity, id: found, select, where, include: nothingIncluded };
  }
  const written = readOneQuery(query);
  return {
    kind: "one",
    actor: context.actor,
    entity,
    id: found,
    select: selectedFields(context, entity, written.fields),
    where,
    include: planInclude(context, entity, written.include),
  };
}

/** Which rows this caller may read, deleted ones excluded. Throws `TOKEN_MISSING` or `ACCESS_DENIED` where none. */
export function readableRows(context: PlanContext, entity: EntityModel): Predicate {
  const rule = decide(entity.access.read, context.actor, entity);
  if (rule.kind === "never") throw denied(entity.access.read, context.actor, `read ${entity.table}`);
  return both(liveRows(entity), rule);
}

/** The fields asked for, `id` always among them; all that the caller may read where none are named. Throws `PARAMETER_INVALID`. */
export function selectedFields(
  context: PlanContext,
  entity: EntityModel,
  names: readonly string[] | undefined,
): readonly FieldModel[] {
  const readable = readableFields(entity, context.actor);
  if (!names) return readable;
  const chosen = new Set<FieldModel>();
  for (const name of ["id", ...names]) {
    const field = entity.byName.get(name);
    if (field && readable.includes(field)) {
      chosen.add(field);
      continue;
    }
    const known = listed(readable.map((field) => field.name));
    const message = `Received the field ${received(name)}; expected one of: ${known}.`;
    throw invalidParameter("fields", "field", message);
  }
  return selection(entity, [...chosen]);
}

/** The id in lower case. Throws `ID_INVALID` where it is not a UUID: no row can have it. */
export function readId(entity: EntityModel, id: string): string {
  const found = toUuid(id);
  if (found !== undefined) return found;
  throw failure("ID_INVALID", `Received the id ${received(id)} of ${entity.table}; expected a UUID.`);
}
