import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SystemModel } from "../../../blueprint/index.js";
import { difference, introspect } from "../../schema/index.js";
import { withClient } from "../connect.js";
import { diff, migrate, writeMigrations } from "../index.js";

/**
 * In what a database that was migrated differs from one that the blueprint is installed in, a sentence each. `fresh` is
 * empty, and dropped in the end.
 */
export async function differsFromFresh(
  database: { readonly url: string },
  model: SystemModel,
  fresh: { readonly url: string; drop(): Promise<void> },
): Promise<readonly string[]> {
  const empty = await mkdtemp(join(tmpdir(), "lintel-fresh-"));
  const schemas = model.services.map(({ schema }) => schema);
  const read = (url: string) => withClient(url, (client) => introspect(client, schemas));
  try {
    await writeMigrations((await diff({ url: fresh.url, model, directory: empty })).files);
    await migrate({ url: fresh.url, model, directory: empty });
    return difference(await read(database.url), await read(fresh.url)).map((change) => change.sentence);
  } finally {
    await rm(empty, { recursive: true });
    await fresh.drop();
  }
}
