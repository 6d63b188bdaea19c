import type { EntityModel, FieldModel } from "../../blueprint/index.js";
import type { ListPlan, Predicate } from "../../plan/index.js";
import { columnOf, systemField } from "../identifier.js";
import { ruleSql } from "../schema/rule-sql.js";

/**
 * PostgreSQL asks a policy before it asks any condition whose operator is not leakproof, and so uses no index for
 * such a condition: of numbers with decimals, of e-mail addresses in one case, of parts of texts, of words. On a
 * table with a policy that is more than `true`, those lists read the whole table.
 *
 * So the keys of such a page are found with the service's own rights, whose policy is `true`, and put into a setting; what
 * the caller is shown are the rows of those keys that the caller's policy lets through. Both in one packet, on one
 * snapshot, and so with one round trip.
 */
export function needsKeysFirst(plan: ListPlan): boolean {
  return isGuarded(plan.entity) && isLeaky(plan);
}

/** The statement that puts the keys of a page into the setting; `page` selects their ids. */
export function keysSql(page: string): string {
  return `select set_config('${setting}', coalesce(array_agg(page.id)::text, '{}'), true)
from   (
${page}
) as page`;
}

/** The condition that a row's key is in the setting. */
export function foundSql(entity: EntityModel): string {
  return `${columnOf(systemField(entity, "id"))} = any ((select nullif(current_setting('${setting}', true), '')::uuid[])::uuid[])`;
}

const setting = "lintel.page";

/** How many keys were found: more than the rows that are shown, where the policy lets fewer through than the plan. */
export const foundCountSql = `(select coalesce(cardinality(nullif(current_setting('${setting}', true), '')::uuid[]), 0))`;

const guarded = new WeakMap<EntityModel, boolean>();

function isGuarded(entity: EntityModel): boolean {
  let known = guarded.get(entity);
  if (known === undefined) {
    known = ruleSql(entity, entity.access.read) !== "true";
    guarded.set(entity, known);
  }
  return known;
}

function isLeaky({ where, search, position, sort }: ListPlan): boolean {
  if (search !== undefined || sort === "rank") return true;
  if (position && sort.some(({ field }) => !isLeakproof(field))) return true;
  return holdsLeaky(where);
}

function holdsLeaky(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case "and":
    case "or":
      return predicate.parts.some(holdsLeaky);
    case "compare":
    case "in":
      return !isLeakproof(predicate.field);
    case "startsWith":
    case "contains":
      return true;
    default:
      return false;
  }
}

/** Whether PostgreSQL calls the comparison of such values leakproof (`pg_proc.proleakproof`), from 15 to 18. */
function isLeakproof({ type }: FieldModel): boolean {
  switch (type.kind) {
    case "uuid":
    case "reference":
    case "text":
    case "enumeration":
    case "boolean":
    case "integer":
    case "bigint":
    case "date":
    case "timestamp":
      return true;
    default:
      return false;
  }
}
