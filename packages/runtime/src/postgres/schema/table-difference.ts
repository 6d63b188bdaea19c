import type { Step } from "./change.js";
import { addColumn, alterColumn, type ColumnPlace, dropColumn } from "./column-difference.js";
import type { ColumnDescription, TableDescription } from "./description.js";
import { matchByName } from "./match.js";
import { tableSteps } from "./table-steps.js";

/**
 * The steps from one form of a table to another. `written` is the new form in the words of the blueprint: what is
 * compared are the words of PostgreSQL, what is written into a migration are these.
 */
export function tableDifference(
  schema: string,
  from: TableDescription,
  to: TableDescription,
  written: TableDescription,
): readonly Step[] {
  const place = { schema, table: to.name };
  const columns = matchByName(from.columns, to.columns, written.columns);
  const retyped = columns.both.filter((pair) => pair.from.type !== pair.to.type && !isRemade(pair));
  const remade = columns.both.filter(
    (pair) => isRemade(pair) || (retyped.length > 0 && pair.to.generated !== undefined),
  );
  const unsettled = new Set([...retyped, ...remade].map((pair) => pair.to.name));
  return [
    ...columns.gone.map((column) => dropColumn(place, column)),
    ...columns.added.map(({ written: column }) => addColumn(place, column)),
    ...columns.both.flatMap((pair) =>
      remade.includes(pair)
        ? [dropColumn(place, pair.from), addColumn(place, pair.written)]
        : alterColumn(place, pair.from, pair.to, pair.written),
    ),
    ...restDifference(place, from, to, written, unsettled),
    ...commentDifference(place, from, to, new Set(remade.map((pair) => pair.to.name))),
  ];
}

interface Pair {
  readonly from: ColumnDescription;
  readonly to: ColumnDescription;
}

/** A generated column cannot become another: it is dropped, and made again. */
function isRemade({ from, to }: Pair): boolean {
  const isGenerated = from.generated !== undefined || to.generated !== undefined;
  return isGenerated && (from.generated !== to.generated || from.type !== to.type);
}

/** Constraints, indexes and triggers; those on a column that is made anew are made anew with it. */
function restDifference(
  place: ColumnPlace,
  from: TableDescription,
  to: TableDescription,
  written: TableDescription,
  unsettled: ReadonlySet<string>,
): readonly Step[] {
  const steps = tableSteps(place.schema, place.table);
  const differs = (pair: { from: Defined; to: Defined }) =>
    pair.from.definition !== pair.to.definition ||
    [...(pair.from.columns ?? []), ...(pair.to.columns ?? [])].some((column) => unsettled.has(column));
  const constraints = matchByName(from.constraints, to.constraints, written.constraints);
  const indexes = matchByName(from.indexes, to.indexes, written.indexes);
  const triggers = matchByName(from.triggers, to.triggers, written.triggers);
  return [
    ...[...constraints.gone, ...constraints.both.filter(differs).map((pair) => pair.from)].map(
      steps.dropConstraint,
    ),
    ...[...constraints.added, ...constraints.both.filter(differs)].map((pair) =>
      steps.addConstraint(pair.written, false),
    ),
    ...[...indexes.gone, ...indexes.both.filter(differs).map((pair) => pair.from)].map(steps.dropIndex),
    ...[...indexes.added, ...indexes.both.filter(differs)].map((pair) => steps.addIndex(pair.written, false)),
    ...[...triggers.gone, ...triggers.both.filter(differs).map((pair) => pair.from)].map(steps.dropTrigger),
    ...[...triggers.added, ...triggers.both.filter(differs)].map((pair) => steps.addTrigger(pair.written)),
  ];
}

interface Defined {
  readonly definition: string;
  readonly columns?: readonly string[];
}

function commentDifference(
  place: ColumnPlace,
  from: TableDescription,
  to: TableDescription,
  remade: ReadonlySet<string>,
): readonly Step[] {
  const steps = tableSteps(place.schema, place.table);
  const before = new Map(
    from.columns.filter((column) => !remade.has(column.name)).map((column) => [column.name, column.comment]),
  );
  return [
    ...(from.comment === to.comment ? [] : [steps.comment(to.comment)]),
    ...to.columns
      .filter((column) => before.get(column.name) !== column.comment)
      .map((column) => steps.commentOnColumn(column.name, column.comment)),
  ];
}
