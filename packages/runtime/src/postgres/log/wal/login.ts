import pg from "pg";

/** Of a connection, what asks. */
export type Client = Pick<pg.ClientBase, "query">;

/**
 * Does `work` on a connection of its own with the rights of the login, which has those of replication; the service's role
 * has not. Times are UTC, nothing is waited for longer than `timeout` milliseconds (0: without end).
 */
export async function asLogin<T>(
  { url, applicationName, connectTimeout }: LoginOptions,
  work: (client: pg.Client) => Promise<T>,
  timeout = 10_000,
): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeout,
    statement_timeout: timeout,
    ...(timeout > 0 && { query_timeout: timeout + 1_000 }),
    keepAlive: true,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    return await work(client);
  } finally {
    await endSoon(client);
  }
}

/** Milliseconds that a server is given to hear that we go. */
const farewell = 500;

/** Ends a connection, also one on which nothing passes any more. */
export async function endSoon(client: pg.Client): Promise<void> {
  const timer = setTimeout(() => {
    (client.connection as unknown as { stream: { destroy(): void } }).stream.destroy();
  }, farewell);
  await client.end().catch(() => {});
  clearTimeout(timer);
}

export interface LoginOptions {
  readonly url: string;
  readonly applicationName: string;
  /** Milliseconds that making a connection may take. */
  readonly connectTimeout: number;
}
