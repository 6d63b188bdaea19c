import type { EntityModel, FieldModel } from "../blueprint/index.js";
import type { InsertPlan, UpdatePlan, Value, Values } from "./plan.js";
import { always } from "./predicate.js";
import { allFields, liveRows } from "./readable.js";
import { toUuid } from "./scalar.js";
import { commandValues } from "./values.js";
import { type WriteCondition, withId } from "./write.js";

/**
 * Plans new rows for a command of the service itself: private fields are fields, no access rule applies, whole
 * rows come back. Where rows have different fields, those that a row lacks take their default, else null. Throws
 * `INPUT_INVALID`; with several rows its pointers do not name which.
 */
export function planCommandInsert(entity: EntityModel, rows: readonly unknown[]): Omit<InsertPlan, "actor"> {
  const read = rows.map((row) => withId(entity, commandValues(entity, "create", row)));
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
): Omit<UpdatePlan, "actor"> {
  return {
    kind: "update",
    entity,
    id: toUuid(id) ?? id,
    changes: commandValues(entity, "update", changes),
    visible: liveRows(entity),
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
