import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { push } from "@lintel/runtime/tools";
import type { EmbeddedPostgres } from "lintel";
import type pg from "pg";
import { credentials } from "../database.js";
import { peers } from "../peers/index.js";
import { type Server, startServer } from "../server.js";
import { startDatabase, withClient } from "./databases.js";
import { clusterOf, type Prepared, type Source } from "./prepare.js";
import { bytesOf, readThrough } from "./read-through.js";
import { mostRows, type SizeToAsk } from "./workloads.js";

/** A size that can be asked: its PostgreSQL and its Lintel run. */
export interface StandingSize extends SizeToAsk {
  readonly tokens: readonly string[];
  readonly server: Server;
  /** The process id of its PostgreSQL. */
  readonly postmaster: number;
  readonly bytes: SizeInBytes;
}

export interface SizeInBytes {
  /** The table of products itself, with what is kept beside its rows. */
  readonly table: number;
  readonly indexes: number;
  /** The whole database on disk. */
  readonly files: number;
}

export interface Standing {
  readonly sizes: readonly StandingSize[];
  /** How PostgreSQL was set, by the name of the setting. */
  readonly settings: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL and a Lintel for each size. Tables are brought to what the blueprint asks for now, free of what earlier runs
 * left dead, and read from disk once, so that the memory of the machine decides and not who read last.
 */
export async function standUp(
  folder: string,
  prepared: readonly Prepared[],
  source: Source,
  tell: (line: string) => void,
): Promise<Standing> {
  const sizes: StandingSize[] = [];
  const databases: EmbeddedPostgres[] = [];
  let settings: Readonly<Record<string, string>> = {};
  const stop = async () => {
    await Promise.all(sizes.map(({ server }) => server.stop()));
    await Promise.all(databases.map((database) => database.stop()));
  };
  try {
    const lintel = peers.find(({ name }) => name === "lintel");
    if (!lintel) throw new Error("There is no peer lintel.");
    const { tokens, variables } = await credentials(32, "");
    for (const { products, sample } of prepared) {
      const database = await startDatabase(clusterOf(folder, products));
      databases.push(database);
      const table = await withClient(database.url, async (client) => {
        await bringUp(client, database.url, source, tell);
        settings = await settingsOf(client);
        return tableOf(client);
      });
      const base = join(database.location, "base");
      await readThrough(base);
      const server = await startServer(lintel, {
        ...variables,
        DATABASE_URL: database.url,
        PAGE_SIZE: String(mostRows),
      });
      sizes.push({
        products,
        sample,
        server,
        url: server.url,
        tokens,
        token: tokens[0] ?? "",
        postmaster: await postmasterOf(database),
        bytes: { ...table, files: await bytesOf(base) },
      });
    }
    return { sizes, settings, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(
  client: pg.Client,
  url: string,
  { model }: Source,
  tell: (line: string) => void,
): Promise<void> {
  const { changes } = await push({ url, model });
  for (const { sentence } of changes) tell(`The blueprint has changed since: ${sentence}`);
  await client.query(changes.length === 0 ? "vacuum catalog.products" : "vacuum (analyze)");
}

async function tableOf(client: pg.Client) {
  const { rows } = await client.query<{ table: number; indexes: number }>(
    `select pg_table_size('catalog.products')::float8   as table,
            pg_indexes_size('catalog.products')::float8 as indexes`,
  );
  return rows[0] ?? { table: 0, indexes: 0 };
}

async function settingsOf(client: pg.Client): Promise<Readonly<Record<string, string>>> {
  const { rows } = await client.query<{ name: string; value: string }>(
    `select name, current_setting(name) as value
       from unnest(array['server_version', 'shared_buffers', 'work_mem', 'effective_cache_size']) as name`,
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

async function postmasterOf({ location }: EmbeddedPostgres): Promise<number> {
  return Number((await readFile(join(location, "postmaster.pid"), "utf8")).split("\n", 1));
}
