import type { EntityModel, FieldModel, FilterData } from "../../blueprint/index.js";
import type { ListPlan, Predicate, Value } from "../../plan/index.js";
import { constantSql } from "./predicate.js";

/** An index as far as it can serve a list: its keys in order, and the rows that are in it. */
interface Keys {
  readonly names: readonly string[];
  readonly where?: FilterData | undefined;
}

/** What a list asks of its rows, by what an index can do with it. */
interface Conditions {
  /** Fields that equal a value of this request. */
  readonly equal: Set<FieldModel>;
  /** Fields that equal a value which stands in the text of the statement. */
  readonly constant: Map<FieldModel, Value>;
  /** Fields with bounds, and whether they have them on both sides. */
  readonly bounded: Map<FieldModel, { readonly lower: boolean; readonly upper: boolean }>;
  /** Whether rows are left out by something else that stands in the text, which no index knows. */
  leavesOut: boolean;
  /** Whether there is something else that depends on values of this request. */
  other: boolean;
}

/**
 * True where one index finds the rows of the page, and gives them in its order: equal fields first, then those that it is
 * sorted by, the first of which may have bounds. PostgreSQL then does best with the same plan whatever the values are,
 * since it reads a page and stops. So it does by rank where the words are all that is asked for: whatever they are, the index
 * of words finds the rows, and each of them has to be ranked. Everything else is better planned for its values: how many rows have them decides
 * between reading an index in order and sorting.
 *
 * So is a list whose text leaves rows out that are in the index (`is_active = false` in the order of prices). PostgreSQL does not know
 * how long the page is when it plans for all values, and takes it for a tenth of all rows: rather than read an index past
 * what is left out, it would then sort everything that is not, which grows with the table. Within a range, which it takes for one
 * row in 200, it reads the index.
 */
export function isServedByIndex(plan: ListPlan): boolean {
  const { sort } = plan;
  const conditions: Conditions = {
    equal: new Set(),
    constant: new Map(),
    bounded: new Map(),
    leavesOut: false,
    other: false,
  };
  collect(plan.where, conditions);
  if (sort === "rank") return plan.search !== undefined && dependsOnNothing(conditions);
  if (plan.search !== undefined) return false;
  if (plan.position && sort.some(({ field }) => field.modifiers.optional)) return false;
  return (
    !conditions.other && indexesOf(plan.entity).some((keys) => serves(plan.entity, keys, sort, conditions))
  );
}

function dependsOnNothing({ equal, bounded, other }: Conditions): boolean {
  return equal.size === 0 && bounded.size === 0 && !other;
}

function collect(predicate: Predicate, found: Conditions): void {
  switch (predicate.kind) {
    case "and":
      for (const part of predicate.parts) collect(part, found);
      return;
    case "always":
    case "never":
      return;
    case "isNull":
      // Rows that are deleted are few.
      if (predicate.field.name !== "deletedAt" || !predicate.isNull) found.leavesOut = true;
      return;
    case "compareFields":
      found.leavesOut = true;
      return;
    case "compare": {
      const { field, operator, value } = predicate;
      if (value === null) return;
      if (constantSql(field, value) !== undefined) {
        if (operator === "eq") found.constant.set(field, value);
        else found.leavesOut = true;
      } else if (field.type.kind === "email" || operator === "ne") found.other = true;
      else if (operator === "eq") found.equal.add(field);
      else {
        const { lower, upper } = found.bounded.get(field) ?? { lower: false, upper: false };
        const below = operator === "lt" || operator === "lte";
        found.bounded.set(field, { lower: lower || !below, upper: upper || below });
      }
      return;
    }
    default:
      found.other = true;
  }
}

function serves(
  entity: EntityModel,
  { names, where }: Keys,
  sort: readonly { readonly field: FieldModel; readonly descending: boolean }[],
  { equal, constant, bounded, leavesOut }: Conditions,
): boolean {
  const holds = Object.entries(where ?? {}).every(([name, value]) => {
    const field = entity.byName.get(name);
    return field !== undefined && constant.has(field) && constant.get(field) === value;
  });
  if (!holds) return false;
  const keys = names.map((name) => ({
    field: entity.byName.get(name.replace(/^-/, "")),
    descending: name.startsWith("-"),
  }));
  const isFixed = (field: FieldModel | undefined) =>
    field !== undefined && (equal.has(field) || constant.has(field));
  const begin = keys.findIndex(({ field }) => !isFixed(field));
  const fixed = new Set((begin < 0 ? keys : keys.slice(0, begin)).map(({ field }) => field));
  if (![...equal].every((field) => fixed.has(field))) return false;
  const order = sort.filter(({ field }) => !isFixed(field));
  const isInIt = (field: FieldModel) => fixed.has(field) || Object.hasOwn(where ?? {}, field.name);
  const range = order[0] && bounded.get(order[0].field);
  if ((leavesOut || ![...constant.keys()].every(isInIt)) && !(range?.lower && range.upper)) return false;
  const rest = begin < 0 ? [] : keys.slice(begin);
  const backwards = rest[0]?.descending !== order[0]?.descending;
  return (
    order.every(
      ({ field, descending }, at) =>
        rest[at]?.field === field && (rest[at]?.descending !== descending) === backwards,
    ) && [...bounded.keys()].every((field) => field === order[0]?.field)
  );
}

/**
 * The indexes of an entity that a list can be read from in order; see `schema/describe-index.ts`. A reference has one of its own only
 * where no other begins with it.
 */
function indexesOf(entity: EntityModel): readonly Keys[] {
  const known = kept.get(entity);
  if (known) return known;
  const begun = new Set([
    ...entity.fields.filter(({ modifiers }) => modifiers.unique).map(({ name }) => name),
    ...entity.indexes.filter(({ where }) => !where).map(({ fields }) => fields[0]?.replace(/^-/, "")),
  ]);
  const found: Keys[] = [
    { names: ["id"] },
    ...entity.fields
      .filter(({ name, type }) => type.kind === "reference" && !begun.has(name))
      .map(({ name }) => ({ names: [name, "id"] })),
    ...entity.indexes
      .filter(({ unique }) => !unique)
      .map(({ fields, where }) => ({ names: withId(fields), where })),
  ];
  kept.set(entity, found);
  return found;
}

const kept = new WeakMap<EntityModel, readonly Keys[]>();

function withId(names: readonly string[]): readonly string[] {
  if (names.some((name) => name === "id" || name === "-id")) return names;
  return [...names, names.at(-1)?.startsWith("-") ? "-id" : "id"];
}
