import { randomBytes } from "node:crypto";
import pg from "pg";

/** A database of its own, which nobody else knows of. */
export interface TestDatabase {
  readonly url: string;
  /** Runs SQL as the owner, outside of everything that is under test. */
  sql<R extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<R[]>;
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
  return {
    url,
    async sql<R extends object>(text: string, values: readonly unknown[] = []) {
      if (!client) {
        client = new pg.Client({ connectionString: url });
        client.on("error", () => {});
        await client.connect();
      }
      return (await client.query<R>(text, [...values])).rows;
    },
    async drop() {
      await client?.end();
      await once(server, `drop database if exists ${name} with (force)`);
    },
  };
}

async function once(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
