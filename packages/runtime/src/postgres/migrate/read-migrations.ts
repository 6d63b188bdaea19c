import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { failure } from "../../errors.js";
import { type Migration, parseMigration } from "./migration-file.js";

/** The migrations of each service by its name, in the order of their numbers. */
export type Migrations = ReadonlyMap<string, readonly Migration[]>;

const fileName = /^\d{4}_[a-z0-9_]+\.sql$/;

/**
 * Reads `<directory>/<service>/0001_initial.sql` and all that follow. A directory that is not there holds none.
 *
 * @throws `MIGRATIONS_INVALID` with everything that is wrong: a gap in the numbers, a number twice, another name.
 */
export async function readMigrations(directory: string): Promise<Migrations> {
  const faults: string[] = [];
  const entries = await readdir(directory, { withFileTypes: true }).catch(emptyWhereAbsent);
  const services = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const all = new Map<string, readonly Migration[]>();
  for (const service of services.sort()) {
    const migrations = await readService(directory, service, faults);
    if (migrations.length > 0) all.set(service, migrations);
  }
  for (const entry of entries) {
    if (entry.isFile() && entry.name.endsWith(".sql")) {
      faults.push(`${join(directory, entry.name)}: belongs into the folder of a service`);
    }
  }
  if (faults.length > 0) throw failure("MIGRATIONS_INVALID", faults.join("\n"));
  return all;
}

async function readService(
  directory: string,
  service: string,
  faults: string[],
): Promise<readonly Migration[]> {
  const folder = join(directory, service);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  const migrations: Migration[] = [];
  for (const name of names) {
    const path = join(folder, name);
    if (fileName.test(name)) {
      migrations.push(parseMigration(service, name.slice(0, -4), path, await readFile(path, "utf8")));
    } else {
      faults.push(`${path}: a migration is named like 0002_add_price.sql`);
    }
  }
  faults.push(...numberFaults(migrations), ...migrations.flatMap((migration) => migration.faults));
  return migrations;
}

function numberFaults(migrations: readonly Migration[]): readonly string[] {
  return migrations.flatMap((migration, position) => {
    const before = migrations[position - 1]?.number ?? 0;
    if (migration.number === before + 1) return [];
    if (migration.number === before && position > 0) {
      const other = migrations[position - 1]?.name ?? "";
      return [`${migration.path}: has the same number as ${other}; give the later one the next number`];
    }
    return [`${migration.path}: ${String(before + 1).padStart(4, "0")} is missing before it`];
  });
}

function emptyWhereAbsent(error: NodeJS.ErrnoException): never[] {
  if (error.code === "ENOENT") return [];
  throw failure("MIGRATIONS_INVALID", `${error.path ?? "migrations"}: ${error.message}`, { cause: error });
}
