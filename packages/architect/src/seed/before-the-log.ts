import { quote } from "@lintel/runtime/tools";
import type pg from "pg";
import type { PlannedSeed } from "./plan-seeds.js";

/** The triggers that write down what a seed does. */
const triggers = ["lintel_capture_insert", "lintel_capture_update", "lintel_capture_delete"];

/**
 * Does `work` without writing the new rows into logs, as far as nobody can have followed one yet: no position was ever given
 * in it. A follower begins with the rows that are there, and these are among them. Belongs into a transaction: until its
 * end nobody gives a position, and whoever has looked at the log before is told to begin anew, by another epoch.
 */
export async function beforeTheLog<T>(
  client: pg.ClientBase,
  planned: readonly PlannedSeed[],
  work: () => Promise<T>,
): Promise<T> {
  const names = planned
    .map(({ entity }) => entity)
    .filter(({ feed }) => feed)
    .map(({ schema, table }) => `${quote(schema)}.${quote(table)}`);
  const { rows: feeds } = await client.query<{ schema: string; table: string }>(
    `select distinct c.relnamespace::regnamespace::text as schema, c.oid::regclass::text as table
       from pg_trigger t
       join pg_class c on c.oid = t.tgrelid
      where t.tgname = any ($2::text[])
        and c.oid = any (array(select to_regclass(name) from unnest($1::text[]) as name))`,
    [names, triggers],
  );
  const untouched = new Set<string>();
  for (const schema of new Set(feeds.map((one) => one.schema))) {
    const { rowCount } = await client.query(
      `update ${schema}.log_head set epoch = gen_random_uuid() where generation = 0 and position = 0`,
    );
    if (rowCount === 1) untouched.add(schema);
  }
  const tables = feeds.filter(({ schema }) => untouched.has(schema)).map(({ table }) => table);
  const turn = async (how: "enable" | "disable") => {
    for (const table of tables) {
      const actions = triggers.map((name) => `${how} trigger ${name}`);
      await client.query(`alter table ${table} ${actions.join(", ")}`);
    }
  };
  await turn("disable");
  const result = await work();
  await turn("enable");
  return result;
}
