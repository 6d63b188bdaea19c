import { quote } from "../identifier.js";
import { backfillLine } from "./backfill-line.js";
import type { Step } from "./change.js";
import type { ColumnPlace } from "./column-difference.js";
import type { ColumnDescription, TriggerDescription } from "./description.js";
import { together } from "./expansion-steps.js";
import {
  atEveryUpdate,
  describeSearchColumn,
  generatesSameVector,
  isAtEveryUpdate,
  makesSameVector,
  type SearchKeeping,
  searchColumn,
  searchedColumns,
  searchTriggerName,
  vectorOf,
} from "./search-vector.js";
import { tableSteps } from "./table-steps.js";

/** What keeps the search column of a table before and after, and how the blueprint writes it. */
export interface SearchChange {
  readonly from: SearchKeeping | undefined;
  readonly to: SearchKeeping | undefined;
  readonly written: SearchKeeping | undefined;
}

/**
 * The steps that make the vectors of a table what they are to be: function and trigger in one statement, from which on
 * every write is right; then the rows that nobody writes, in batches. Where the vectors stay the same no row is
 * written: a column that PostgreSQL generated becomes an ordinary one with its values in it. While `from` or `to`
 * works at every update, so does what is in force between them: another trigger may end only after that.
 *
 * `column` is the search column as it is there, `retyped` what gets another type, which PostgreSQL refuses as long as a
 * trigger or a generated column reads it: what is written until the new trigger is there, the batches find.
 */
export function searchSteps(
  place: ColumnPlace,
  { from, to, written }: SearchChange,
  column: ColumnDescription | undefined,
  retyped: ReadonlySet<string>,
): readonly Step[] {
  if (!to || !written) return [];
  const generated = column?.generated;
  const dropped = from !== undefined && searchedColumns(from).some((name) => retyped.has(name));
  const wide = isAtEveryUpdate(to.trigger) || (from !== undefined && isAtEveryUpdate(from.trigger));
  const inForce = (trigger: TriggerDescription) => (wide ? atEveryUpdate(trigger) : trigger);
  const triggerStays = !dropped && from?.trigger.definition === inForce(to.trigger).definition;
  const functionStays = from?.calls.definition === to.calls.definition;
  const endsEarly = generated !== undefined && retyped.size > 0;
  const statements = [
    ...(generated === undefined || endsEarly ? [] : [endGeneration(place)]),
    ...(functionStays ? [] : [written.calls.definition]),
    ...(triggerStays ? [] : [orReplace(inForce(written.trigger))]),
  ];
  const staysSame = from
    ? makesSameVector(from, to)
    : generated !== undefined && !endsEarly && generatesSameVector(generated, written);
  return [
    ...(endsEarly ? [keep(place, [endGeneration(place)], "drop triggers")] : []),
    ...(dropped ? [tableSteps(place.schema, place.table).dropTrigger(from.trigger)] : []),
    ...(statements.length === 0 ? [] : [keep(place, statements)]),
    ...(wide && !isAtEveryUpdate(to.trigger) ? [narrow(place, written.trigger)] : []),
    ...(staysSame ? [] : [fill(place, written)]),
  ];
}

function keep(
  place: ColumnPlace,
  statements: readonly string[],
  phase: Step["phase"] = "search vectors",
): Step {
  const { subject } = at(place);
  const [only] = statements;
  return {
    schema: place.schema,
    phase,
    subject,
    sentence: `Lets the trigger ${searchTriggerName} make ${subject}.`,
    sql: statements.length === 1 && only ? only : together(statements.map(indented)),
    losesData: false,
    locks: "briefly",
  };
}

/** The body of a function is compared to the letter. */
function indented(statement: string): string {
  return statement.includes("$$") ? statement : statement.replaceAll("\n", "\n  ");
}

/** Rows that are written later than the trigger came have theirs already, and are not written again. */
function fill(place: ColumnPlace, keeping: SearchKeeping): Step {
  const { subject, table } = at(place);
  const column = quote(searchColumn);
  const vector = vectorOf(keeping).replaceAll("\n", "\n    ");
  const update = (batch: string) =>
    `update ${table}\n   set ${column} = default\n where ${batch}${column} is distinct from (\n        ${vector})`;
  const plain = [
    "perform set_config('lintel.backfill', 'on', true)",
    update("").replaceAll("\n", "\n  "),
    "perform set_config('lintel.backfill', 'off', true)",
  ];
  const above = [
    `-- The trigger makes ${searchColumn}, whatever is written into it.`,
    backfillLine({ ...place, to: searchColumn }),
  ];
  return {
    schema: place.schema,
    phase: "fill search vectors",
    subject,
    sentence: `Makes ${subject} of the rows that are there, in batches.`,
    sql: together(plain),
    losesData: false,
    locks: "briefly",
    online: [{ sql: update('"id" between $1 and $2\n   and '), alone: false, above: above.join("\n") }],
  };
}

function narrow(place: ColumnPlace, trigger: TriggerDescription): Step {
  return {
    ...tableSteps(place.schema, place.table).addTrigger(trigger),
    sentence: `Lets the trigger ${searchTriggerName} of ${place.schema}.${place.table} work only where a searched column is written.`,
    sql: orReplace(trigger),
  };
}

function endGeneration(place: ColumnPlace): string {
  const column = quote(searchColumn);
  return [
    `alter table ${at(place).table}`,
    `  alter column ${column} drop expression,`,
    `  alter column ${column} set default ${describeSearchColumn().default}`,
  ].join("\n");
}

function orReplace({ definition }: TriggerDescription): string {
  return definition.replace(/^create trigger/i, "create or replace trigger");
}

function at({ schema, table }: ColumnPlace) {
  return { subject: `${schema}.${table}.${searchColumn}`, table: `${quote(schema)}.${quote(table)}` };
}
