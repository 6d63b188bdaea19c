import type { EntityModel, RelationModel } from "../blueprint/index.js";
import { failure } from "../errors.js";
import { decide } from "./access.js";
import type { PlanContext } from "./context.js";
import { invalidParameter } from "./parameters.js";
import type { IncludePlan, Predicate } from "./plan.js";
import { both } from "./predicate.js";
import { isReadable, liveRows, readableFields } from "./readable.js";
import { listed, received } from "./wording.js";

/** Rows of the far side of a "many" for each row of this side. */
const rowsOfMany = 100;
/** Relations of one request at most, counted at every depth. */
const mostRelations = 20;

/** Nothing included. One object, so that it can be told by identity. */
export const nothingIncluded: readonly IncludePlan[] = Object.freeze([]);

type Tree = Map<string, Tree>;

/**
 * The relations to read along, each with its own entity's read rule and only the fields that the caller may read.
 * A relation that the caller may not follow is refused in the same words as one that does not exist. Throws
 * `PARAMETER_INVALID`, and `INCLUDE_TOO_DEEP` where a path is longer than the limit.
 */
export function planInclude(
  context: PlanContext,
  entity: EntityModel,
  paths: readonly string[] | undefined,
): readonly IncludePlan[] {
  if (!paths) return nothingIncluded;
  const tree: Tree = new Map();
  let count = 0;
  for (const path of paths) {
    const names = path.split(".");
    if (names.length > context.limits.includeDepth) {
      const message = `Received ${received(path)}; expected at most ${context.limits.includeDepth} relations in a row.`;
      throw failure("INCLUDE_TOO_DEEP", message, {
        errors: [{ parameter: "include", rule: "depth", message }],
      });
    }
    let branch = tree;
    for (const name of names) {
      let next = branch.get(name);
      if (!next) {
        next = new Map();
        branch.set(name, next);
        count += 1;
      }
      branch = next;
    }
  }
  if (count > mostRelations) {
    const message = `Received ${count} relations; expected at most ${mostRelations}.`;
    throw invalidParameter("include", "maxItems", message);
  }
  return follow(context, entity, tree);
}

/** The names of the relations that this caller may follow from the entity. */
function followable(context: PlanContext, entity: EntityModel): readonly string[] {
  return [...entity.relations.values()]
    .filter((relation) => open(context, entity, relation) !== undefined)
    .map((relation) => relation.name);
}

function follow(context: PlanContext, entity: EntityModel, tree: Tree): readonly IncludePlan[] {
  if (tree.size === 0) return nothingIncluded;
  const plans: IncludePlan[] = [];
  for (const [name, inner] of tree) {
    const relation = entity.relations.get(name);
    const opened = relation && open(context, entity, relation);
    if (!relation || !opened) {
      const known = listed(followable(context, entity));
      const message = `Received the relation ${received(name)}; expected one of: ${known}.`;
      throw invalidParameter("include", "relation", message);
    }
    plans.push(
      Object.freeze({
        relation,
        entity: opened.entity,
        select: readableFields(opened.entity, context.actor),
        where: opened.where,
        include: follow(context, opened.entity, inner),
        limit: relation.cardinality === "many" ? rowsOfMany : 1,
      }),
    );
  }
  return Object.freeze(plans);
}

/** The far side of a relation, where the caller may read both it and the field that leads to it. */
function open(
  context: PlanContext,
  entity: EntityModel,
  relation: RelationModel,
): { entity: EntityModel; where: Predicate } | undefined {
  const target = context.entity(entity.service, relation.target);
  const holder = relation.cardinality === "one" ? entity : target;
  const field = holder.byName.get(relation.field);
  if (!field || !isReadable(field, context.actor)) return undefined;
  const rule = decide(target.access.read, context.actor, target);
  return rule.kind === "never" ? undefined : { entity: target, where: both(liveRows(target), rule) };
}
