import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Change, diff, migrate, type SystemModel, writeMigrations } from "@lintel/runtime/tools";
import pg from "pg";
import { base } from "./kinds.js";

/** A database with a large table, and the folder of its migrations. */
export interface MigrationStage {
  readonly url: string;
  readonly rows: number;
  /** Where the folder `migrations` is, and projects may be. */
  readonly folder: string;
  readonly client: pg.Client;
  /** Writes the files that lead to a blueprint, with everything allowed. */
  write(model: SystemModel): Promise<void>;
  migrate(model: SystemModel): Promise<void>;
  /** What leads to a blueprint from the one that was asked for last, without any file that is applied. */
  plan(model: SystemModel): Promise<readonly Change[]>;
  stop(): Promise<void>;
}

/** Lays the tables and fills them: products that keep every rule of every kind, of a hundred brands. */
export async function setMigrationStage(url: string, rows: number): Promise<MigrationStage> {
  const folder = await mkdtemp(join(tmpdir(), "lintel-bench-migrations-"));
  const directory = join(folder, "migrations");
  const planned = join(folder, "planned");
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  const stage: MigrationStage = {
    url,
    rows,
    folder,
    client,
    write: async (model) => void (await writeFiles(url, model, directory)),
    plan: (model) => writeFiles(url, model, planned),
    async migrate(model) {
      await migrate({ url, model, directory });
    },
    async stop() {
      await client.end();
      await rm(folder, { recursive: true });
    },
  };
  try {
    await client.connect();
    await stage.write(base);
    await stage.plan(base);
    await stage.migrate(base);
    await client.query(
      `insert into catalog.brands (id, name)
       select gen_random_uuid(), 'Brand ' || n from generate_series(1, 100) n`,
    );
    await client.query(
      `insert into catalog.products (id, name, sku, stock, price, note, colour, state, brand_id)
       select gen_random_uuid(), 'Product ' || n, n, n % 100, (n % 10000) / 100.0, 'note ' || n,
              (array['red', 'green', 'blue'])[1 + n % 3], (array['draft', 'sold'])[1 + n % 2], b.ids[1 + n % 100]
         from generate_series(1, $1::int) n,
              (select array_agg(id) as ids from catalog.brands) b`,
      [rows],
    );
    await client.query("vacuum analyze catalog.products");
    return stage;
  } catch (error) {
    await stage.stop();
    throw error;
  }
}

async function writeFiles(url: string, model: SystemModel, directory: string): Promise<readonly Change[]> {
  const { changes, refused, files } = await diff({ url, model, directory });
  const subjects = refused.map((change) => change.subject);
  const allowed = { url, model, directory, allow: subjects, allowRewrite: subjects };
  await writeMigrations(refused.length === 0 ? files : (await diff(allowed)).files);
  return changes;
}
