import type pg from "pg";
import { quote } from "../identifier.js";
import type { Migration } from "./migration-file.js";
import { type Effect, effectsOf, type Rule, type TableName } from "./statement-effects.js";

/** A file that is about to be applied, with what of it has been done by an earlier run. */
export interface PendingFile {
  readonly file: Migration;
  isDone(position: number): boolean;
}

/** A table as it will be when the statements before have run; `source` is SQL that gives its rows. */
interface Foreseen {
  readonly source: string;
  /** Quoted; those that a query can read already. */
  readonly columns: readonly string[];
}

/**
 * Looks, before anything is changed, for rows that would end the files of a service in the middle: no value for what
 * becomes required, values that break a check or occur twice, references to what is not there, values that do not
 * read as another type. Takes no lock that anybody waits for. What a person wrote ends the foresight, since it may mend
 * the rows first; what happens meanwhile is not foreseen either.
 *
 * Gives a sentence for each rule that rows break, with the file, the line and some of the ids.
 */
export async function findRowsInTheWay(
  client: pg.Client,
  files: readonly PendingFile[],
  onTable: (file: Migration, table: string) => void,
): Promise<readonly string[]> {
  const tables = new Map<TableName, Foreseen>();
  const asked = new Set<string>();
  const found: string[] = [];
  for (const { file, isDone } of files) {
    for (const [position, { text, line }] of file.statements.entries()) {
      if (isDone(position)) continue;
      const effects = effectsOf(text);
      if (!effects) return found;
      for (const effect of effects) {
        if (!tables.has(effect.table)) tables.set(effect.table, await lookUp(client, effect.table));
        const question = questionOf(effect, tables);
        tables.set(effect.table, foresee(effect, tables.get(effect.table) ?? nothing));
        if (!question || asked.has(question.sql)) continue;
        asked.add(question.sql);
        onTable(file, plainName(effect.table));
        const answer = await ask(client, question);
        if (answer) found.push(`${file.path}:${line}: ${answer}`);
      }
    }
  }
  return found;
}

const nothing: Foreseen = { source: "(select where false)", columns: [] };

async function lookUp(client: pg.Client, table: TableName): Promise<Foreseen> {
  const { rows } = await client.query<{ columns: string[] | null }>(
    `select array_agg(attname::text order by attnum) as columns
       from pg_attribute
      where attrelid = to_regclass($1)
        and attnum > 0
        and not attisdropped`,
    [table],
  );
  const columns = rows[0]?.columns;
  return columns ? { source: table, columns: columns.map(quote) } : nothing;
}

function foresee(effect: Effect, { source, columns }: Foreseen): Foreseen {
  const select = (column: string, expression: string) => {
    const others = columns.filter((one) => one !== column);
    const list = [...others, `${expression} as ${column}`].join(", ");
    return { source: `(select ${list} from ${source} as t)`, columns: [...others, column] };
  };
  switch (effect.kind) {
    case "table created":
    case "table dropped":
      return nothing;
    case "column added":
      if (source === nothing.source) return nothing;
      return effect.value === undefined
        ? { source, columns }
        : select(effect.column, `(${effect.value})::${effect.type}`);
    case "column dropped":
      return { source, columns: columns.filter((one) => one !== effect.column) };
    case "column retyped":
      return columns.includes(effect.column) ? select(effect.column, effect.using) : { source, columns };
    case "rule":
      return { source, columns };
  }
}

interface Question {
  /** Gives a row where something is in the way. */
  readonly sql: string;
  /** Which table and what of it, with the rule: what comes before the ids. */
  readonly about: string;
}

function questionOf(effect: Effect, tables: ReadonlyMap<TableName, Foreseen>): Question | undefined {
  const { source, columns } = tables.get(effect.table) ?? nothing;
  if (source === nothing.source) return undefined;
  const place = plainName(effect.table);
  const id = columns.includes('"id"') ? `"id"::text` : "null";
  const some = (where: string) => `select ${id} as id from ${source} as t where ${where} limit 3`;
  switch (effect.kind) {
    case "column added":
      if (!effect.notNull || effect.value !== "null") return undefined;
      return {
        sql: some("true"),
        about: `${place} holds rows, which would have no value for ${place}.${unquoted(effect.column)}`,
      };
    case "column retyped":
      return {
        sql: `select null as id from ${source} as t having count(${effect.using}) < 0`,
        about: `values of ${place}.${unquoted(effect.column)} do not fit its new type`,
      };
    case "rule":
      return ruleQuestion(place, effect.name, effect.rule, { source, some }, tables);
    default:
      return undefined;
  }
}

function ruleQuestion(
  place: string,
  name: string,
  rule: Rule,
  { source, some }: { source: string; some: (where: string) => string },
  tables: ReadonlyMap<TableName, Foreseen>,
): Question {
  const named = `${place} break ${unquoted(name)}`;
  switch (rule.kind) {
    case "check":
      return { sql: some(`not (${rule.holds})`), about: `rows of ${named}, check (${rule.holds})` };
    case "required":
      return {
        sql: some(`${rule.column} is null`),
        about: `rows of ${place} have no value for ${place}.${unquoted(rule.column)}, which becomes required`,
      };
    case "unique":
      return {
        sql: `select null as id from ${source} as t where row(${rule.keys}) is not null${rule.where ? ` and (${rule.where})` : ""} group by ${rule.keys} having count(*) > 1 limit 1`,
        about: `rows of ${named}, which lets no two hold the same (${rule.keys})${rule.where ? ` where ${rule.where}` : ""}`,
      };
    case "reference": {
      const target = tables.get(rule.target)?.source ?? rule.target;
      const there = `select from ${target} as other where other.${rule.targetColumn} = t.${rule.column}`;
      return {
        sql: some(
          `t.${rule.column} is not null${target === nothing.source ? "" : ` and not exists (${there})`}`,
        ),
        about: `rows of ${named}: ${place}.${unquoted(rule.column)} refers to rows of ${plainName(rule.target)} that are not there`,
      };
    }
  }
}

/**
 * What is in the way, as a sentence. A question that cannot be put, such as one about what a file makes itself, has no
 * answer: the statement will say it.
 */
async function ask(client: pg.Client, { sql, about }: Question): Promise<string | undefined> {
  try {
    const { rows } = await client.query<{ id: string | null }>(sql);
    if (rows.length === 0) return undefined;
    const ids = rows.flatMap(({ id }) => (id === null ? [] : [id]));
    return ids.length === 0 ? `${about}.` : `${about}. Among them: ${ids.join(", ")}.`;
  } catch (error) {
    const { code, message } = error as pg.DatabaseError;
    return code?.startsWith("22") ? `${about}: ${message}.` : undefined;
  }
}

function plainName(table: TableName): string {
  return table
    .split('"."')
    .map((part) => unquoted(`"${part.replace(/^"|"$/g, "")}"`))
    .join(".");
}

function unquoted(name: string): string {
  return name.replace(/^"([\s\S]*)"$/, "$1").replaceAll('""', '"');
}
