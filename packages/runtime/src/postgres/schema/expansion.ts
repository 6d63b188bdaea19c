import type { EntityModel, SystemModel } from "../../blueprint/index.js";
import type { Step } from "./change.js";
import type {
  ColumnDescription,
  DatabaseDescription,
  SchemaDescription,
  TableDescription,
} from "./description.js";
import { expansionSteps } from "./expansion-steps.js";
import { keptBeside, type Renaming } from "./kept-beside.js";
import { type SameValue, sameColumnsOf, sameFunction, sameTrigger } from "./same-value.js";
import { atEveryUpdate, isSearchTrigger } from "./search-vector.js";

/** Two databases to compare, once what is renamed is set apart, and the steps for that. */
export interface Expansion {
  readonly from: DatabaseDescription;
  readonly to: DatabaseDescription;
  readonly written: DatabaseDescription;
  readonly steps: readonly Step[];
}

interface Pair extends SameValue {
  /** True where the trigger that keeps them equal is there already. */
  readonly isThere: boolean;
  /** The new column as the blueprint says it, in PostgreSQL's words and in its own. */
  readonly wanted: ColumnDescription;
}

/**
 * Sets what is renamed apart, so that the rest can be compared. While a field says what it was called, the old column
 * stays beside the new one: it belongs to what the blueprint asks for, with a trigger that keeps both equal, and search
 * works at every update meanwhile. Where the new column is not there yet, the steps add and fill it; without `begin` that is left out. Pure.
 */
export function expand(
  model: SystemModel,
  current: DatabaseDescription,
  described: DatabaseDescription,
  written: DatabaseDescription,
  { begin = true }: { readonly begin?: boolean } = {},
): Expansion {
  let [from, to, words] = [current, described, written];
  const steps: Step[] = [];
  for (const entity of model.services.flatMap((service) => service.entities)) {
    const { schema, table } = entity;
    const before = tableIn(current, schema, table);
    const pairs = pairsOf(entity, current, described, written).filter((pair) => begin || pair.isThere);
    if (before?.changedByOthers || pairs.some(({ wanted }) => isSearched(entity, wanted.name))) {
      to = withTable(to, schema, table, searchAtEveryUpdate);
    }
    if (pairs.length === 0) continue;
    from = withTable(from, schema, table, (one) => pairs.reduce(withNew, one));
    to = withTable(to, schema, table, (one) => besideOf(pairs, before, one));
    words = withTable(words, schema, table, (one) => pairs.reduce(relaxed, one));
    from = withFunctions(from, schema, pairs.filter((pair) => !pair.isThere).map(sameFunction));
    to = withFunctions(
      to,
      schema,
      pairs.map((pair) => functionOf(current, pair)),
    );
    steps.push(...pairs.filter((pair) => !pair.isThere).flatMap(expansionSteps));
  }
  return { from, to, written: words, steps };
}

function pairsOf(
  entity: EntityModel,
  current: DatabaseDescription,
  described: DatabaseDescription,
  written: DatabaseDescription,
): readonly Pair[] {
  const { schema, table } = entity;
  const before = tableIn(current, schema, table);
  const after = tableIn(described, schema, table);
  const words = tableIn(written, schema, table);
  return entity.fields.flatMap((field) => {
    const former = (field.formerColumns ?? [])
      .filter((name) => !columnIn(after, name))
      .map((name) => columnIn(before, name))
      .find((column) => column !== undefined && column.generated === undefined);
    const wanted = columnIn(after, field.column);
    const spelled = columnIn(words, field.column);
    if (!former || !wanted || !spelled) return [];
    const isThere = (before?.triggers ?? []).some((trigger) => {
      const columns = sameColumnsOf(trigger);
      return columns?.former === former.name && columns.latter === wanted.name;
    });
    const notNull = wanted.notNull && former.notNull;
    const latter = { ...spelled, type: wanted.type, notNull };
    return [{ schema, table, former, latter, wanted: { ...wanted, notNull }, isThere }];
  });
}

function isSearched(entity: EntityModel, column: string): boolean {
  return entity.fields.some(
    (field) => field.column === column && field.name in (entity.search?.weights ?? {}),
  );
}

