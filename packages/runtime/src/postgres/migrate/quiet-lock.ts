import type pg from "pg";

/** The tables of these names that are there, and those that foreign keys tie to them, in one order for all. */
const tied = `
with named as (
  select to_regclass(name) as oid
    from unnest($1::text[]) as name
)
select format('%I.%I', n.nspname, c.relname) as name
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p')
   and (   c.oid in (select oid from named)
        or c.oid in (select confrelid from pg_constraint where contype = 'f' and conrelid in (select oid from named))
        or c.oid in (select conrelid from pg_constraint where contype = 'f' and confrelid in (select oid from named)))
 order by c.oid`;

/**
 * Takes the weakest lock that keeps maintenance away (vacuum, analyze, the build of an index) from the tables of some
 * statements and from those that foreign keys tie to them, until the transaction ends. Behind a wait for this lock
 * nobody waits who reads or writes; behind a wait for the strong lock that a statement needs, everybody would, and a
 * vacuum takes minutes. One that PostgreSQL began by itself gives way after `deadlock_timeout`, 1 s unless it is set
 * otherwise, which no wait of 0.8 s would live to see.
 *
 * Waits at most `milliseconds`, and ends with PostgreSQL's 55P03 where that was too short.
 */
export async function lockQuietly(
  client: pg.Client,
  statements: readonly string[],
  milliseconds: number,
): Promise<void> {
  const names = [...new Set(statements.flatMap(namesIn))];
  if (names.length === 0) return;
  const { rows } = await client.query<{ name: string }>(tied, [names]);
  if (rows.length === 0) return;
  const { rows: settings } = await client.query<{ before: string }>(
    "select current_setting('lock_timeout') as before, set_config('lock_timeout', $1, true)",
    [`${Math.round(milliseconds)}ms`],
  );
  await client.query(`lock table ${rows.map(({ name }) => name).join(", ")} in share update exclusive mode`);
  await client.query("select set_config('lock_timeout', $1, true)", [settings[0]?.before ?? "0"]);
}

const name = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
const mention = new RegExp(
  String.raw`\b(?:alter\s+table|drop\s+table|references|on)\s+(${name}(?:\s*\.\s*${name})?)`,
  "giu",
);

/** What may be the name of a table: the rest, such as `on delete`, is no table's name when it is looked up. */
function namesIn(statement: string): readonly string[] {
  return [...statement.matchAll(mention)].flatMap((match) => (match[1] ? [match[1]] : []));
}
