import { describeLogTables } from "../schema/describe-log.js";
import { install } from "../schema/difference.js";
import { emptySlotFunction } from "../schema/empty-slot.js";
import { usualKeep } from "./names.js";

export { logTables, partitionOf, ringSize, windowOf } from "./names.js";

/**
 * The statements that make the tables, and the function that empties a slot, of the log of a service in its schema, in order; `keep` is how many milliseconds it is
 * kept. What the columns mean stands with {@link describeLogTables}.
 */
export function logTableStatements(schema: string, keep = usualKeep): readonly string[] {
  const { sequences, tables } = describeLogTables(schema, keep);
  return install({ schemas: [{ name: schema, functions: [emptySlotFunction(schema)], sequences, tables }] })
    .map(({ sql }) => sql)
    .filter((sql) => !/^(?:create schema|comment on)/.test(sql));
}
