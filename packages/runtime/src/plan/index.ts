/** Blueprint, request and actor make a plan: authorised, validated, bounded. Pure: nothing is read or written. */
export { mayAct } from "./access.js";
export {
  type EntityLookup,
  type PlanContext,
  type PlanLimits,
  type PlanSettings,
  planContext,
  planSettings,
} from "./context.js";
export { type Direction, encodeCursor } from "./cursor.js";
export { type EventPlan, planEvent } from "./event.js";
export { compareNumbers } from "./exact-number.js";
export { planFeed, planFeedPage } from "./feed.js";
export { fieldSchema, type Purpose, type SchemaSource, type Side, shapeSchema } from "./field-schema.js";
export { comparedType, filterPredicate, offeredComparisons } from "./filter.js";
export { planList } from "./list.js";
export { newId } from "./new-id.js";
export { planOne } from "./one.js";
export { type OperationPlan, planOperation, planQueryInput } from "./operation.js";
export type * from "./plan.js";
export { always, both } from "./predicate.js";
export { type ProjectedValues, type ProjectionRules, projectionRules } from "./projected.js";
export { allFields, liveRows } from "./readable.js";
export { planCommandInsert, planCommandUpdate } from "./repository.js";
export { isStorable, toUuid } from "./scalar.js";
export { type Audience, changeable, creatable, createSchema, rowSchema, updateSchema } from "./schema.js";
export { sortableFields } from "./sort.js";
export { reachable } from "./tenancy.js";
export { compile, type Validate } from "./validator.js";
export { warmUp } from "./warm-up.js";
export { cut } from "./wording.js";
export { planCreate, planDelete, planRestore, planUpdate, type WriteCondition } from "./write.js";
