import { quote } from "../identifier.js";
import { partitionOf, ringSize } from "./tables.js";

const slots = Array.from({ length: ringSize }, (_, slot) => slot);

/** Makes a text once for each schema. */
function once(make: (schema: string) => string): (schema: string) => string {
  const texts = new Map<string, string>();
  return (schema) => {
    const made = texts.get(schema) ?? make(schema);
    texts.set(schema, made);
    return made;
  };
}

/**
 * The statement that gives entries, a row each. Its values are those of `rangeOf`. What is of the transaction stands with its first
 * entry only.
 */
export const entriesText = once(
  (schema) => `${entriesOf(schema, ["before", "after"])}
select case when begins then position end, case when begins then events end, case when begins then xid end,
       case when begins then committed_at end, seq, at, kind, subject, key, version, before, after, cause
  from summed
 where so_far - bytes < $5::bigint
 order by position, seq`,
);

const beginning = `case when begins then position || ' ' || events || ' ' || xid else '' end`;
const kindLetter =
  "case kind when 'insert' then 'i' when 'update' then 'u' when 'delete' then 'd' when 'truncate' then 't' else 'e' end";

function sheetText(schema: string, rows: readonly ("before" | "after")[]): string {
  const parts = [
    beginning,
    kindLetter,
    "to_json(subject)",
    "to_json(key)",
    "version",
    "seq",
    rows.includes("before") ? "coalesce(before::text, '')" : "''",
    "coalesce(after::text, '')",
  ];
  return `${entriesOf(schema, rows)}
select string_agg(concat_ws(E'\\t', ${parts.join(", ")}), E'\\n')
  from (
    select *
      from summed
     where so_far - bytes < $5::bigint
     order by position, seq
  ) as given`;
}

/**
 * The statement that gives the same entries as one text. An entry is a line, its parts stand between tabs: neither is in the text of JSON,
 * other than escaped. The parts are what is new about its transaction (`position events xid`) where it is the first of one, the
 * letter of its kind, its subject and its key as JSON, its version, its `seq`, the row before it, and the row after it.
 */
export const wholeSheetText = once((schema) => sheetText(schema, ["before", "after"]));
/** The same without rows as they were before. */
export const laterSheetText = once((schema) => sheetText(schema, ["after"]));

/**
 * Each slot's transactions of the range, joined with their rows, as a union of one branch for each partition: so every branch is a plain walk along
 * two indexes. A range of n positions has at most n transactions, and at most n entries of them are read. `rows` are those that
 * count as bytes; `begins` says of an entry that the one before it is of another transaction.
 */
function entriesOf(schema: string, rows: readonly ("before" | "after")[]): string {
  const branches = slots.map(
    (slot) => `    select l.position, l.events, l.xid, l.committed_at,
           o.seq, o.at, o.kind, o.subject, o.key, o.version, o.before, o.after, o.cause
      from ${quote(schema)}.${quote(partitionOf("log", slot))} l
     cross join lateral (
       select o.*
         from ${quote(schema)}.${quote(partitionOf("outbox", slot))} o
        where o.slot = ${slot}
          and o.xid = l.xid
          and o.seq between greatest(l.first_seq, case when l.position < $2 then $4::bigint + 1 end) and l.last_seq
        order by o.seq
       offset case when l.position < $2 and $4::bigint = 0 then $2 - l.position else 0 end
        limit $3 - greatest(l.position, $2)
     ) o
     where l.slot = ${slot} and l.position >= $1 and l.position < $3`,
  );
  return `with
  entry as (
${branches.join("\n     union all\n")}
  ),
  measured as (
    select e.*,
           ${rows.map((row) => `${bytesOf(`e.${row}`)} + `).join("")}octet_length(e.key) + 200 as bytes
      from entry e
  ),
  summed as (
    select m.*,
           sum(m.bytes) over log as so_far,
           lag(m.position) over log is distinct from m.position as begins
      from measured m
    window log as (order by m.position, m.seq rows unbounded preceding)
  )`;
}

/** How many bytes a value has as text, about: only one that is kept compressed is written out to be measured. */
function bytesOf(column: string): string {
  return `case when ${column} is null then 0
                when pg_column_compression(${column}) is null then pg_column_size(${column})
                else octet_length(${column}::text) end`;
}

/** The statement that tells where the transaction begins that has a position. */
export const locateText = once((schema) => {
  const branches = slots.map(
    (slot) =>
      `(select position from ${quote(schema)}.${quote(partitionOf("log", slot))} where slot = ${slot} and position <= $1 order by position desc limit 1)`,
  );
  return `select max(position)\n  from (${branches.join("\n        union all ")}) as slots`;
});
