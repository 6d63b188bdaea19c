import type { SystemModel } from "../../blueprint/index.js";
import { quote } from "../identifier.js";
import type { Step } from "./change.js";
import type { DatabaseDescription, TableDescription } from "./description.js";
import { together } from "./expansion-steps.js";
import { textLiteral } from "./literal.js";

/** A table under another name. */
export interface TableRenaming {
  readonly schema: string;
  readonly from: string;
  readonly to: string;
}

/** What the comment of a view begins with that is the old name of a table; the table's name follows. */
export const oldNameMark = "lintel: another name of ";

/** The tables that are there under the name that their entity had in the release before. */
export function findRenamings(
  model: SystemModel,
  current: DatabaseDescription,
  described: DatabaseDescription,
): readonly TableRenaming[] {
  const has = (database: DatabaseDescription, schema: string, table: string) =>
    tableIn(database, schema, table) !== undefined;
  return model.services.flatMap(({ entities }) =>
    entities.flatMap(({ schema, table, formerTables }) => {
      const from = formerTables.find((name) => has(current, schema, name) && !has(described, schema, name));
      return from === undefined || has(current, schema, table) ? [] : [{ schema, from, to: table }];
    }),
  );
}

/**
 * The statements that give the rules of a renamed table the names that a fresh install gives them, where they say the same.
 * `current` has the table under its new name, with its rules as they were called.
 */
export function renameRules(
  { schema, to }: TableRenaming,
  current: DatabaseDescription,
  described: DatabaseDescription,
): readonly string[] {
  const [is, wanted] = [tableIn(current, schema, to), tableIn(described, schema, to)];
  if (!is || !wanted) return [];
  const constraints = newNames(is.constraints, wanted.constraints, ({ definition }) => definition);
  const indexes = newNames(is.indexes, wanted.indexes, ({ definition }) =>
    definition.replace(/ index (?:"(?:[^"]|"")+"|\S+) on /i, " INDEX ON "),
  );
  return [
    ...constraints.map(
      ([before, after]) =>
        `alter table ${quote(schema)}.${quote(to)}\n    rename constraint ${quote(before)} to ${quote(after)}`,
    ),
    ...indexes.map(
      ([before, after]) => `alter index ${quote(schema)}.${quote(before)}\n    rename to ${quote(after)}`,
    ),
  ];
}

function newNames<T extends { readonly name: string }>(
  are: readonly T[],
  wanted: readonly T[],
  meaningOf: (one: T) => string,
): readonly (readonly [before: string, after: string])[] {
  const taken = new Set(are.map(({ name }) => name));
  const free = wanted.filter(({ name }) => !taken.has(name));
  const kept = new Set(wanted.map(({ name }) => name));
  return are
    .filter(({ name }) => !kept.has(name))
    .flatMap((one) => {
      const at = free.findIndex((other) => meaningOf(other) === meaningOf(one));
      const [found] = at === -1 ? [] : free.splice(at, 1);
      return found ? [[one.name, found.name] as const] : [];
    });
}

/** `alter table "catalog"."products" rename to "items"` */
export function renameTableSql({ schema, from, to }: TableRenaming): string {
  return `alter table ${quote(schema)}.${quote(from)}\n    rename to ${quote(to)}`;
}

/** The statements that make a view of a table under its old name, with the rights of whoever asks. */
export function createOldName({ schema, from, to }: TableRenaming): readonly string[] {
  const view = `${quote(schema)}.${quote(from)}`;
  return [
    `create view ${view}\n    with (security_invoker = true)\n    as select * from ${quote(schema)}.${quote(to)}`,
    `comment on view ${view} is ${textLiteral(`${oldNameMark}${to}`)}`,
  ];
}

/** `drop view "catalog"."products"` */
export function dropOldNameSql({ schema, from }: TableRenaming): string {
  return `drop view ${quote(schema)}.${quote(from)}`;
}

/**
 * The step that renames a table and leaves a view under its old name, by which programs read and write the same rows. Both
 * names are there at every moment. `first` and `rules` are done in the same statement.
 */
export function renameTableStep(
  renaming: TableRenaming,
  first: readonly string[],
  rules: readonly string[],
): Step {
  const { schema, from, to } = renaming;
  const sql = together([...first, renameTableSql(renaming), ...rules, ...createOldName(renaming)]);
  return {
    schema,
    phase: "rename tables",
    subject: `${schema}.${to}`,
    sentence: `Renames the table ${schema}.${from} to ${to}, and leaves a view under the old name.`,
    sql,
    losesData: false,
    locks: "briefly",
    online: [{ sql, alone: false, above: "-- lintel: with privileges" }],
  };
}

/** The step that takes an old name away. The rows are in the table, and stay. */
export function dropOldNameStep(renaming: TableRenaming): Step {
  const { schema, from, to } = renaming;
  const sql = dropOldNameSql(renaming);
  return {
    schema,
    phase: "rename tables",
    subject: `${schema}.${from}`,
    sentence: `Drops the view ${schema}.${from}, the old name of the table ${to}.`,
    sql,
    losesData: false,
    locks: "briefly",
    online: [{ sql, alone: false }],
  };
}

function tableIn(
  { schemas }: DatabaseDescription,
  schema: string,
  table: string,
): TableDescription | undefined {
  return schemas.find((one) => one.name === schema)?.tables.find((one) => one.name === table);
}
