import { describeSystem, type SystemModel, withClient } from "@lintel/runtime/tools";
import { measuredWidths, type TableWidths, type Widths, widthsStatement } from "../design/capacity/index.js";

/**
 * Measures how wide the values of a database are, on a sample of about ten thousand rows of each table that holds any. It reads and changes nothing, and no value
 * leaves the database: only lengths and how many there are.
 *
 * @throws `DATABASE_UNAVAILABLE` where the server does not let us in
 */
export function measureWidths({
  url,
  model,
}: {
  readonly url: string;
  readonly model: SystemModel;
}): Promise<Widths> {
  const described = new Map(describeSystem(model).schemas.map(({ name, tables }) => [name, tables]));
  return withClient(url, async (client) => {
    const tables: { [name: string]: TableWidths } = {};
    for (const { schema, entities } of model.services) {
      for (const entity of entities) {
        const table = described.get(schema)?.find(({ name }) => name === entity.table);
        if (!table) continue;
        const { rows } = await client.query<{ widths: unknown }>(widthsStatement(schema, table));
        const [row] = rows;
        if (!row) continue;
        const widths = measuredWidths(row);
        if (widths.rows > 0) tables[`${schema}.${entity.table}`] = widths;
      }
    }
    return Object.freeze({ tables: Object.freeze(tables) });
  });
}
