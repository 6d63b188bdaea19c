import type { SystemModel } from "../../blueprint/index.js";
import { describeSystem } from "./describe-system.js";
import { install } from "./difference.js";

export { aroundViews } from "./around-views.js";
export type { Change, Locks, OnlineStatement, Step } from "./change.js";
export { contract } from "./contraction.js";
export {
  type ApplicationRule,
  applicationRules,
  constraintMeanings,
  describeSystem,
} from "./describe-system.js";
export type { ConstraintMeaning } from "./describe-table.js";
export type { DatabaseDescription } from "./description.js";
export { difference, install } from "./difference.js";
export { expand } from "./expansion.js";
export { introspect } from "./introspect.js";
export { privilegeFindings, privilegeStatements } from "./privileges.js";
export { ensureMentionedRoles, ensureRoles, rolesOf } from "./roles.js";
export {
  dropOldNameStep,
  findRenamings,
  oldNameMark,
  renameRules,
  renameTableSql,
  renameTableStep,
  type TableRenaming,
} from "./table-renaming.js";
export { withoutExpansion } from "./without-expansion.js";

/** The statements of a fresh install, in order, without roles and privileges. */
export function schemaStatements(model: SystemModel): readonly string[] {
  return install(describeSystem(model)).map((change) => change.sql);
}
