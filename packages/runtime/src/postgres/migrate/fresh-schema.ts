import type pg from "pg";
import type { SystemModel } from "../../blueprint/index.js";
import {
  type DatabaseDescription,
  describeSystem,
  ensureMentionedRoles,
  introspect,
  schemaStatements,
} from "../schema/index.js";

/** The database that a blueprint asks for, in PostgreSQL's words and in those of the blueprint. */
export interface FreshSchema {
  readonly described: DatabaseDescription;
  readonly written: DatabaseDescription;
}

/** Installs the blueprint in a scratch database, reads what PostgreSQL made of it, and leaves the database empty. */
export async function readFreshSchema(scratch: pg.Client, model: SystemModel): Promise<FreshSchema> {
  await ensureMentionedRoles(scratch, schemaStatements(model));
  await scratch.query("begin");
  try {
    await scratch.query(schemaStatements(model).join(";\n"));
    const described = await introspect(scratch, schemasOf(model));
    return { described, written: describeSystem(model) };
  } finally {
    await scratch.query("rollback");
  }
}

/** The names of the services' schemas. */
export function schemasOf(model: SystemModel): readonly string[] {
  return model.services.map((service) => service.schema);
}
