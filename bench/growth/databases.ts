import { type EmbeddedOptions, type EmbeddedPostgres, startEmbedded } from "lintel";
import pg from "pg";

const running = new Set<EmbeddedPostgres>();

/** Starts a PostgreSQL that {@link stopDatabases} stops too. */
export async function startDatabase(
  dataDirectory: string,
  options: Pick<EmbeddedOptions, "durable"> = {},
): Promise<EmbeddedPostgres> {
  const started = await startEmbedded({ dataDirectory, port: 4932, ...options });
  const database: EmbeddedPostgres = {
    ...started,
    stop: () => started.stop().finally(() => running.delete(database)),
  };
  running.add(database);
  return database;
}

/** Stops all that run. Whoever works on one fails, and so cleans up. */
export async function stopDatabases(): Promise<void> {
  await Promise.all([...running].map((database) => database.stop()));
}

/** Works on a connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // A connection that breaks fails the query that waits for it.
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
