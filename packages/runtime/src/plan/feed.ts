import type { EntityModel } from "../blueprint/index.js";
import type { PlanContext } from "./context.js";
import { nothingIncluded } from "./include.js";
import { conditions } from "./list.js";
import { readableRows, selectedFields } from "./one.js";
import type { FeedPlan, Key, ListPlan } from "./plan.js";
import { both } from "./predicate.js";
import { readFeedQuery } from "./query-string.js";
import { readableFields } from "./readable.js";

/**
 * Plans what a caller follows: `query` is the query string without its question mark, `filter[...]` and `fields` as those of a list. What
 * the caller may not read is refused in the same words as there.
 *
 * Throws `TOKEN_MISSING`, `ACCESS_DENIED`, `PARAMETER_INVALID` and `FILTER_UNSUPPORTED`.
 */
export function planFeed(context: PlanContext, entity: EntityModel, query = ""): FeedPlan {
  const rows = readableRows(context, entity);
  const written = readFeedQuery(query);
  const filter = conditions(entity, written.filters, readableFields(entity, context.actor));
  return {
    kind: "feed",
    actor: context.actor,
    entity,
    select: selectedFields(context, entity, written.fields && [...written.fields, "version"]),
    where: both(rows, filter),
  };
}

/** A page of the rows that are there when following begins, by `id`; `after` is where the page before it ended. */
export function planFeedPage(
  { actor, entity, select, where }: FeedPlan,
  size: number,
  after?: Key,
): ListPlan {
  const id = entity.fields.find(({ name }) => name === "id");
  if (!id) throw new TypeError(`${entity.name} has no id.`);
  return {
    kind: "list",
    actor,
    entity,
    select,
    where,
    sort: [{ field: id, descending: false }],
    size,
    position: after && { direction: "after", key: after },
    include: nothingIncluded,
  };
}
