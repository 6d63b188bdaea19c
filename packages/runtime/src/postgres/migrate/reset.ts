import type { SystemModel } from "../../blueprint/index.js";
import { quote } from "../identifier.js";
import { inTransaction, prepareSession, withClient } from "./connect.js";
import { schemasOf } from "./fresh-schema.js";
import { withMigrationLock } from "./migration-lock.js";
import { readPushed } from "./records.js";

/**
 * Drops the schemas of every service, those that an earlier push made too, and what Lintel remembers, with
 * everything that is in them. Roles stay: they belong to the server, and other databases may use them.
 */
export async function reset({
  url,
  model,
}: {
  readonly url: string;
  readonly model: SystemModel;
}): Promise<void> {
  await withClient(url, async (client) => {
    await prepareSession(client);
    await withMigrationLock(
      client,
      () => {},
      async () => {
        const pushed = await readPushed(client, model.name);
        const schemas = new Set([...schemasOf(model), ...(pushed?.schemas ?? []), "lintel"]);
        await inTransaction(client, async () => {
          for (const schema of schemas) await client.query(`drop schema if exists ${quote(schema)} cascade`);
        });
      },
    );
  });
}
