import type { EntityModel, FieldModel } from "../blueprint/index.js";
import { failure } from "../errors.js";
import type { IncludePlan } from "../plan/index.js";
import { compileToMany, compileToOne } from "./compile/include.js";
import type { Execute } from "./executor.js";
import { quoteJson, type TextRow } from "./json.js";
import type { Layout } from "./layout.js";

/** The JSON that a relation adds to a row: in place of its field, or at the end. */
type Related = (
  row: TextRow,
) => { readonly name: string; readonly json: string; readonly replaces: boolean } | undefined;

/** Rows at the far sides of relations to many that one answer holds at most, at all depths together. */
const mostRows = 10_000;
/** Characters of an answer with relations at most: a row that many refer to stands in it as many times. */
const mostCharacters = 20_000_000;

/** How many more rows one answer may bring along. */
interface Allowance {
  rows: number;
}

/** The fields that rows must bring along so that the relations can be followed. */
export function neededFields(entity: EntityModel, include: readonly IncludePlan[]): readonly FieldModel[] {
  return include.flatMap(({ relation }) =>
    relation.cardinality === "one" ? [fieldNamed(entity, relation.field)] : [],
  );
}

/**
 * The rows as JSON with their relations in them. Each relation is one statement for all rows, those of one level at
 * the same time. A relation to one takes the place of the id in its field, which stays where the row is not to be
 * seen; a relation to many is an array. Throws `PARAMETER_INVALID` for what would be more than 10,000 rows of
 * relations to many, or 20,000,000 characters: what is asked for in few words must not fill the memory.
 */
export async function encodeIncluding(
  execute: Execute,
  layout: Layout,
  include: readonly IncludePlan[],
  rows: readonly TextRow[],
  allowance: Allowance = { rows: mostRows },
): Promise<readonly string[]> {
  if (include.length === 0) return rows.map((row) => layout.encoder.encode(row));
  const relations = await Promise.all(include.map((each) => follow(execute, layout, each, rows, allowance)));
  let characters = 0;
  return rows.map((row) => {
    const replaced = new Map<string, string>();
    let more = "";
    for (const relation of relations) {
      const related = relation(row);
      if (related?.replaces) replaced.set(related.name, related.json);
      else if (related) more += `,${quoteJson(related.name)}:${related.json}`;
    }
    const json = layout.encoder.encodeWith(row, replaced, more);
    characters += json.length;
    if (characters > mostCharacters) throw tooMuch(`${mostCharacters} characters`);
    return json;
  });
}

async function follow(
  execute: Execute,
  layout: Layout,
  include: IncludePlan,
  rows: readonly TextRow[],
  allowance: Allowance,
): Promise<Related> {
  return include.relation.cardinality === "one"
    ? followToOne(execute, layout, include, rows, allowance)
    : followToMany(execute, layout, include, rows, allowance);
}

async function followToOne(
  execute: Execute,
  layout: Layout,
  include: IncludePlan,
  rows: readonly TextRow[],
  allowance: Allowance,
): Promise<Related> {
  const { name } = include.relation;
  const field = fieldNamed(layout.entity, include.relation.field);
  const at = positionOf(layout, field);
  const ids = [...new Set(rows.flatMap((row) => row[at] ?? []))];
  const found = new Map<string, string>();
  if (ids.length > 0) {
    const statement = compileToOne(include, ids, neededFields(include.entity, include.include));
    const { rows: targets } = await execute(statement.prepared, statement.values);
    const texts = await encodeIncluding(execute, statement.layout, include.include, targets, allowance);
    targets.forEach((target, index) => {
      found.set(target[statement.layout.idAt] ?? "", texts[index] ?? "null");
    });
  }
  const replaces = layout.encoder.holds(field.name);
  return (row) => {
    const id = row[at] ?? null;
    const json = id === null ? undefined : found.get(id);
    if (json !== undefined) return { name, json, replaces };
    return replaces ? undefined : { name, json: id === null ? "null" : quoteJson(id), replaces };
  };
}

async function followToMany(
  execute: Execute,
  layout: Layout,
  include: IncludePlan,
  rows: readonly TextRow[],
  allowance: Allowance,
): Promise<Related> {
  const { name, field } = include.relation;
  const ids = [...new Set(rows.flatMap((row) => row[layout.idAt] ?? []))];
  const found = new Map<string, string[]>();
  if (ids.length > 0) {
    const by = fieldNamed(include.entity, field);
    const statement = compileToMany(
      include,
      by,
      ids,
      neededFields(include.entity, include.include),
      allowance.rows + 1,
    );
    const { rows: targets } = await execute(statement.prepared, statement.values);
    allowance.rows -= targets.length;
    if (allowance.rows < 0) throw tooMuch(`${mostRows} rows`);
    const texts = await encodeIncluding(execute, statement.layout, include.include, targets, allowance);
    const at = positionOf(statement.layout, by);
    targets.forEach((target, index) => {
      const parent = target[at] ?? "";
      const list = found.get(parent);
      if (list) list.push(texts[index] ?? "null");
      else found.set(parent, [texts[index] ?? "null"]);
    });
  }
  return (row) => ({
    name,
    json: `[${found.get(row[layout.idAt] ?? "")?.join(",") ?? ""}]`,
    replaces: false,
  });
}

function tooMuch(limit: string) {
  const message = `Received relations that hold more than ${limit} together; expected fewer: ask for a smaller page or fewer relations.`;
  return failure("PARAMETER_INVALID", message, {
    errors: [{ parameter: "include", rule: "maximum", message }],
  });
}

function positionOf(layout: Layout, field: FieldModel): number {
  const at = layout.at.get(field);
  if (at === undefined) throw failure("INTERNAL", `The statement does not select ${field.name}.`);
  return at;
}

function fieldNamed(entity: EntityModel, name: string): FieldModel {
  const field = entity.byName.get(name);
  if (!field) throw failure("INTERNAL", `The entity ${entity.name} has no field ${name}.`);
  return field;
}
