import pg from "pg";
import { failure } from "../../errors.js";

/** Waiting longer than this for a lock would hold up everyone who waits behind. */
const lockTimeout = "10s";

/**
 * Does `work` on a connection of its own, set up for changing a schema: no statement timeout, at most 10 s for a
 * lock, times in UTC. The connection is closed in every case.
 *
 * @throws `DATABASE_UNAVAILABLE` where the server does not let us in.
 */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await openClient(url);
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * A connection of one's own, which the caller ends.
 *
 * @throws `DATABASE_UNAVAILABLE` where the server does not let us in.
 */
export async function openClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: "lintel migrate" });
  client.on("error", () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw failure("DATABASE_UNAVAILABLE", `${placeOf(url)}: ${(error as Error).message}`, { cause: error });
  }
}

/** Settings of the session under which definitions are read and written. */
export async function prepareSession(client: pg.Client): Promise<void> {
  await client.query(
    `select set_config('statement_timeout', '0', false),
            set_config('idle_in_transaction_session_timeout', '0', false),
            set_config('lock_timeout', $1, false),
            set_config('timezone', 'UTC', false),
            set_config('standard_conforming_strings', 'on', false),
            set_config('client_min_messages', 'warning', false)`,
    [lockTimeout],
  );
}

/** Runs `work` in a transaction, which is committed when it returns and undone when it throws. */
export async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query("begin");
  try {
    const result = await work();
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  }
}

/** The address without its password: for messages. */
function placeOf(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname || "local socket"}${port ? `:${port}` : ""}${pathname}`;
  } catch {
    return "the database address";
  }
}