/** While another trigger writes what is searched, no statement has to name it. */
function searchAtEveryUpdate(table: TableDescription): TableDescription {
  return {
    ...table,
    triggers: table.triggers.map((one) => (isSearchTrigger(one) ? atEveryUpdate(one) : one)),
  };
}

/** What is there, as if the new column were there too, with nothing said of it yet. */
function withNew(table: TableDescription, pair: Pair): TableDescription {
  if (pair.isThere) return table;
  const columns = columnIn(table, pair.wanted.name)
    ? table.columns
    : [...table.columns, { ...pair.wanted, comment: undefined }];
  return { ...table, columns, triggers: [...table.triggers, sameTrigger(pair)] };
}

/** What is wanted, and the old columns beside it with what rests on them and stands in nobody's way. */
function besideOf(
  pairs: readonly Pair[],
  before: TableDescription | undefined,
  wanted: TableDescription,
): TableDescription {
  const renamings: readonly Renaming[] = pairs.map(({ former, latter }) => ({
    from: former.name,
    to: latter.name,
  }));
  const kept = keptBeside(before, wanted, renamings);
  const relaxedTable = pairs.reduce(relaxed, wanted);
  return {
    ...relaxedTable,
    columns: [...relaxedTable.columns, ...pairs.map(formerBeside)],
    constraints: [...wanted.constraints, ...kept.constraints],
    indexes: [...wanted.indexes, ...kept.indexes],
    triggers: [...wanted.triggers, ...pairs.map((pair) => triggerOf(before, pair))],
  };
}

/** The old column as it stays: where the new one may be empty, so may it. */
function formerBeside({ former, wanted, latter }: Pair): ColumnDescription {
  return { ...former, notNull: former.notNull && (latter.notNull || wanted.notNull) };
}

/** The new column is required only where the old one is, as long as old programs write it. */
function relaxed(table: TableDescription, { wanted }: Pair): TableDescription {
  return {
    ...table,
    columns: table.columns.map((column) =>
      column.name === wanted.name ? { ...column, notNull: wanted.notNull } : column,
    ),
  };
}

/** The trigger as it is there, where it is: a person may have edited what it calls. */
function triggerOf(before: TableDescription | undefined, pair: Pair) {
  const there = before?.triggers.find((trigger) => {
    const columns = sameColumnsOf(trigger);
    return columns?.former === pair.former.name && columns.latter === pair.latter.name;
  });
  return there ?? sameTrigger(pair);
}

function functionOf(current: DatabaseDescription, pair: Pair) {
  const schema = current.schemas.find((one) => one.name === pair.schema);
  const { definition } = triggerOf(tableIn(current, pair.schema, pair.table), pair);
  const there = schema?.functions.find((one) => new RegExp(`[."]${one.name}"?\\(`).test(definition));
  return (pair.isThere && there) || sameFunction(pair);
}

function tableIn(database: DatabaseDescription, schema: string, table: string): TableDescription | undefined {
  return database.schemas.find((one) => one.name === schema)?.tables.find((one) => one.name === table);
}

function columnIn(table: TableDescription | undefined, name: string): ColumnDescription | undefined {
  return table?.columns.find((column) => column.name === name);
}

function withSchema(
  { schemas }: DatabaseDescription,
  name: string,
  change: (schema: SchemaDescription) => SchemaDescription,
): DatabaseDescription {
  return { schemas: schemas.map((schema) => (schema.name === name ? change(schema) : schema)) };
}

function withTable(
  database: DatabaseDescription,
  schema: string,
  name: string,
  change: (table: TableDescription) => TableDescription,
): DatabaseDescription {
  return withSchema(database, schema, (one) => ({
    ...one,
    tables: one.tables.map((table) => (table.name === name ? change(table) : table)),
  }));
}

function withFunctions(
  database: DatabaseDescription,
  schema: string,
  functions: SchemaDescription["functions"],
): DatabaseDescription {
  return withSchema(database, schema, (one) => ({ ...one, functions: [...one.functions, ...functions] }));
}
