import type { EntityModel, RuleData } from "../../blueprint/index.js";
import { quote } from "../identifier.js";
import { conditionSql } from "./condition.js";
import { textLiteral } from "./literal.js";

/**
 * An access rule as a condition of SQL: true of a row that the rule lets the caller have, and false or null of any
 * other. Who the caller is stands in settings of the transaction; where nothing stands there it is nobody. Each
 * setting is read in a subquery, and so once a statement and not once a row.
 */
export function ruleSql(entity: EntityModel, rule: RuleData): string {
  switch (rule.kind) {
    case "anyone":
      return "true";
    case "nobody":
      return "false";
    case "signedIn":
      return `(select ${setting("caller")} = 'user')`;
    case "role":
      return `(select ${textLiteral(rule.role)} = any (${setting("roles")}::text[]))`;
    case "calledBy":
      return rule.services.length === 0
        ? "false"
        : `(select ${setting("service")} in (${rule.services.map(textLiteral).join(", ")}))`;
    case "owner":
      return ownerSql(entity, rule.field);
    case "tenant":
      return tenantSql(entity, rule.field);
    case "acrossTenants":
      return ruleSql(entity, rule.rule);
    case "when":
      return conditionSql(entity, rule.filter);
    case "anyOf":
      return joinSql(
        "or",
        rule.rules.map((one) => ruleSql(entity, one)),
      );
    case "allOf":
      return joinSql(
        "and",
        rule.rules.map((one) => ruleSql(entity, one)),
      );
  }
}

/** At least one of the conditions, or all of them, in the fewest words. */
export function joinSql(word: "and" | "or", parts: readonly string[]): string {
  const [neutral, winning] = word === "and" ? ["true", "false"] : ["false", "true"];
  if (parts.includes(winning)) return winning;
  const kept = [...new Set(parts.filter((part) => part !== neutral))];
  const [first] = kept;
  if (first === undefined) return neutral;
  return kept.length === 1 ? first : kept.map((part) => `(${part})`).join(` ${word} `);
}

/** What the caller wants to do, as writes say it. */
export function actSql(act: string): string {
  return `(select ${setting("act")} = ${textLiteral(act)})`;
}

function ownerSql(entity: EntityModel, name: string): string {
  const field = entity.byName.get(name);
  switch (field?.type.kind) {
    case "uuid":
    case "reference":
      return `${quote(field.column)} = (select ${setting("user_uuid")}::uuid)`;
    case "text":
      return `${quote(field.column)} = (select ${setting("user")})`;
    default:
      return "false";
  }
}

/** The row is of the tenant that the transaction is of; of none where it is of none. */
export function tenantSql(entity: EntityModel, name: string): string {
  const field = entity.byName.get(name);
  return field?.type.kind === "uuid"
    ? `${quote(field.column)} = (select ${setting("tenant")}::uuid)`
    : "false";
}

/** The transaction may have the rows of every tenant. Only the service's own role is asked. */
export const allTenantsSql = `(select ${setting("tenants")} = 'all')`;

/** A setting that was local to an earlier transaction is empty, and not null, afterwards. */
function setting(name: string): string {
  return `nullif(current_setting('lintel.${name}', true), '')`;
}
