import { randomBytes } from "node:crypto";
import pg from "pg";

/** A database of its own, which nobody else knows of. */
export interface TestDatabase {
  readonly url: string;
  /** Runs SQL as the owner, outside of everything that is under test. */
  sql<R extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<R[]>;
  /** Takes these roles of the server away, with what they own or may do here. Those that are not there are passed over. */
  dropRoles(roles: readonly string[]): Promise<void>;
  drop(): Promise<void>;
}

/** The server on which tests make their databases. `lintel/vitest` starts one and sets this. */
export function testServerUrl(): string {
  const url = process.env.LINTEL_TEST_DATABASE_URL;
  if (url) return url;
  throw new Error(
    'No PostgreSQL for tests: put `globalSetup: "lintel/vitest"` into vitest.config.ts, or set LINTEL_TEST_DATABASE_URL.',
  );
}

/** Creates an empty database, or a copy of `template`, in which nothing may be connected. */
export async function createTestDatabase(template?: string): Promise<TestDatabase> {
  const server = testServerUrl();
  const name = `test_${randomBytes(8).toString("hex")}`;
  await once(server, `create database ${name}${template ? ` template ${template} strategy file_copy` : ""}`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  const url = address.toString();
  let client: pg.Client | undefined;
  const sql = async <R extends object>(text: string, values: readonly unknown[] = []) => {
    if (!client) {
      client = new pg.Client({ connectionString: url });
      client.on("error", () => {});
      await client.connect();
    }
    return (await client.query<R>(text, [...values])).rows;
  };
  return {
    url,
    sql,
    async dropRoles(roles) {
      const there = await sql<{ role: string }>(
        "select quote_ident(rolname) as role from pg_roles where rolname = any($1)",
        [roles],
      );
      const list = there.map(({ role }) => role).join(", ");
      if (list) await patiently(() => sql(`drop owned by ${list} cascade; drop role ${list}`));
    },
    async drop() {
      await client?.end();
      await dropDatabase(server, name);
    },
  };
}

/** Two sessions that change the roles of one server at the same time: trying again helps. */
const collisions = new Set(["XX000", "40001", "40P01"]);

async function patiently(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (attempt === 10 || !collisions.has((error as { code?: string }).code ?? "")) throw error;
    }
  }
}

/** Also one whose logs are being followed: PostgreSQL does not end who reads a replication slot of it by itself. */
async function dropDatabase(server: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await once(server, `drop database if exists ${name} with (force)`);
      return;
    } catch (error) {
      if (attempt === 100 || (error as { code?: string }).code !== inUse) throw error;
      await once(
        server,
        `select pg_terminate_backend(active_pid) from pg_replication_slots where active and database = '${name}'`,
      );
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** `object_in_use` */
const inUse = "55006";

async function once(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
