import type pg from "pg";

/**
 * Does `work` while the tables have none of the indexes that only make reading faster, and makes them again
 * afterwards: building an index once is much less work than growing it row by row. Belongs into a transaction, which
 * brings them back where `work` fails. What is unique stays, since it is a rule and not a convenience.
 */
export async function withoutIndexes<T>(
  client: pg.ClientBase,
  tables: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text      as name,
            pg_get_indexdef(indexrelid)     as definition
       from pg_index
      where indrelid = any ($1::regclass[])
        and not indisunique
        and not indisexclusion
        and indisvalid
      order by indexrelid`,
    [tables],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  const result = await work();
  await client.query("set local maintenance_work_mem = '256MB'");
  for (const { definition } of rows) await client.query(definition);
  return result;
}
