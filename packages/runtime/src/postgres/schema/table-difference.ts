import { captureSteps, withoutCapture } from "./capture-steps.js";
import type { Step } from "./change.js";
import { addColumn, alterColumn, type ColumnPlace, dropColumn } from "./column-difference.js";
import type { ColumnDescription, ConstraintDescription, TableDescription } from "./description.js";
import { matchByName } from "./match.js";
import { leftToOther, onExisting, type Replaced } from "./online.js";
import { type SearchChange, searchSteps } from "./search-steps.js";
import { isSearchTrigger, searchColumn, searchedColumns } from "./search-vector.js";
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
  search: SearchChange,
): readonly Step[] {
  const place = { schema, table: to.name };
  const matched = matchByName(from.columns, to.columns, written.columns);
  const columns = search.to ? { ...matched, both: matched.both.map(asOrdinary) } : matched;
  const retyped = columns.both.filter((pair) => pair.from.type !== pair.to.type && !isRemade(pair));
  const remade = columns.both.filter(isRemade);
  const unsettled = new Set([...retyped, ...remade].map((pair) => pair.to.name));
  const gone = new Set(columns.gone.map((column) => column.name));
  const isGenerated = from.columns.some(({ name, generated }) => name === searchColumn && generated);
  const [restFrom, restTo] = withoutCapture(withoutSearch(from, search), withoutSearch(to, search));
  const searched = new Set(search.from ? searchedColumns(search.from) : isGenerated ? gone : []);
  return [
    ...columns.gone.map((column) => {
      const drop = dropColumn(place, column);
      return search.to && searched.has(column.name)
        ? { ...drop, phase: "drop searched columns" as const }
        : drop;
    }),
    ...columns.added.map(({ written: column }) => addColumn(place, column)),
    ...columns.both.flatMap((pair) =>
      remade.includes(pair)
        ? [dropColumn(place, pair.from), addColumn(place, pair.written)]
        : alterColumn(place, pair.from, pair.to, pair.written),
    ),
    ...searchSteps(
      place,
      search,
      from.columns.find(({ name }) => name === searchColumn),
      new Set(retyped.map((pair) => pair.to.name)),
    ),
    ...captureSteps(place, from, to, written),
    ...restDifference(place, restFrom, restTo, written, { unsettled, gone }),
    ...commentDifference(place, from, to, new Set(remade.map((pair) => pair.to.name))),
  ].map(onExisting);
}

/** The search column as if its trigger made it already: what leads there is no matter of columns. */
function asOrdinary(pair: Pair): Pair {
  if (pair.to.name !== searchColumn || pair.from.generated === undefined) return pair;
  return { ...pair, from: { ...pair.from, generated: undefined, default: pair.to.default } };
}

/** Without the trigger of search, where `searchSteps` sees to it. */
function withoutSearch(table: TableDescription, { to }: SearchChange): TableDescription {
  return to ? { ...table, triggers: table.triggers.filter((one) => !isSearchTrigger(one)) } : table;
}

interface Pair {
  readonly from: ColumnDescription;
  readonly to: ColumnDescription;
  readonly written: ColumnDescription;
}

/** A generated column cannot become another: it is dropped, and made again. */
function isRemade({ from, to }: Pick<Pair, "from" | "to">): boolean {
  const isGenerated = from.generated !== undefined || to.generated !== undefined;
  return isGenerated && (from.generated !== to.generated || from.type !== to.type);
}

/** The columns of a table on which little can stay: those that are made anew or retyped, and those that go. */
interface Moving {
  readonly unsettled: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
}

/**
 * Constraints, indexes and triggers; those on a column that is made anew are made anew with it. What takes the place
 * of another of its name does so without a moment in which neither holds, where the columns stay as they are.
 */
