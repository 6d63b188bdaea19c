import { type EntityModel, type FieldModel, noTenant, type TenantReach } from "../blueprint/index.js";
import type { InsertPlan, Predicate, UpdatePlan, Value, Values } from "./plan.js";
import { always, both } from "./predicate.js";
import { allFields, liveRows } from "./readable.js";
import { toUuid } from "./scalar.js";
import { withTenant } from "./tenancy.js";
import { commandValues } from "./values.js";
import { type WriteCondition, withId } from "./write.js";

/**
 * Plans new rows for a command of the service itself: private fields are fields, no access rule applies, whole
 * rows come back. Where rows have different fields, those that a row lacks take their default, else null. Rows of a
 * tenant are of the one that the command has. Throws `INPUT_INVALID`, and `TENANT_REQUIRED` where it has none and names
 * none; with several rows its pointers do not name which.
 */
export function planCommandInsert(
  entity: EntityModel,
  rows: readonly unknown[],
  reach: TenantReach = noTenant,
): Omit<InsertPlan, "actor"> {
  const read = rows.map((row) =>
    withTenant(entity, withId(entity, commandValues(entity, "create", row)), reach),
  );
  return {
    kind: "insert",
    entity,
    rows: alike(entity, read),
    returning: allFields(entity),
    must: always,
  };
}

/** Plans a change for a command of the service itself, on a row that is not deleted. Throws `INPUT_INVALID`. */
export function planCommandUpdate(
  entity: EntityModel,
  id: string,
  changes: unknown,
  condition: WriteCondition = {},
  within: Predicate = always,
): Omit<UpdatePlan, "actor"> {
  return {
    kind: "update",
    entity,
    id: toUuid(id) ?? id,
    changes: commandValues(entity, "update", changes),
    visible: both(within, liveRows(entity)),
    must: always,
    ifVersion: condition.ifVersion,
    returning: allFields(entity),
  };
}

function alike(entity: EntityModel, rows: readonly Values[]): readonly Values[] {
  const [first, ...others] = rows;
  if (!first || others.every((row) => haveSameFields(first, row))) return rows;
  const used = new Set<FieldModel>(rows.flatMap((row) => [...row.keys()]));
  const fields = entity.fields.filter((field) => used.has(field));
  return rows.map(
    (row) =>
      new Map<FieldModel, Value>(
        fields.map((field) => [field, row.has(field) ? (row.get(field) ?? null) : fallback(field)]),
      ),
  );
}

function haveSameFields(one: Values, other: Values): boolean {
  if (one.size !== other.size) return false;
  for (const field of one.keys()) if (!other.has(field)) return false;
  return true;
}

function fallback(field: FieldModel): Value {
  return field.modifiers.default ? (field.modifiers.default.value as Value) : null;
}
