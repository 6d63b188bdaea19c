import type pg from "pg";
import type { SystemModel } from "../../blueprint/index.js";
import { quote } from "../identifier.js";
import { type DatabaseDescription, introspect } from "../schema/index.js";
import { inTransaction } from "./connect.js";
import { renameTables } from "./table-names.js";

/**
 * Renames tables and columns as the blueprint says, where no other program works on the database: at once, and without
 * keeping the old names. Gives the database as it then is.
 */
export function renameAtOnce(
  client: pg.Client,
  model: SystemModel,
  live: DatabaseDescription,
  described: DatabaseDescription,
): Promise<DatabaseDescription> {
  return inTransaction(client, async () => {
    const { current } = await renameTables(client, model, live, described);
    const renamings = columnRenamings(model, current, described);
    for (const sql of renamings) await client.query(sql);
    return renamings.length === 0
      ? current
      : introspect(
          client,
          live.schemas.map(({ name }) => name),
        );
  });
}

function columnRenamings(
  model: SystemModel,
  current: DatabaseDescription,
  described: DatabaseDescription,
): readonly string[] {
  const columnsOf = (database: DatabaseDescription, schema: string, table: string) =>
    database.schemas
      .find((one) => one.name === schema)
      ?.tables.find((one) => one.name === table)
      ?.columns.map(({ name }) => name) ?? [];
  return model.services.flatMap(({ entities }) =>
    entities.flatMap(({ schema, table, fields }) => {
      const [is, wanted] = [columnsOf(current, schema, table), columnsOf(described, schema, table)];
      return fields.flatMap(({ column, formerColumns = [] }) => {
        const from = formerColumns.find((name) => is.includes(name) && !wanted.includes(name));
        if (from === undefined || is.includes(column)) return [];
        return [
          `alter table ${quote(schema)}.${quote(table)} rename column ${quote(from)} to ${quote(column)}`,
        ];
      });
    }),
  );
}