function restDifference(
  place: ColumnPlace,
  from: TableDescription,
  to: TableDescription,
  written: TableDescription,
  { unsettled, gone }: Moving,
): readonly Step[] {
  const steps = tableSteps(place.schema, place.table);
  const stays = (one: Defined | undefined) =>
    !one?.columns?.some((column) => unsettled.has(column) || gone.has(column));
  const differs = (pair: { from: Defined; to: Defined }) =>
    pair.from.definition !== pair.to.definition ||
    [...(pair.from.columns ?? []), ...(pair.to.columns ?? [])].some((column) => unsettled.has(column));
  const constraints = matchByName(from.constraints, to.constraints, written.constraints);
  const indexes = matchByName(from.indexes, to.indexes, written.indexes);
  const triggers = matchByName(from.triggers, to.triggers, written.triggers);
  const goneConstraints = [...constraints.gone, ...constraints.both.filter(differs).map((pair) => pair.from)];
  const goneIndexes = [...indexes.gone, ...indexes.both.filter(differs).map((pair) => pair.from)];
  const newConstraints = [...constraints.added, ...constraints.both.filter(differs)];
  const newIndexes = [...indexes.added, ...indexes.both.filter(differs)];
  const replacedByName = (name: string, by: Defined & Partial<ConstraintDescription>): Replaced => {
    const constraint = goneConstraints.find((one) => one.name === name);
    const index = goneIndexes.find((one) => one.name === name);
    if (!stays(by) || !stays(constraint) || !stays(index)) return undefined;
    if (constraint) return canReplace(constraint, by) ? "constraint" : undefined;
    return index && canReplace(index, by) ? "index" : undefined;
  };
  const replacing = new Map(
    [...newConstraints, ...newIndexes].map(({ to }) => [to.name, replacedByName(to.name, to)]),
  );
  const drop = <T extends { name: string }>(one: T, dropOne: (one: T) => Step) =>
    replacing.get(one.name) ? leftToOther(dropOne(one)) : dropOne(one);
  const changed = triggers.both.filter(differs);
  const policies = matchByName(from.policies, to.policies, written.policies);
  const remadePolicies = policies.both.filter(
    (pair) => !stays(pair.from) || !stays(pair.to) || pair.from.verb !== pair.to.verb,
  );
  const alteredPolicies = policies.both.filter(
    (pair) => pair.from.definition !== pair.to.definition && !remadePolicies.includes(pair),
  );
  return [
    ...goneConstraints.map((one) =>
      drop(one, (gone) =>
        isKey(gone) && stays(gone) ? asKey(steps.dropConstraint(gone)) : steps.dropConstraint(gone),
      ),
    ),
    ...newConstraints.map((pair) => steps.addConstraint(pair.written, false, replacing.get(pair.to.name))),
    ...goneIndexes.map((one) => drop(one, steps.dropIndex)),
    ...newIndexes.map((pair) => steps.addIndex(pair.written, false, replacing.get(pair.to.name))),
    ...triggers.gone.map(steps.dropTrigger),
    ...changed.map((pair) => leftToOther(steps.dropTrigger(pair.from))),
    ...triggers.added.map((pair) => steps.addTrigger(pair.written)),
    ...changed.map((pair) => steps.replaceTrigger(pair.written)),
    ...[...policies.gone, ...remadePolicies.map((pair) => pair.from)].map(steps.dropPolicy),
    ...[...policies.added, ...remadePolicies].map((pair) => steps.addPolicy(pair.written)),
    ...alteredPolicies.map((pair) => steps.alterPolicy(pair.written)),
    ...(from.rowSecurity === to.rowSecurity ? [] : [steps.setRowSecurity(to.rowSecurity)]),
  ];
}

/** Whether references may lead to what is unique: to the id together with whose row it is. */
function isKey({ kind, columns }: ConstraintDescription): boolean {
  return kind === "unique" && columns !== undefined && columns.length > 1 && columns.includes("id");
}

/** It goes when the references that led to it have another end. */
function asKey(step: Step): Step {
  return { ...step, phase: "drop keys" };
}

/**
 * Whether one may stand until the other takes its place: rules of one kind, foreign keys only where they refer to the
 * same table, and of what is unique either a constraint or an index.
 */
function canReplace(
  old: Defined & Partial<ConstraintDescription>,
  by: Defined & Partial<ConstraintDescription>,
): boolean {
  const [was, is] = [old.kind ?? "index", by.kind ?? "index"];
  const indexed = ["index", "unique"];
  if (was === "foreign key" && is === was) return targetOf(old.definition) === targetOf(by.definition);
  if (was === "primary key") return is === was;
  return (was === "check" && is === was) || (indexed.includes(was) && indexed.includes(is));
}

function targetOf(definition: string): string | undefined {
  return /references (.+?)\s*\(/i.exec(definition)?.[1];
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
