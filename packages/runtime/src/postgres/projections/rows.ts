import type { EntityModel, FieldModel } from "../../blueprint/index.js";
import { prepare } from "../compile/prepared.js";
import type { CursorTurn } from "../cursors/index.js";
import { cursorTable } from "../cursors/names.js";
import { quote, tableOf } from "../identifier.js";
import { layoutOf } from "../layout.js";
import type { LogClient } from "../log/index.js";
import { encodeArray } from "../parameter.js";
import { columnType } from "../schema/column-type.js";
import { generationColumn, projectionTable } from "./names.js";

/** A row of a projection as the text of JSON by field, with what Lintel keeps of it. */
export interface StoredRow {
  readonly id: string;
  /** The fields by name: undefined where the row goes. */
  readonly values: { readonly [field: string]: unknown } | undefined;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
}

/** Everything up to a position of an epoch. */
export interface LogPlace {
  readonly epoch: string;
  readonly position: number;
}

/** One build of a projection, in the hands of whoever holds the cursor. */
export interface Build {
  readonly entity: EntityModel;
  readonly generation: number;
  readonly turn: Pick<CursorTurn, "generation">;
}

/** Rows of a build by their ids, as the text of JSON objects: those that are there. */
export async function readProjected(
  client: LogClient,
  { entity, generation }: Pick<Build, "entity" | "generation">,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const layout = layoutOf(entity, entity.fields);
  const rows = await client.run(
    prepare(
      "projection.read",
      `select ${layout.sql}
  from ${tableOf(entity)} t
 where t.${quote(generationColumn)} = $1 and t.id = any ($2::uuid[])`,
    ),
    [String(generation), encodeArray(ids, String)],
  );
  return new Map(rows.map((row) => [row[layout.idAt] ?? "", layout.encoder.encode(row)]));
}

/**
 * Writes rows of a build that is at one position, and keeps that everything up to another is in it: both or neither, in one statement that
 * commits by itself. False where another holds the cursor, or the build is elsewhere or was put aside: nothing was written then.
 */
export async function writeProjected(
  client: LogClient,
  { entity, generation, turn }: Build,
  rows: readonly StoredRow[],
  from: LogPlace,
  to: LogPlace,
): Promise<boolean> {
  const fields = entity.fields.filter(({ system }) => !system);
  const written = rows.flatMap(({ values, ...kept }) =>
    values ? [recordOf(fields, { ...kept, values })] : [],
  );
  const removed = rows.filter(({ values }) => !values).map(({ id }) => id);
  const [row] = await client.run(prepare("projection.write", writeText(entity, fields)), [
    entity.projection?.cursor ?? "",
    turn.generation,
    entity.name,
    String(generation),
    to.epoch,
    String(to.position),
    String(from.position),
    encodeArray(removed, String),
    `[${written.join(",")}]`,
  ]);
  return row !== undefined;
}

/** Takes away every row of a build, where all rows of what it is derived from went at once; as {@link writeProjected} does otherwise. */
export async function emptyProjected(
  client: LogClient,
  { entity, generation, turn }: Build,
  from: LogPlace,
  to: LogPlace,
): Promise<boolean> {
  const text = `${placedText(entity)},
  removed as (
    delete from ${tableOf(entity)} t
     using build
     where t.${quote(generationColumn)} = $4
  )
select 1 from build`;
  const [row] = await client.run(prepare("projection.empty", text), [
    entity.projection?.cursor ?? "",
    turn.generation,
    entity.name,
    String(generation),
    to.epoch,
    String(to.position),
    String(from.position),
  ]);
  return row !== undefined;
}

const texts = new WeakMap<EntityModel, string>();

function writeText(entity: EntityModel, fields: readonly FieldModel[]): string {
  const known = texts.get(entity);
  if (known) return known;
  const made = makeWriteText(entity, fields);
  texts.set(entity, made);
  return made;
}

/** A row that was there is changed in place; `updated_at` never goes backward. */
function makeWriteText(entity: EntityModel, fields: readonly FieldModel[]): string {
  const columns = fields.map(({ column }) => quote(column));
  const types = fields.map(({ column, type }) => `${quote(column)} ${columnType(type)}`);
  const all = ["id", ...columns, "created_at", "updated_at", "version"];
  const changed = [...columns, "version"].map((column) => `${column} = excluded.${column}`);
  return `${placedText(entity)},
  removed as (
    delete from ${tableOf(entity)} t
     using build
     where t.${quote(generationColumn)} = $4 and t.id = any ($8::uuid[])
  ),
  written as (
    insert into ${tableOf(entity)} as t (${quote(generationColumn)}, ${all.join(", ")})
    select $4, ${all.map((column) => `r.${column}`).join(", ")}
      from build, json_to_recordset($9::json)
           as r (id uuid, ${[...types, "created_at timestamptz", "updated_at timestamptz", "version integer"].join(", ")})
        on conflict (${quote(generationColumn)}, id) do update
       set ${changed.join(", ")},
           updated_at = greatest(t.updated_at, excluded.updated_at)
  )
select 1 from build`;
}

/** The cursor's row is held first, so that one who was fenced moves nothing; `build` has a row where the build may be written. */
function placedText({ schema }: EntityModel): string {
  return `with
  held as materialized (
    update ${quote(schema)}.${quote(cursorTable)} c
       set epoch      = $5,
           position   = greatest(c.position, $6::bigint),
           changed_at = clock_timestamp()
     where c.name = $1 and c.generation = $2
    returning 1
  ),
  build as materialized (
    update ${quote(schema)}.${quote(projectionTable)} p
       set epoch      = $5,
           position   = $6::bigint,
           changed_at = clock_timestamp()
      from held
     where p.name = $3 and p.generation = $4 and p.position = $7::bigint and p.state <> 'retired'
    returning 1
  )`;
}

/** A row as the text of a JSON object by column. What is stored as JSON is in it as it is. */
function recordOf(fields: readonly FieldModel[], row: StoredRow): string {
  const { id, values = {}, createdAt, updatedAt, version } = row;
  return JSON.stringify({
    ...Object.fromEntries(fields.map(({ name, column }) => [column, values[name] ?? null])),
    id,
    created_at: createdAt,
    updated_at: updatedAt,
    version,
  });
}
