import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SystemModel } from "../../../blueprint/index.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "../../../testing/database.js";
import { difference, introspect } from "../../schema/index.js";
import { withClient } from "../connect.js";
import { diff, migrate, writeMigrations } from "../index.js";

/** In what a database that was migrated differs from one that the blueprint is installed in, a sentence each. */
export async function differsFromFresh(
  database: Pick<TestDatabase, "url">,
  model: SystemModel,
): Promise<readonly string[]> {
  const fresh = await createTestDatabase();
  const empty = await mkdtemp(join(tmpdir(), "lintel-fresh-"));
  const schemas = model.services.map(({ schema }) => schema);
  const read = (url: string) => withClient(url, (client) => introspect(client, schemas));
  try {
    await writeMigrations((await diff({ url: testServerUrl(), model, directory: empty })).files);
    await migrate({ url: fresh.url, model, directory: empty });
    return difference(await read(database.url), await read(fresh.url)).map((change) => change.sentence);
  } finally {
    await rm(empty, { recursive: true });
    await fresh.drop();
  }
}
