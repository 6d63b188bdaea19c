import { createPublicKey } from "node:crypto";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDevelopmentIssuer, issueToken, push, resolve } from "@lintel/runtime/tools";
import { loadSeeds, startEmbedded } from "lintel";
import pg from "pg";
import { commerceBlueprint, commerceSeeds } from "./commerce.js";
import type { SampleProduct } from "./workloads/index.js";

/** The database that all peers share, while a benchmark runs. */
export interface Stage {
  readonly client: pg.Client;
  /** The process id of PostgreSQL. */
  readonly postmaster: number;
  readonly products: number;
  /** Products that are sold, spread over all; stock of them does not run out. */
  readonly sample: readonly SampleProduct[];
  /** Tokens of as many customers as asked for. */
  readonly tokens: readonly string[];
  /** What each peer finds in its environment. */
  readonly variables: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL of its own, makes the tables of the commerce example, and fills its catalogue and its orders. */
export async function setStage(options: { readonly scale: number; readonly tokens: number }): Promise<Stage> {
  const directory = await mkdtemp(join(tmpdir(), "lintel-bench-"));
  // PostgreSQL never runs as root: as another user it must be able to get in, or its data would lie elsewhere.
  await chmod(directory, 0o755);
  const database = await startEmbedded({ dataDirectory: join(directory, "postgres"), port: 4932 });
  const client = new pg.Client({ connectionString: database.url });
  const stop = async () => {
    await client.end();
    await database.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const model = resolve(await commerceBlueprint());
    await push({ url: database.url, model });
    const seeds = (await commerceSeeds()).filter(
      ({ service }) => service === "catalog" || service === "orders",
    );
    await loadSeeds({
      url: database.url,
      model,
      seeds,
      scale: options.scale,
      ifEmpty: false,
      tell: () => {},
    });
    await client.connect();
    const sample = await drawSample(client);
    await client.query("vacuum analyze");
    const { rows } = await client.query("select count(*)::integer as count from catalog.products");
    return {
      client,
      postmaster: Number((await readFile(join(database.location, "postmaster.pid"), "utf8")).split("\n", 1)),
      products: rows[0]?.count ?? 0,
      sample,
      ...(await credentials(options.tokens, database.url)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The same products in each run, by the hash of their ids, and so many of each that they do not run out. */
export async function drawSample(client: pg.Client, size = 3_200): Promise<SampleProduct[]> {
  const { rows } = await client.query<SampleProduct>(
    `select id, name, price, category_id as category
       from catalog.products
      where is_active and deleted_at is null
      order by md5(id::text)
      limit $1`,
    [size],
  );
  await client.query("update catalog.products set inventory_count = 1000000000 where id = any($1)", [
    rows.map(({ id }) => id),
  ]);
  return rows;
}

/** Tokens of as many customers as asked for, and what a server has to know to believe them. */
export async function credentials(count: number, url: string) {
  const issuer = createDevelopmentIssuer();
  const [key] = issuer.set.keys;
  if (!key) throw new Error("The issuer has no key.");
  const tokens = await Promise.all(
    Array.from({ length: count }, (_, at) =>
      issueToken(issuer, {
        subject: `01900000-0000-7000-8000-${String(at).padStart(12, "0")}`,
        roles: [],
      }),
    ),
  );
  const variables = {
    DATABASE_URL: url,
    ISSUER: JSON.stringify(issuer),
    JWT_PUBLIC_KEY: createPublicKey({ key: { ...key }, format: "jwk" })
      .export({ type: "spki", format: "pem" })
      .toString(),
    JWT_ISSUER: issuer.issuer,
    JWT_AUDIENCE: issuer.audience,
  };
  return { tokens, variables };
}
