import type { EntityModel, FieldModel, Operation } from "../blueprint/index.js";
import { failure } from "../errors.js";
import { decide, denied } from "./access.js";
import type { PlanContext } from "./context.js";
import { foresee, valuesOfNewRow } from "./foresee.js";
import { newId } from "./new-id.js";
import { readId } from "./one.js";
import type { DeletePlan, InsertPlan, Predicate, RestorePlan, UpdatePlan, Value, Values } from "./plan.js";
import { both, isNull } from "./predicate.js";
import { liveRows, readableFields, selection } from "./readable.js";
import { withCallersTenant } from "./tenancy.js";
import { clientValues } from "./values.js";

/** What a conditional write (RFC 9110, section 13) holds the row to. */
export interface WriteCondition {
  /** The versions one of which the row must have. */
  readonly ifVersion?: readonly number[] | undefined;
  /** The versions none of which the row may have; `*` for any. */
  readonly unlessVersion?: readonly number[] | "*" | undefined;
}

/**
 * Plans a new row. `body` is parsed JSON. An id may be given and is made otherwise (UUIDv7). The answer holds what
 * the caller may read; only the id where that is nothing. Throws `TOKEN_MISSING`, `ACCESS_DENIED`, `FIELD_DENIED`
 * and `INPUT_INVALID`; of rows of a tenant, `TENANT_REQUIRED`.
 */
export function planCreate(context: PlanContext, entity: EntityModel, body: unknown): InsertPlan {
  const must = allowed(context, entity, "create");
  const given = clientValues(entity, "create", body, context.actor);
  const values = withCallersTenant(entity, given, context.actor);
  if (foresee(must, valuesOfNewRow(values)) === false) throw refused(context, entity, "create");
  return {
    kind: "insert",
    actor: context.actor,
    entity,
    rows: [withId(entity, values)],
    returning: answered(context, entity),
    must,
  };
}

/**
 * Plans a change. `patch` is a parsed JSON Merge Patch (RFC 7396) on the fields of the row: what is absent stays,
 * null empties. A list or JSON field is one value, replaced whole. Throws `ID_INVALID`, `TOKEN_MISSING`,
 * `ACCESS_DENIED`, `FIELD_DENIED` and `INPUT_INVALID`.
 */
export function planUpdate(
  context: PlanContext,
  entity: EntityModel,
  id: string,
  patch: unknown,
  condition: WriteCondition = {},
): UpdatePlan {
  const must = allowed(context, entity, "update");
  const visible = both(liveRows(entity), visibleRows(context, entity));
  const changes = clientValues(entity, "update", patch, context.actor);
  if (foresee(must, (field) => changes.get(field)) === false) throw refused(context, entity, "update");
  return {
    kind: "update",
    actor: context.actor,
    entity,
    id: readId(entity, id),
    changes,
    visible,
    must,
    ifVersion: condition.ifVersion,
    unlessVersion: condition.unlessVersion,
    returning: answered(context, entity),
  };
}

/** Plans a deletion, soft where the entity says so. Throws `ID_INVALID`, `TOKEN_MISSING` and `ACCESS_DENIED`. */
export function planDelete(
  context: PlanContext,
  entity: EntityModel,
  id: string,
  condition: WriteCondition = {},
): DeletePlan {
  const must = allowed(context, entity, "delete");
  const visible = both(liveRows(entity), visibleRows(context, entity));
  const { ifVersion, unlessVersion } = condition;
  return {
    kind: "delete",
    actor: context.actor,
    entity,
    id: readId(entity, id),
    visible,
    must,
    ifVersion,
    unlessVersion,
  };
}

/**
 * Plans the undoing of a soft deletion. Only deleted rows can be restored: any other is not found. Throws
 * `ID_INVALID`, `TOKEN_MISSING`, `ACCESS_DENIED`, and `METHOD_NOT_ALLOWED` where deletion is final.
 */
export function planRestore(context: PlanContext, entity: EntityModel, id: string): RestorePlan {
  const deletedAt = entity.softDelete ? entity.byName.get("deletedAt") : undefined;
  if (!deletedAt) {
    throw failure("METHOD_NOT_ALLOWED", `Received a restore of ${entity.table}; their deletion is final.`);
  }
  const must = allowed(context, entity, "restore");
  return {
    kind: "restore",
    actor: context.actor,
    entity,
    id: readId(entity, id),
    visible: both(isNull(deletedAt, false), visibleRows(context, entity)),
    must,
    returning: answered(context, entity),
  };
}

/** The values with an id among them: the one that is given, else a new UUIDv7 (RFC 9562). */
export function withId(entity: EntityModel, values: Values): Values {
  const id = entity.byName.get("id");
  if (!id || values.has(id)) return values;
  return new Map<FieldModel, Value>([[id, newId()], ...values]);
}

function allowed(context: PlanContext, entity: EntityModel, operation: Operation): Predicate {
  const must = decide(entity.access[operation], context.actor, entity);
  if (must.kind === "never") throw refused(context, entity, operation);
  return must;
}

function refused(context: PlanContext, entity: EntityModel, operation: Operation) {
  return denied(entity.access[operation], context.actor, `${operation} ${entity.table}`);
}

/** Rows that the caller may read, for a write of rows that must be seen to be changed. */
function visibleRows(context: PlanContext, entity: EntityModel): Predicate {
  return allowed(context, entity, "read");
}

/** What the caller may read of a row just written; its id alone where the caller may read no row. */
function answered(context: PlanContext, entity: EntityModel): readonly FieldModel[] {
  const rule = decide(entity.access.read, context.actor, entity);
  if (rule.kind !== "never") return readableFields(entity, context.actor);
  return selection(
    entity,
    entity.fields.filter((field) => field.name === "id"),
  );
}
