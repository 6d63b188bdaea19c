import { quote } from "../identifier.js";
import type { Step } from "./change.js";
import { columnSql } from "./column-sql.js";
import type { ColumnDescription } from "./description.js";
import { setNotNullOnline } from "./online.js";
import { searchColumn } from "./search-vector.js";
import { rewritesTable, typeChange } from "./type-change.js";

/** Where the columns are that are compared. */
export interface ColumnPlace {
  readonly schema: string;
  readonly table: string;
}

/** The step that adds a column to a table which may hold rows. */
export function addColumn(place: ColumnPlace, column: ColumnDescription): Step {
  const { subject, alter } = at(place, column.name);
  const rewrites = column.generated !== undefined || isVolatile(column.default);
  return {
    schema: place.schema,
    phase: "add columns",
    subject,
    sentence: `Adds the column ${subject} (${column.type})${rewrites ? rewriting : ""}.`,
    sql: `${alter}\n  add column ${columnSql(column)}`,
    losesData: false,
    locks: rewrites ? "everything" : "briefly",
    rewrites,
    mayFail:
      column.notNull && column.default === undefined
        ? `${place.schema}.${place.table} holds rows, which would have no value for ${column.name}: give it a default, or make it optional first`
        : undefined,
  };
}

const rewriting = ", which writes the whole table anew";

/** Whether a default may differ from row to row: a call of anything but the time, which stands for the statement. */
function isVolatile(value: string | undefined): boolean {
  const words = (value ?? "").replace(/'(?:[^']|'')*'|::[\p{L} ]+\([\d,]*\)/gu, "");
  const calls = words.match(/[\p{L}_"][\p{L}\p{N}_$".]*\s*\(/gu) ?? [];
  return calls.some((call) => !/^(?:now|transaction_timestamp|statement_timestamp)\s*\($/i.test(call));
}

/** The step that drops a column; what is made of other columns can be made again, and is no loss. */
export function dropColumn(place: ColumnPlace, column: ColumnDescription): Step {
  const { subject, alter } = at(place, column.name);
  const generated = column.generated !== undefined || column.name === searchColumn;
  return {
    schema: place.schema,
    phase: generated ? "drop generated columns" : "drop columns",
    subject,
    sentence: `Drops the column ${subject}${generated ? ", which is made of others" : " with its values"}.`,
    sql: `${alter}\n  drop column ${quote(column.name)}`,
    losesData: !generated,
    locks: "briefly",
  };
}

/** The steps that make one column like another of the same name; neither is generated. */
export function alterColumn(
  place: ColumnPlace,
  from: ColumnDescription,
  to: ColumnDescription,
  written: ColumnDescription,
): readonly Step[] {
  const { subject, alter } = at(place, to.name);
  const column = quote(to.name);
  const step = (sentence: string, actions: readonly string[], more: Partial<Step>): Step => ({
    schema: place.schema,
    phase: "alter columns",
    subject,
    sentence,
    sql: `${alter}\n${actions.map((action) => `  alter column ${column} ${action}`).join(",\n")}`,
    losesData: false,
    locks: "briefly",
    ...more,
  });
  const retyped = from.type !== to.type;
  const setDefault = written.default === undefined ? [] : [`set default ${written.default}`];
  const steps: Step[] = [];
  if (retyped) {
    const { using, losesData } = typeChange(to.name, from.type, to.type);
    const rewrites = rewritesTable(from.type, to.type);
    const dropDefault = from.default === undefined ? [] : ["drop default"];
    steps.push(
      step(
        `Changes the type of ${subject} from ${from.type} to ${to.type}${rewrites ? rewriting : ""}.`,
        [...dropDefault, `type ${written.type} using ${using}`, ...setDefault],
        {
          losesData,
          locks: rewrites ? "everything" : "briefly",
          rewrites,
          mayFail: losesData ? `a value does not read as ${to.type}` : undefined,
        },
      ),
    );
  } else if (from.default !== to.default) {
    steps.push(
      setDefault.length > 0
        ? step(`Sets the default of ${subject}.`, setDefault, {})
        : step(`Takes the default of ${subject} away.`, ["drop default"], {}),
    );
  }
  if (to.notNull && !from.notNull) {
    const mayFail = `a row has no value for ${subject}`;
    const online = setNotNullOnline(place.schema, place.table, to.name);
    steps.push(
      step(`Makes ${subject} required.`, ["set not null"], { locks: "everything", mayFail, online }),
    );
  } else if (from.notNull && !to.notNull) {
    steps.push(step(`Makes ${subject} optional.`, ["drop not null"], {}));
  }
  return steps;
}

function at({ schema, table }: ColumnPlace, column: string) {
  return {
    subject: `${schema}.${table}.${column}`,
    alter: `alter table ${quote(schema)}.${quote(table)}`,
  };
}
