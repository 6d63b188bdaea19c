import type { ServiceModel } from "../blueprint/index.js";
import type { IncludePlan, ListPlan } from "../plan/index.js";
import { compileToMany, compileToOne } from "./compile/include.js";
import { compileList } from "./compile/list.js";
import type { Bound } from "./compile/prepared.js";
import { neededFields } from "./include.js";
import { adoptRights, ownRights, readingRights } from "./rights.js";

/** A statement as it is sent, and what has to be said before it. */
export interface SentStatement {
  readonly statement: Bound;
  /** Gives the connection the rights that the statement is run with. */
  readonly rights: Bound;
  /** `page`: finds the rows of the page; `rows`: reads those that were found; `relation`: follows one. */
  readonly kind: "page" | "rows" | "relation";
}

/**
 * Every statement that a page is read with, exactly as it is sent, none where no row can satisfy the plan: for a test of how PostgreSQL goes about it. What a
 * relation is followed from is known only when rows have come, so `ids` stand for them.
 */
export function statementsOf(
  service: ServiceModel,
  plan: ListPlan,
  ids: readonly string[],
): readonly SentStatement[] {
  if (plan.where.kind === "never") return [];
  const page = compileList(plan, neededFields(plan.entity, plan.include));
  const rights = adoptRights(readingRights(service, plan.actor, plan.entity, plan.include));
  return [
    ...(page.keys ? [{ statement: page.keys, rights: ownRights(service), kind: "page" } as const] : []),
    { statement: page, rights, kind: page.keys ? "rows" : "page" },
    ...plan.include
      .flatMap((include) => statementsOfRelation(include, ids))
      .map((statement) => ({ statement, rights, kind: "relation" }) as const),
  ];
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
