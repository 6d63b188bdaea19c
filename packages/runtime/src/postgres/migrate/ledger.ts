import { type ServiceModel, type SystemModel, snakeCase } from "../../blueprint/index.js";
import { failure } from "../../errors.js";
import type { Migration } from "./migration-file.js";
import type { Migrations } from "./read-migrations.js";
import type { AppliedMigration } from "./records.js";

/** The files of one service beside what the database remembers of them. */
export interface Ledger {
  readonly service: string;
  /** Where its tables are. */
  readonly schema: string;
  /** Undefined where the blueprint has no such service any longer. */
  readonly model?: ServiceModel | undefined;
  readonly applied: readonly { readonly file: Migration; readonly record: AppliedMigration }[];
  readonly pending: readonly Migration[];
  /** Applied, and the file says something else now. */
  readonly edited: readonly { readonly file: Migration; readonly record: AppliedMigration }[];
  /** Applied, and there is no file: the database is ahead of this directory. */
  readonly missing: readonly AppliedMigration[];
}

/** One ledger a service, those of the blueprint first and in its order. */
export function compareRecords(
  model: SystemModel,
  migrations: Migrations,
  records: readonly AppliedMigration[],
): readonly Ledger[] {
  const names = new Set([
    ...model.services.map((service) => service.name),
    ...migrations.keys(),
    ...records.map((record) => record.service),
  ]);
  return [...names].map((name) => ledgerOf(model, name, migrations.get(name) ?? [], records));
}

function ledgerOf(
  model: SystemModel,
  name: string,
  files: readonly Migration[],
  records: readonly AppliedMigration[],
): Ledger {
  const service = model.services.find((one) => one.name === name);
  const own = new Map(records.filter((one) => one.service === name).map((one) => [one.number, one]));
  const numbers = new Set(files.map((file) => file.number));
  const pairs = files.flatMap((file) => {
    const record = own.get(file.number);
    return record ? [{ file, record }] : [];
  });
  const isEdited = ({ file, record }: (typeof pairs)[number]) => file.checksum !== record.checksum;
  return {
    service: name,
    schema: service?.schema ?? snakeCase(name),
    model: service,
    applied: pairs.filter((pair) => !isEdited(pair)),
    pending: files.filter((file) => !own.has(file.number)),
    edited: pairs.filter(isEdited),
    missing: [...own.values()].filter((record) => !numbers.has(record.number)),
  };
}

/**
 * Refuses to go on from a past that the files do not tell.
 *
 * @throws `MIGRATION_EDITED`, and `MIGRATIONS_INVALID` where a file is missing before one that is to be applied.
 */
export function refuseOtherPast(ledgers: readonly Ledger[]): void {
  const edited = ledgers.flatMap((ledger) => ledger.edited);
  if (edited.length > 0) {
    const lines = edited.map(
      ({ file, record }) =>
        `${file.path}: its checksum is ${file.checksum.slice(0, 12)}, but ${record.name} was applied with ${record.checksum.slice(0, 12)} on ${record.appliedAt.toISOString()}`,
    );
    throw failure("MIGRATION_EDITED", lines.join("\n"));
  }
  const missing = ledgers.filter((ledger) => ledger.pending.length > 0).flatMap((ledger) => ledger.missing);
  if (missing.length > 0) {
    const lines = missing.map(
      (record) => `${record.service}/${record.name}.sql: was applied, and is not there`,
    );
    throw failure("MIGRATIONS_INVALID", lines.join("\n"));
  }
}
