import type pg from "pg";
import { type Catalog, readCatalog } from "./catalog-query.js";
import type { DatabaseDescription, SchemaDescription, TableDescription } from "./description.js";

type Client = Pick<pg.ClientBase, "query">;

/**
 * Reads the schemas of these names as they are in a database; one that is not there is left out. Definitions are
 * in PostgreSQL's own words, every name qualified, times in UTC, so that two databases on one server that hold the same
 * are described the same. Leaves out what a comment beginning with `lintel: keep` claims for a person, and
 * functions and triggers that are not Lintel's. Sets `search_path`, `timezone` and `datestyle` of the session.
 */
export async function introspect(client: Client, schemas: readonly string[]): Promise<DatabaseDescription> {
  const catalog = await readCatalog(client, schemas);
  return { schemas: catalog.schemas.map((schema) => schemaOf(catalog, schema)) };
}

function schemaOf(catalog: Catalog, { name, comment }: Catalog["schemas"][number]): SchemaDescription {
  return {
    name,
    comment: comment ?? undefined,
    functions: catalog.functions
      .filter((one) => one.schema === name)
      .map(({ schema: _, ...described }) => described),
    sequences: catalog.sequences
      .filter((one) => one.schema === name)
      .map(({ schema: _, ...described }) => described),
    tables: catalog.tables.filter((one) => one.schema === name).map((one) => tableOf(catalog, one)),
  };
}

function tableOf(
  catalog: Catalog,
  { oid, name, comment, rowSecurity, changedByOthers, partitionedBy, partOf }: Catalog["tables"][number],
): TableDescription {
  return {
    name,
    comment: comment ?? undefined,
    columns: ofTable(catalog.columns, oid).map((column) => ({
      ...column,
      default: column.default ?? undefined,
      generated: column.generated ?? undefined,
      comment: column.comment ?? undefined,
    })),
    constraints: ofTable(catalog.constraints, oid),
    indexes: ofTable(catalog.indexes, oid),
    triggers: ofTable(catalog.triggers, oid),
    ...(changedByOthers ? { changedByOthers } : {}),
    rowSecurity,
    policies: ofTable(catalog.policies, oid),
    partitionedBy: partitionedBy ?? undefined,
    partOf: partOf ?? undefined,
  };
}

function ofTable<T extends { readonly table: string }>(all: readonly T[], oid: string): Omit<T, "table">[] {
  return all.filter((one) => one.table === oid).map(({ table: _, ...described }) => described);
}
