import type { Actor, EntityModel, FieldModel, RuleData } from "../../blueprint/index.js";
import { LintelError } from "../../errors.js";
import {
  type ListPlan,
  offeredComparisons,
  type PlanSettings,
  type Predicate,
  planContext,
  planList,
  sortableFields,
} from "../../plan/index.js";
import { sampleId, sampleValue, sampleWords } from "./sample.js";

/** One request of a list that a client may make. */
export interface ListRequest {
  /** `GET /v1/products?sort=price, by anyone, from a cursor on` */
  readonly told: string;
  readonly plan: ListPlan;
  /** The columns of conditions that each choose few rows; an index must find them by one of these. */
  readonly chosenBy: readonly string[];
}

/** Every kind of request that clients may make of an entity's list: each filter, each sort from each place, and their pairs. */
export function* listRequests(settings: PlanSettings, entity: EntityModel): Generator<ListRequest> {
  const seen = new Set<string>();
  for (const actor of readers(entity)) {
    const plan = (query: string) => planList(planContext(settings, actor), entity, query);
    const whole = attempt(() => plan(""));
    if (!whole) continue;
    const rows = JSON.stringify([whole.where, whole.select.map(({ name }) => name)], withoutModels);
    if (seen.has(rows)) continue;
    seen.add(rows);
    const owner = ownerIn(whole.where, actor);
    for (const { query, column, isChosen } of queries(entity, whole.select)) {
      const chosenBy = column !== undefined && (isChosen || owner.length > 0) ? [...owner, column] : owner;
      const planned = plan(query);
      const told = `GET ${entity.path}${query === "" ? "" : `?${decodeURIComponent(query)}`}, by ${nameOf(actor)}`;
      yield { told, plan: planned, chosenBy };
      if (query.includes("filter") || query.includes("include") || planned.sort === "rank") continue;
      const key = planned.sort.map(({ field }) => sampleValue(field));
      for (const direction of ["after", "before"] as const) {
        const from = { ...planned, position: { direction, key } };
        yield { told: `${told}, what comes ${direction} a cursor`, plan: from, chosenBy: owner };
      }
    }
  }
}

interface Query {
  readonly query: string;
  /** The column that its condition is about. */
  readonly column?: string;
  /** Whether so few rows satisfy the condition that nothing but an index over it makes sense, whatever the sort. */
  readonly isChosen?: boolean;
}

function* queries(entity: EntityModel, readable: readonly FieldModel[]): Generator<Query> {
  const sorts = sortableFields(entity, readable).flatMap(({ name }) => [`sort=${name}`, `sort=-${name}`]);
  const filters = readable.flatMap((field) =>
    offeredComparisons(entity, field).map((comparison) => ({ field, comparison })),
  );
  yield { query: "" };
  for (const sort of sorts) yield { query: sort };
  for (const { field, comparison } of filters) {
    const condition = `filter[${field.name}][${comparison}]=${encodeURIComponent(asked(field, comparison))}`;
    const isRange = ["lt", "lte", "gt", "gte"].includes(comparison);
    // Of what has few values PostgreSQL knows how many rows have each; of a list of values it can only guess that.
    const chooses = comparison === "eq" && !["boolean", "enumeration"].includes(field.type.kind);
    yield { query: condition, column: field.column, isChosen: chooses };
    if (isRange && sorts.includes(`sort=${field.name}`)) yield { query: `${condition}&sort=${field.name}` };
    if (comparison !== "eq") continue;
    for (const sort of sorts) yield { query: `${condition}&${sort}`, column: field.column };
  }
  if (entity.search)
    yield { query: `q=${encodeURIComponent(sampleWords)}`, column: "search_vector", isChosen: true };
  for (const relation of entity.relations.keys()) yield { query: `include=${relation}` };
}

function asked(field: FieldModel, comparison: string): string {
  const value = sampleValue(field);
  if (comparison === "isNull") return "true";
  return comparison === "in" ? `${value},${otherValue(field)}` : value;
}

function otherValue(field: FieldModel): string {
  if (field.type.kind === "enumeration") return field.type.values.at(-1) ?? "";
  if (field.type.kind === "boolean") return "false";
  return sampleValue(field).replace(/4|2020/, (part) => String(Number(part) + 1));
}

/** The column that holds whose a row is, where the actor sees only its own. */
function ownerIn(where: Predicate, actor: Actor): readonly string[] {
  const parts = where.kind === "and" ? where.parts : [where];
  return parts.flatMap((part) =>
    part.kind === "compare" && part.operator === "eq" && part.value === actor.id ? [part.field.column] : [],
  );
}

/** One actor for each way into the rows. */
function* readers({ access }: EntityModel): Generator<Actor> {
  yield { kind: "anonymous", id: "", roles: [] };
  const id = sampleId(42);
  yield { kind: "user", id, roles: [] };
  for (const role of rolesIn(access.read)) yield { kind: "user", id, roles: [role] };
}

function rolesIn(rule: RuleData): readonly string[] {
  if ("rules" in rule) return rule.rules.flatMap(rolesIn);
  return rule.kind === "role" ? [rule.role] : [];
}

function nameOf({ kind, roles }: Actor): string {
  if (kind === "anonymous") return "anyone";
  return roles.length > 0 ? roles.join() : "someone signed in";
}

function attempt(plan: () => ListPlan): ListPlan | undefined {
  try {
    return plan();
  } catch (error) {
    if (error instanceof LintelError && ["TOKEN_MISSING", "ACCESS_DENIED"].includes(error.code))
      return undefined;
    throw error;
  }
}

/** A field by its name alone: its model knows where it was written. */
function withoutModels(key: string, value: unknown): unknown {
  return key === "field" || key === "other" ? (value as FieldModel).name : value;
}
