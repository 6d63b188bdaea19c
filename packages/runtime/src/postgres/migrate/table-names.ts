import type pg from "pg";
import type { SystemModel } from "../../blueprint/index.js";
import {
  type DatabaseDescription,
  dropOldNameStep,
  findRenamings,
  introspect,
  oldNameMark,
  renameRules,
  renameTableSql,
  renameTableStep,
  type Step,
  type TableRenaming,
} from "../schema/index.js";

export interface RenamedTables {
  /** The database as it then is. */
  readonly current: DatabaseDescription;
  /** The steps that do the same elsewhere, and keep the old name as a view. */
  readonly steps: readonly Step[];
  /** The views that are old names of tables when those steps are done. */
  readonly views: readonly TableRenaming[];
}

/**
 * Renames, in the database that `client` is connected to, the tables of entities that say what they were called; old
 * names that the blueprint says no longer go. Keeps no view here: what is compared afterwards are tables.
 */
export async function renameTables(
  client: pg.Client,
  model: SystemModel,
  before: DatabaseDescription,
  described: DatabaseDescription,
): Promise<RenamedTables> {
  const schemas = before.schemas.map(({ name }) => name);
  const renamings = findRenamings(model, before, described);
  const oldNames = await readOldNames(client, schemas);
  const views = oldNames.filter((view) => !isSaid(model, view));
  const makesRoomFor = ({ schema, to }: TableRenaming) =>
    views.filter((view) => view.schema === schema && view.from === to).map(dropOldNameStep);
  const gone = views.map(dropOldNameStep);
  for (const { sql } of gone) await client.query(sql);
  let current = before;
  const renamed: Step[] = [];
  for (const renaming of renamings) {
    await client.query(renameTableSql(renaming));
    const rules = renameRules(renaming, await introspect(client, schemas), described);
    for (const sql of rules) await client.query(sql);
    renamed.push(
      renameTableStep(
        renaming,
        makesRoomFor(renaming).map(({ sql }) => sql),
        rules,
      ),
    );
    current = await introspect(client, schemas);
  }
  const merged = new Set(renamings.flatMap(makesRoomFor).map(({ sql }) => sql));
  return {
    current,
    steps: [...gone.filter(({ sql }) => !merged.has(sql)), ...renamed],
    views: [...oldNames.filter((view) => isSaid(model, view)), ...renamings],
  };
}

function isSaid(model: SystemModel, { schema, from, to }: TableRenaming): boolean {
  return model.services.some(({ entities }) =>
    entities.some(
      (entity) => entity.schema === schema && entity.table === to && entity.formerTables.includes(from),
    ),
  );
}

/** The views that are the old names of tables. */
async function readOldNames(
  client: pg.Client,
  schemas: readonly string[],
): Promise<readonly TableRenaming[]> {
  const { rows } = await client.query<TableRenaming>(
    `select n.nspname                                                       as schema,
            c.relname                                                       as from,
            substr(obj_description(c.oid, 'pg_class'), length($2::text) + 1) as to
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any ($1)
        and c.relkind = 'v'
        and starts_with(obj_description(c.oid, 'pg_class'), $2)
      order by 1, 2`,
    [schemas, oldNameMark],
  );
  return rows;
}
