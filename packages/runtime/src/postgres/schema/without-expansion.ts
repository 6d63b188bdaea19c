import type { DatabaseDescription, SchemaDescription } from "./description.js";
import { sameColumnsOf } from "./same-value.js";
import { atEveryUpdate, isSearchTrigger } from "./search-vector.js";

/**
 * A database as it is once every rename is done: without the old columns that triggers keep equal to new ones, and
 * without those triggers. Where a database was brought along at once, there never were any. When search works is the same
 * everywhere, since it depends on such triggers.
 */
export function withoutExpansion(database: DatabaseDescription): DatabaseDescription {
  return {
    schemas: database.schemas.map(withOneSearch).map((schema) => {
      const same = schema.tables.flatMap(({ triggers }) => triggers.filter((one) => sameColumnsOf(one)));
      if (same.length === 0) return schema;
      return {
        ...schema,
        functions: schema.functions.filter(
          ({ name }) => !same.some(({ definition }) => new RegExp(`[."]${name}"?\\(`).test(definition)),
        ),
        tables: schema.tables.map((table) => {
          const former = new Set(
            table.triggers.flatMap((one) => {
              const columns = sameColumnsOf(one);
              return columns ? [columns.former] : [];
            }),
          );
          const stays = ({ columns }: { readonly columns: readonly string[] }) =>
            !columns.some((column) => former.has(column));
          return {
            ...table,
            columns: table.columns.filter(({ name }) => !former.has(name)),
            constraints: table.constraints.filter(stays),
            indexes: table.indexes.filter(stays),
            triggers: table.triggers.filter((one) => !sameColumnsOf(one)),
          };
        }),
      };
    }),
  };
}

function withOneSearch(schema: SchemaDescription): SchemaDescription {
  const tables = schema.tables.map((table) => ({
    ...table,
    triggers: table.triggers.map((one) => (isSearchTrigger(one) ? atEveryUpdate(one) : one)),
  }));
  return { ...schema, tables };
}
