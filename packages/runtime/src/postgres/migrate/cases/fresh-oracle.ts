import type pg from "pg";
import type { EntityModel, SystemModel } from "../../../blueprint/index.js";
import { quote } from "../../identifier.js";
import {
  type DatabaseDescription,
  describeSystem,
  introspect,
  schemaStatements,
} from "../../schema/index.js";
import { entitiesOf, insertRow, readRows, type Tables, tableOf } from "./sample-rows.js";

/** What a fresh install makes of the rows of an earlier version. */
export interface FreshInstall {
  readonly described: DatabaseDescription;
  /** What it holds when they were inserted as far as it has their columns; undefined where a rule refuses one. */
  readonly rows: Tables | undefined;
  /** PostgreSQL's words for the first refusal. */
  readonly refusal: string | undefined;
}

/**
 * Says without any migration what a migration must come to: installs the blueprint in an empty database, inserts the
 * rows, every reference last, and leaves the database empty again.
 */
export async function installFresh(
  client: pg.Client,
  model: SystemModel,
  before: SystemModel,
  rows: Tables,
): Promise<FreshInstall> {
  await client.query("begin");
  try {
    await client.query(schemaStatements(model).join(";\n"));
    const described = await introspect(client, ["letters"]);
    try {
      await client.query("set local session_replication_role = replica");
      for (const entity of entitiesOf(model)) await insertAll(client, entity, before, rows);
      await client.query("set local session_replication_role = origin");
      await checkReferences(client, model);
    } catch (error) {
      return { described, rows: undefined, refusal: (error as Error).message };
    }
    return { described, rows: await readRows(client, model), refusal: undefined };
  } finally {
    await client.query("rollback");
  }
}

async function insertAll(
  client: pg.Client,
  entity: EntityModel,
  before: SystemModel,
  rows: Tables,
): Promise<void> {
  const earlier = entitiesOf(before).find((one) => one.name === entity.name);
  const shared = entity.fields
    .map((field) => field.column)
    .filter((column) => earlier?.fields.some((field) => field.column === column));
  for (const row of rows.get(earlier?.table ?? "")?.values() ?? []) {
    await insertRow(
      client,
      entity,
      shared.map((column) => [column, row[column] ?? null]),
    );
  }
}

/** Inserts as a replica look at no reference; adding each anew does. */
async function checkReferences(client: pg.Client, model: SystemModel): Promise<void> {
  for (const { tables } of describeSystem(model).schemas) {
    for (const table of tables) {
      const entity = entitiesOf(model).find((one) => one.table === table.name);
      for (const { name, definition } of table.constraints.filter((one) => one.kind === "foreign key")) {
        await client.query(
          `alter table ${entity ? tableOf(entity) : quote(table.name)}
             drop constraint ${quote(name)},
             add constraint ${quote(name)} ${definition}`,
        );
      }
    }
  }
}
