import type { ConstraintDescription, IndexDescription, TableDescription } from "./description.js";

/** A column under another name. */
export interface Renaming {
  readonly from: string;
  readonly to: string;
}

/**
 * Of what rests on columns that are renamed, what stays while both names are there: a rule that the new column keeps as
 * well, since any other one would refuse what new programs write, and an index that old programs read by.
 */
export function keptBeside(
  before: TableDescription | undefined,
  wanted: TableDescription,
  renamings: readonly Renaming[],
): Pick<TableDescription, "constraints" | "indexes"> {
  if (!before) return { constraints: [], indexes: [] };
  const formers = new Set(renamings.map(({ from }) => from));
  const taken = new Set([...wanted.constraints, ...wanted.indexes].map(({ name }) => name));
  const isTheirs = ({ name, columns }: ConstraintDescription | IndexDescription) =>
    !taken.has(name) && columns.some((column) => formers.has(column));
  const rules = new Set(wanted.constraints.map(({ definition }) => definition));
  const indexes = new Set(wanted.indexes.map(({ definition }) => nameless(definition)));
  const after = (definition: string) => renamings.reduce(renameIn, definition);
  return {
    constraints: before.constraints.filter((one) => isTheirs(one) && rules.has(after(one.definition))),
    indexes: before.indexes.filter(
      (one) =>
        isTheirs(one) &&
        (!/^create unique/i.test(one.definition) || indexes.has(after(nameless(one.definition)))),
    ),
  };
}

/** An index without its name. */
function nameless(definition: string): string {
  return definition.replace(/ index (?:"(?:[^"]|"")+"|\S+) on /i, " INDEX ON ");
}

/** Puts the new name where the old one is a word by itself; where that is wrong, the two only differ. */
function renameIn(definition: string, { from, to }: Renaming): string {
  const word = from.replace(/[^\w]/g, "\\$&");
  return definition.replace(new RegExp(`(?<![\\w'"])"?${word}"?(?![\\w'"])`, "g"), to);
}
