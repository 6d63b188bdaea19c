import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbedded } from "./embedded/index.js";

/**
 * A PostgreSQL for one run of vitest, thrown away afterwards: `globalSetup: "lintel/vitest"`.
 * Where LINTEL_TEST_DATABASE_URL is set, that server is used and none is started.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.LINTEL_TEST_DATABASE_URL) return async () => {};
  const directory = await mkdtemp(join(tmpdir(), "lintel-test-"));
  const database = await startEmbedded({ dataDirectory: join(directory, "postgres"), port: 5432, durable: false });
  process.env.LINTEL_TEST_DATABASE_URL = database.url;
  return async () => {
    await database.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
