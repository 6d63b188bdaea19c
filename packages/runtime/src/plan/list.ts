import type { EntityModel, FieldModel } from "../blueprint/index.js";
import { failure } from "../errors.js";
import type { PlanContext } from "./context.js";
import { decodeCursor } from "./cursor.js";
import { comparison, offeredComparisons, readWritten, unknownField } from "./filter.js";
import { planInclude } from "./include.js";
import { readableRows, selectedFields } from "./one.js";
import { invalidParameter, splitValues } from "./parameters.js";
import type { ListPlan, Predicate, SortPlan } from "./plan.js";
import { always, and, both } from "./predicate.js";
import { emptyQuery, readListQuery, type WrittenFilter, type WrittenQuery } from "./query-string.js";
import { isReadable, readableFields } from "./readable.js";
import { planSort, sortableFields } from "./sort.js";
import { cut, received } from "./wording.js";

/** Rows of a page, unless told. */
const usualSize = 20;
/** Values of an `in` at most. */
const mostValues = 100;
/** What the cursors of lists without parameters are bound to. */
const usualScopes = new WeakMap<EntityModel, string>();

/**
 * Plans the reading of a page. `query` is the query string without its question mark. Only fields that the caller
 * may read can be filtered, sorted or searched by; any other is refused in the same words as one that does not
 * exist. Sorted by `id`, the order of creation, unless told; by rank where words are searched for.
 *
 * Throws `TOKEN_MISSING`, `ACCESS_DENIED`, `PARAMETER_INVALID`, `FILTER_UNSUPPORTED`, `SORT_UNSUPPORTED`,
 * `INCLUDE_TOO_DEEP` and `CURSOR_INVALID`.
 */
export function planList(context: PlanContext, entity: EntityModel, query = ""): ListPlan {
  const rows = readableRows(context, entity);
  const readable = readableFields(entity, context.actor);
  const written = readListQuery(query);
  const search = searchIn(context, entity, written);
  const sort =
    search !== undefined && !written.sort
      ? "rank"
      : planSort(entity, written.sort ?? [], sortableFields(entity, readable));
  const scope = scopeOf(entity, written, sort);
  return {
    kind: "list",
    actor: context.actor,
    entity,
    select: selectedFields(context, entity, written.fields),
    where: both(rows, conditions(entity, written.filters, readable)),
    search,
    sort,
    size: sizeIn(context, written),
    position: positionIn(context, written, scope, sort),
    include: planInclude(context, entity, written.include),
    scope,
  };
}

/** What the filters of a query string state, of the fields that the caller may read. Throws `FILTER_UNSUPPORTED`. */
export function conditions(
  entity: EntityModel,
  filters: readonly WrittenFilter[],
  readable: readonly FieldModel[],
): Predicate {
  if (filters.length === 0) return always;
  return and(filters.map((filter) => condition(entity, filter, readable)));
}

function condition(entity: EntityModel, filter: WrittenFilter, readable: readonly FieldModel[]): Predicate {
  const { parameter, operator, value } = filter;
  const field = entity.byName.get(filter.field);
  const offered = field && readable.includes(field) ? offeredComparisons(entity, field) : [];
  if (!field || offered.length === 0) {
    throw unknownField(
      filter.field,
      readable.filter((one) => offeredComparisons(entity, one).length > 0).map((one) => one.name),
      cut(parameter, 100),
    );
  }
  const given =
    operator === "in" ? valuesIn(parameter, value) : operator === "isNull" ? truthIn(value) : value;
  return comparison(field, operator, given, readWritten, cut(parameter, 100), offered);
}

function valuesIn(parameter: string, text: string): readonly string[] {
  const values = splitValues(text);
  if (values && values.length <= mostValues) return values;
  const message = values
    ? `Received ${values.length} values; expected at most ${mostValues}.`
    : 'Received a list with an open quote; expected values with commas between them, as in a,"b, c".';
  throw failure("FILTER_UNSUPPORTED", message, {
    errors: [{ parameter: cut(parameter, 100), rule: values ? "maxItems" : "value", message }],
  });
}

function truthIn(text: string): boolean | string {
  return text === "true" ? true : text === "false" ? false : text;
}

/** Words are found only where the caller may read every field that is searched: else a hit would tell what it holds. */
function searchIn(context: PlanContext, entity: EntityModel, written: WrittenQuery): string | undefined {
  if (written.search === undefined) return undefined;
  const fields = Object.keys(entity.search?.weights ?? {}).map((name) => entity.byName.get(name));
  const readable = fields.every((field) => field !== undefined && isReadable(field, context.actor));
  if (fields.length > 0 && readable) return written.search;
  const message = `Received ${received(written.search)} to search for; ${entity.table} have no full-text search here.`;
  throw invalidParameter("q", "search", message);
}

function sizeIn(context: PlanContext, written: WrittenQuery): number {
  const most = context.limits.pageSize;
  if (written.size === undefined) return Math.min(usualSize, most);
  if (written.size <= most) return written.size;
  throw invalidParameter(
    "page[size]",
    "maximum",
    `Received ${written.size}; expected a whole number from 1 to ${most}.`,
  );
}

function positionIn(
  context: PlanContext,
  written: WrittenQuery,
  scope: string,
  sort: ListPlan["sort"],
): ListPlan["position"] {
  const cursor = written.after ?? written.before;
  if (cursor === undefined) return undefined;
  const direction = written.after === undefined ? "before" : "after";
  const length = sort === "rank" ? 2 : sort.length;
  return { direction, key: decodeCursor(context.cursorKey, scope, direction, cursor, length) };
}

/** What a cursor is bound to: the kinds of the sort fields too, so that it dies with a change of their columns. */
function scopeOf(entity: EntityModel, written: WrittenQuery, sort: readonly SortPlan[] | "rank"): string {
  const known = written === emptyQuery ? usualScopes.get(entity) : undefined;
  if (known !== undefined) return known;
  const order =
    sort === "rank"
      ? sort
      : sort.map(({ field, descending }) => `${descending ? "-" : ""}${field.name}:${field.type.kind}`);
  const filters = written.filters.map(({ field, operator, value }) =>
    JSON.stringify([field, operator, value]),
  );
  const scope = JSON.stringify([entity.service, entity.name, order, written.search ?? null, filters.sort()]);
  if (written === emptyQuery) usualScopes.set(entity, scope);
  return scope;
}
