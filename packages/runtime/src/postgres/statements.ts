import type { IncludePlan, ListPlan } from "../plan/index.js";
import { compileToMany, compileToOne } from "./compile/include.js";
import { compileList } from "./compile/list.js";
import type { Bound } from "./compile/prepared.js";
import { neededFields } from "./include.js";

/**
 * Every statement that a page is read with, exactly as it is sent: for a test of how PostgreSQL goes about it. What a
 * relation is followed from is known only when rows have come, so `ids` stand for them.
 */
export function statementsOf(plan: ListPlan, ids: readonly string[]): readonly Bound[] {
  const page = compileList(plan, neededFields(plan.entity, plan.include));
  return [page, ...plan.include.flatMap((include) => statementsOfRelation(include, ids))];
}

function statementsOfRelation(include: IncludePlan, ids: readonly string[]): readonly Bound[] {
  const { entity, relation } = include;
  const needed = neededFields(entity, include.include);
  const by = entity.byName.get(relation.field);
  const own =
    relation.cardinality === "many" && by
      ? compileToMany(include, by, ids, needed, 10_001)
      : compileToOne(include, ids, needed);
  return [own, ...include.include.flatMap((inner) => statementsOfRelation(inner, ids))];
}
