import type { EntityModel, FieldModel } from "../blueprint/index.js";
import { failure } from "../errors.js";
import type { IncludePlan } from "../plan/index.js";
import type { Allowance } from "./answer-limit.js";
import { compileToMany, compileToOne } from "./compile/include.js";
import type { Execute } from "./executor.js";
import { quoteJson, type TextRow } from "./json.js";
import type { Layout } from "./layout.js";

/** The JSON that a relation adds to a row: in place of its field, or at the end. */
type Related = (
  row: TextRow,
) => { readonly name: string; readonly json: string; readonly replaces: boolean } | undefined;

/** The fields that rows must bring along so that the relations can be followed. */
export function neededFields(entity: EntityModel, include: readonly IncludePlan[]): readonly FieldModel[] {
  return include.flatMap(({ relation }) =>
    relation.cardinality === "one" ? [fieldNamed(entity, relation.field)] : [],
  );
}

/**
 * The rows as JSON with their relations in them. Each relation is one statement for all rows, those of one level at
 * the same time. A relation to one takes the place of the id in its field, which stays where the row is not to be
 * seen; a relation to many is an array. Throws `PARAMETER_INVALID` for what would be more than the allowance, which is
 * that of the whole answer. `depth` is how many relations away from it the rows are.
 */
export async function encodeIncluding(
  execute: Execute,
  layout: Layout,
  include: readonly IncludePlan[],
  rows: readonly TextRow[],
  allowance: Allowance,
  depth = 0,
): Promise<readonly string[]> {
  const relations = await Promise.all(
    include.map((each) => follow(execute, layout, each, rows, allowance, depth + 1)),
  );
  return rows.map((row) => {
    const replaced = new Map<string, string>();
    let more = "";
    for (const relation of relations) {
      const related = relation(row);
      if (related?.replaces) replaced.set(related.name, related.json);
      else if (related) more += `,${quoteJson(related.name)}:${related.json}`;
    }
    const json =
      include.length === 0 ? layout.encoder.encode(row) : layout.encoder.encodeWith(row, replaced, more);
    allowance.takeText(depth, json);
    return json;
  });
}

async function follow(
  execute: Execute,
  layout: Layout,
  include: IncludePlan,
  rows: readonly TextRow[],
  allowance: Allowance,
  depth: number,
): Promise<Related> {
  return include.relation.cardinality === "one"
    ? followToOne(execute, layout, include, rows, allowance, depth)
    : followToMany(execute, layout, include, rows, allowance, depth);
}

async function followToOne(
  execute: Execute,
  layout: Layout,
  include: IncludePlan,
  rows: readonly TextRow[],
  allowance: Allowance,
  depth: number,
): Promise<Related> {
  const { name } = include.relation;
  const field = fieldNamed(layout.entity, include.relation.field);
  const at = positionOf(layout, field);
  const ids = [...new Set(rows.flatMap((row) => row[at] ?? []))];
  const found = new Map<string, string>();
  if (ids.length > 0) {
    const statement = compileToOne(include, ids, neededFields(include.entity, include.include));
    allowance.takeRows(ids.length);
    const { rows: targets, bytes } = await execute(statement.prepared, statement.values);
    allowance.takeBytes(bytes);
    const texts = await encodeIncluding(
      execute,
      statement.layout,
      include.include,
      targets,
      allowance,
      depth,
    );
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
  depth: number,
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
    const { rows: targets, bytes } = await execute(statement.prepared, statement.values);
    allowance.takeRows(targets.length);
    allowance.takeBytes(bytes);
    const texts = await encodeIncluding(
      execute,
      statement.layout,
      include.include,
      targets,
      allowance,
      depth,
    );
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
