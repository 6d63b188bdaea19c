import { prepare } from "./compile/prepared.js";
import type { Execute } from "./executor.js";
import type { Parameter } from "./parameter.js";

/** What PostgreSQL knows of a constraint or of a unique index. */
export interface ConstraintFact {
  /** `unique`, `primary key`, `foreign key`, `check`, or `index`. */
  readonly kind: string;
  /** The columns it speaks of; of an index over expressions, the text of those. */
  readonly columns: readonly string[];
}

const lookup = prepare(
  "constraint",
  `select case c.contype when 'p' then 'primary key' when 'u' then 'unique' when 'f' then 'foreign key' else 'check' end,
       to_json(array(
         select a.attname from unnest(c.conkey) with ordinality as k (number, place)
         join   pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number
         order  by k.place))
from   pg_constraint c
where  c.conrelid = to_regclass(format('%I.%I', $1::text, $2::text)) and c.conname = $3
union  all
select 'index',
       to_json(array(
         select pg_get_indexdef(i.indexrelid, place, true) from generate_series(1, i.indnkeyatts) as place
         order  by place))
from   pg_index i
join   pg_class c on c.oid = i.indexrelid
where  i.indrelid = to_regclass(format('%I.%I', $1::text, $2::text)) and c.relname = $3
limit  1`,
);

/** Finds what a constraint is about, and remembers it. Names may be cut and hashed, so they are not taken apart. */
export type FindConstraint = (
  schema: string,
  table: string,
  name: string,
) => Promise<ConstraintFact | undefined>;

/** Looks constraints up with `execute`, which must not be in the transaction that has just failed. */
export function createConstraintLookup(
  execute: (prepared: typeof lookup, values: readonly Parameter[]) => ReturnType<Execute>,
): FindConstraint {
  const known = new Map<string, ConstraintFact>();
  return async (schema, table, name) => {
    const key = `${schema}\n${table}\n${name}`;
    const found = known.get(key);
    if (found) return found;
    try {
      const { rows } = await execute(lookup, [schema, table, name]);
      const [kind, columns] = rows[0] ?? [];
      if (!kind || !columns) return undefined;
      const fact = Object.freeze({ kind, columns: Object.freeze(JSON.parse(columns) as string[]) });
      known.set(key, fact);
      return fact;
    } catch {
      return undefined;
    }
  };
}
