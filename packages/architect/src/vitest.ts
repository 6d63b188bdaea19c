/**
 * PostgreSQL for the tests of a project: `globalSetup: "lintel/vitest"` in vitest.config.ts. It starts an embedded
 * server for the run and names it in LINTEL_TEST_DATABASE_URL, unless that names one already.
 *
 * @packageDocumentation
 */
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { EmbeddedError, type EmbeddedPostgres, startEmbedded } from "./embedded/index.js";

const VARIABLE = "LINTEL_TEST_DATABASE_URL";
const PREFIX = "lintel-vitest-";
/** Beside the port of `lintel dev`, which may run meanwhile. */
const PORT = 4433;

/** Starts the server. Vitest calls what is given back when the run is over. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[VARIABLE]) return undefined;
  const server = (await adoptLeftover()) ?? (await startIn(newFolder()));
  process.env[VARIABLE] = server.database.url;
  return async () => {
    delete process.env[VARIABLE];
    await discard(server);
  };
}

interface Server {
  readonly folder: string;
  readonly database: EmbeddedPostgres;
}

async function startIn(folder: string): Promise<Server> {
  const database = await startEmbedded({ dataDirectory: join(folder, "data"), port: PORT, durable: false });
  return { folder, database };
}

/** The service user of PostgreSQL must be able to enter it, where the tests run as root. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(folder, 0o755);
  return folder;
}

/**
 * A run that was killed leaves its server running and its folder behind. The first such is used for this run, and
 * further ones are removed. A folder without an owner's file has just been made by a run that is starting.
 */
async function adoptLeftover(): Promise<Server | undefined> {
  let adopted: Server | undefined;
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    if (!existsSync(join(folder, "data.owner"))) continue;
    try {
      const server = await startIn(folder);
      if (adopted) await discard(server);
      else adopted = server;
    } catch (error) {
      if (!(error instanceof EmbeddedError)) throw error;
      // A run that still goes on holds its folder; what cannot be started otherwise is of no use to anyone.
      if (error.code !== "DATA_DIRECTORY_LOCKED") rmSync(folder, { recursive: true, force: true });
    }
  }
  return adopted;
}

async function discard({ folder, database }: Server): Promise<void> {
  await database.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  if (!database.location.startsWith(folder))
    rmSync(dirname(database.location), { recursive: true, force: true });
}
