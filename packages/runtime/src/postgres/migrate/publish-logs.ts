import type pg from "pg";
import type { SystemModel } from "../../blueprint/index.js";
import { quote } from "../identifier.js";
import { logTables } from "../log/names.js";
import {
  dropPublicationStatement,
  ensurePublication,
  publicationStatement,
  readPublicationState,
} from "../log/wal/publication.js";
import { inTransaction } from "./connect.js";

/** A log whose outbox is not published, since the login that migrates may not do it. */
export interface Unpublished {
  readonly service: string;
  /** What an administrator runs. */
  readonly remedy: string;
}

/**
 * Publishes the outbox of every log, which the order of commits is taken from: three numbers a row, to whoever may replicate, and nobody gets that
 * right by it. What was published of a service that has no log any more is taken back. Gives those for which the login lacks the right: it
 * needs `CREATE` in the database; their order is that of what is visible.
 */
export async function publishLogs(client: pg.Client, model: SystemModel): Promise<readonly Unpublished[]> {
  const missing: Unpublished[] = [];
  for (const { name, schema } of model.services) {
    const { rows } = await client.query<{ there: boolean }>("select to_regclass($1) is not null as there", [
      `${quote(schema)}.${quote(logTables.outbox)}`,
    ]);
    const isThere = rows[0]?.there === true;
    try {
      await inTransaction(client, async () => {
        if (isThere) await ensurePublication(client, schema);
        else if ((await readPublicationState(client, schema)) !== "missing")
          await client.query(dropPublicationStatement(schema));
      });
    } catch (error) {
      if ((error as { code?: string }).code !== insufficientPrivilege) throw error;
      if (isThere) missing.push({ service: name, remedy: publicationStatement(schema) });
    }
  }
  return missing;
}

const insufficientPrivilege = "42501";
