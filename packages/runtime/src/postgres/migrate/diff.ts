import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type pg from "pg";
import { type SystemModel, snakeCase } from "../../blueprint/index.js";
import { aroundViews, type Change, contract, difference, expand, introspect } from "../schema/index.js";
import { readFreshSchema, schemasOf } from "./fresh-schema.js";
import { migrationText, slug, slugOf } from "./migration-file.js";
import { type Migrations, readMigrations } from "./read-migrations.js";
import { runMigration } from "./run-migration.js";
import { withScratch } from "./scratch.js";
import { renameTables } from "./table-names.js";

export interface DiffOptions {
  /** A server on which scratch databases may be made. The database in it is not looked at. */
  readonly url: string;
  readonly model: SystemModel;
  readonly directory: string;
  /** What may be lost, by the change's `subject`: `catalog.products.description`. */
  readonly allow?: readonly string[] | undefined;
  /** The tables that may be written anew while everybody waits, by the change's `subject`. */
  readonly allowRewrite?: readonly string[] | undefined;
  /** What the new files are called after their number; made from the changes unless told. */
  readonly name?: string | undefined;
}

/** A file that is to be written. */
export interface MigrationDraft {
  readonly service: string;
  readonly path: string;
  readonly text: string;
}

export interface DiffResult {
  readonly changes: readonly Change[];
  /** The changes that were not allowed: those that lose data, and those that write a table anew without need. */
  readonly refused: readonly Change[];
  /** One for each service that changes; none while anything is refused. */
  readonly files: readonly MigrationDraft[];
}

/**
 * What leads from the migration files to the blueprint. Both are put into a scratch database, and PostgreSQL says
 * what they are; nothing is parsed or guessed: a rename is a column that goes and one that comes, unless the blueprint
 * says what was renamed. Then both stay, and are kept equal, until it says so no longer. Writes nothing: see
 * {@link writeMigrations}.
 *
 * @throws `MIGRATIONS_INVALID`, `MIGRATION_FAILED` where the files cannot be applied to an empty database.
 */
export async function diff(options: DiffOptions): Promise<DiffResult> {
  const migrations = await readMigrations(options.directory);
  return withScratch(options.url, async (scratch) => {
    const { described, written } = await readFreshSchema(scratch, options.model);
    const migrated = await readMigratedSchema(scratch, options.model, migrations);
    const { current, steps, views } = await renameTables(scratch, options.model, migrated, described);
    const expansion = expand(options.model, current, described, written);
    const { from, to, written: words } = expansion;
    const compared = difference(from, to, words, [...steps, ...expansion.steps]);
    const changes = aroundViews(contract(compared, current), views);
    const [loss, rewrite] = [new Set(options.allow), new Set(options.allowRewrite)];
    const refused = changes.filter(
      ({ losesData, rewrites, subject }) =>
        (losesData && !loss.has(subject)) || (rewrites && !rewrite.has(subject)),
    );
    return { changes, refused, files: refused.length > 0 ? [] : draftFiles(options, migrations, changes) };
  });
}

/** Writes the files of a diff, and never over one that is there. */
export async function writeMigrations(files: readonly MigrationDraft[]): Promise<void> {
  for (const file of files) {
    await mkdir(dirname(file.path), { recursive: true });
    await writeFile(file.path, file.text, { flag: "wx" });
  }
}

async function readMigratedSchema(scratch: pg.Client, model: SystemModel, migrations: Migrations) {
  const schemaOf = (name: string) =>
    model.services.find((service) => service.name === name)?.schema ?? snakeCase(name);
  for (const [service, files] of migrations) {
    for (const file of files) await runMigration(scratch, file, schemaOf(service));
  }
  return introspect(scratch, [...schemasOf(model), ...[...migrations.keys()].map(schemaOf)]);
}

function draftFiles(
  { model, directory, name }: DiffOptions,
  migrations: Migrations,
  changes: readonly Change[],
): readonly MigrationDraft[] {
  const services = [
    ...model.services.map((service) => ({ name: service.name, schema: service.schema })),
    ...[...migrations.keys()]
      .filter((key) => !model.services.some((service) => service.name === key))
      .map((key) => ({ name: key, schema: snakeCase(key) })),
  ];
  return services.flatMap(({ name: service, schema }) => {
    const own = changes.filter((change) => change.schema === schema);
    if (own.length === 0) return [];
    const last = migrations.get(service)?.at(-1)?.number ?? 0;
    const title = `${String(last + 1).padStart(4, "0")}_${name ? slug(name) : slugOf(own, last === 0)}`;
    return [
      { service, path: join(directory, service, `${title}.sql`), text: migrationText(service, title, own) },
    ];
  });
}
