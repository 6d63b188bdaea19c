import type { EntityModel, RuleData, ServiceModel } from "../../blueprint/index.js";
import { quote } from "../identifier.js";
import { fieldsInRule } from "./client-columns.js";
import type { PolicyDescription } from "./description.js";
import { actSql, allTenantsSql, joinSql, ruleSql, tenantSql } from "./rule-sql.js";

/** Policies of Lintel's own begin with this; others are a person's, and are left alone. */
export const policyPrefix = "lintel_";

type Verb = "all" | "select" | "insert" | "update" | "delete";

interface Draft {
  readonly name: string;
  readonly verb: Verb;
  readonly role: string;
  readonly using?: string;
  readonly check?: string;
}

/**
 * The access rules of an entity as policies of row-level security (PostgreSQL 5.9). The service's own role, as which
 * commands work, has every row; of what is of tenants, those of the transaction's. The reader has what the rule to read shows the caller. The writer does to a row
 * what the rule of its act allows, with the row as it is and as it becomes, and only to one that the caller may read;
 * it sees no more than it takes for that.
 */
export function describePolicies(service: ServiceModel, entity: EntityModel): readonly PolicyDescription[] {
  const { reader, writer } = service.clientRoles;
  const { access, softDelete } = entity;
  const rule = (data: RuleData) => ruleSql(entity, data);
  const may = (act: keyof EntityModel["access"]) => joinSql("and", [actSql(act), rule(access[act])]);
  const mayTo = (act: keyof EntityModel["access"]) => joinSql("and", [may(act), rule(access.read)]);
  const deletedAt = quote("deleted_at");
  const acts = softDelete
    ? (["create", "update", "delete", "restore"] as const)
    : (["create", "update", "delete"] as const);
  const own = entity.tenant ? joinSql("or", [allTenantsSql, tenantSql(entity, entity.tenant.name)]) : "true";
  const drafts: readonly Draft[] = [
    { name: "service", verb: "all", role: service.role, using: own, check: own },
    { name: "read", verb: "select", role: reader, using: rule(access.read) },
    {
      name: "see",
      verb: "select",
      role: writer,
      using: joinSql("or", [rule(access.read), ...acts.map(may)]),
    },
    { name: "create", verb: "insert", role: writer, check: may("create") },
    { name: "update", verb: "update", role: writer, using: mayTo("update"), check: may("update") },
    ...(softDelete
      ? [
          {
            name: "delete",
            verb: "update",
            role: writer,
            using: mayTo("delete"),
            check: joinSql("and", [actSql("delete"), `${deletedAt} is not null`]),
          } as const,
          {
            name: "restore",
            verb: "update",
            role: writer,
            using: joinSql("and", [mayTo("restore"), `${deletedAt} is not null`]),
            check: joinSql("and", [actSql("restore"), `${deletedAt} is null`]),
          } as const,
        ]
      : [{ name: "delete", verb: "delete", role: writer, using: mayTo("delete") } as const]),
  ];
  const columns = [
    ...new Set(
      Object.values(access).flatMap((data) => fieldsInRule(entity, data).map((field) => field.column)),
    ),
  ];
  const wall = entity.tenant ? [entity.tenant.column] : [];
  return drafts.filter(opens).map((draft) => ({
    name: `${policyPrefix}${draft.name}`,
    verb: draft.verb,
    definition: definitionOf(draft),
    columns: [
      ...new Set([...columns, ...wall]),
      ...(softDelete && ["delete", "restore"].includes(draft.name) ? ["deleted_at"] : []),
    ],
  }));
}

/** A policy under which nothing is allowed is the same as none. */
function opens({ using, check }: Draft): boolean {
  return using !== "false" && check !== "false";
}

function definitionOf({ verb, role, using, check }: Draft): string {
  return [
    `for ${verb} to ${quote(role)}`,
    ...(using === undefined ? [] : [`using (${using})`]),
    ...(check === undefined ? [] : [`with check (${check})`]),
  ].join("\n  ");
}
