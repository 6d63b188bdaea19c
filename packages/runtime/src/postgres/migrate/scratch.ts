import { randomBytes } from "node:crypto";
import type pg from "pg";
import { failure } from "../../errors.js";
import { quote } from "../identifier.js";
import { prepareSession, withClient } from "./connect.js";

const prefix = "lintel_scratch_";

const databaseInUse = "55006";

/** A scratch database lives for seconds; one this old was left by a process that was killed. */
const oldest = 10 * 60;

/**
 * Does `work` in an empty database that is there for this only, on the server at `url`, and drops it whatever
 * happens. One that an earlier process left behind when it was killed is dropped too.
 *
 * @throws `DATABASE_PRIVILEGE_MISSING` where the login may not create databases.
 */
export async function withScratch<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return withClient(url, async (server) => {
    const name = `${prefix}${Math.floor(Date.now() / 1000)}_${randomBytes(6).toString("hex")}`;
    await create(server, name);
    const address = new URL(url);
    address.pathname = `/${name}`;
    try {
      return await withClient(address.toString(), async (client) => {
        await prepareSession(client);
        await client.query("set synchronous_commit = off");
        return work(client);
      });
    } finally {
      await drop(server, name);
      await dropForgotten(server);
    }
  });
}

async function create(server: pg.Client, name: string): Promise<void> {
  try {
    await server.query(`create database ${quote(name)} template template0`);
  } catch (error) {
    if ((error as { code?: string }).code !== "42501") throw error;
    throw failure(
      "DATABASE_PRIVILEGE_MISSING",
      `The login "${server.user ?? ""}" may not create databases, and comparing schemas needs a scratch database. Let an administrator run:\n  alter role ${quote(server.user ?? "")} createdb;\nor name a server of your own for scratch databases.`,
      { cause: error },
    );
  }
}

/**
 * Without force PostgreSQL sends autovacuum away, which only a superuser may end by force, and waits 5 s for a session
 * that is just ending; what is in it after that is ended.
 */
async function drop(server: pg.Client, name: string): Promise<void> {
  try {
    await server.query(`drop database if exists ${quote(name)}`);
  } catch (error) {
    if ((error as { code?: string }).code !== databaseInUse) throw error;
    await server.query(`drop database if exists ${quote(name)} with (force)`);
  }
}

async function dropForgotten(server: pg.Client): Promise<void> {
  const { rows } = await server.query<{ datname: string }>(
    "select datname from pg_database where starts_with(datname, $1) and datname < $2",
    [prefix, `${prefix}${Math.floor(Date.now() / 1000) - oldest}`],
  );
  for (const { datname } of rows) {
    await server.query(`drop database if exists ${quote(datname)}`).catch(() => {});
  }
}
