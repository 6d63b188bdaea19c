import type pg from "pg";
import type { SystemModel } from "../../blueprint/index.js";
import { LintelError } from "../../errors.js";
import { type Change, difference, introspect, privilegeFindings } from "../schema/index.js";
import { prepareSession, withClient } from "./connect.js";
import { type FileProgress, readProgress } from "./file-progress.js";
import { compareRecords, type Ledger } from "./ledger.js";
import { readMigrations } from "./read-migrations.js";
import { readRecords } from "./records.js";
import { runMigration } from "./run-migration.js";
import { withScratch } from "./scratch.js";

export interface StatusOptions {
  readonly url: string;
  readonly model: SystemModel;
  readonly directory: string;
  /** A server on which scratch databases may be made; that of `url` unless told. */
  readonly scratchUrl?: string | undefined;
}

/** How the live database differs from what its applied migrations made. */
export type Drift =
  | {
      readonly kind: "compared";
      /** What would bring the live database back. */
      readonly changes: readonly Change[];
      /** What is wrong with roles and privileges, a sentence each. */
      readonly privileges: readonly string[];
    }
  | { readonly kind: "unknown"; readonly reason: string };

export interface StatusResult {
  readonly services: readonly Ledger[];
  /** Of pending files that were left half way, or are under way now. */
  readonly progress: readonly FileProgress[];
  readonly drift: Drift;
}

/**
 * Where a database stands: what was applied and what is pending for each service, which files were edited or lost
 * since, and what somebody changed by hand. Changes nothing.
 *
 * @throws `MIGRATIONS_INVALID`, `DATABASE_UNAVAILABLE`.
 */
export async function status(options: StatusOptions): Promise<StatusResult> {
  const migrations = await readMigrations(options.directory);
  return withClient(options.url, async (client) => {
    await prepareSession(client);
    const services = compareRecords(options.model, migrations, await readRecords(client));
    const progress = await readProgress(client, services);
    return { services, progress, drift: await driftOf(client, options, services) };
  });
}

async function driftOf(
  client: pg.Client,
  { url, scratchUrl }: StatusOptions,
  ledgers: readonly Ledger[],
): Promise<Drift> {
  const untold = ledgers.flatMap((ledger) => [
    ...ledger.edited.map(({ file }) => file.path),
    ...ledger.missing.map((record) => `${record.service}/${record.name}.sql`),
  ]);
  if (untold.length > 0) {
    return {
      kind: "unknown",
      reason: `The files of what was applied are edited or missing: ${untold.join(", ")}.`,
    };
  }
  try {
    const schemas = ledgers.filter((ledger) => ledger.applied.length > 0).map((ledger) => ledger.schema);
    const live = await introspect(client, schemas);
    const changes = difference(live, await readApplied(scratchUrl ?? url, ledgers, schemas));
    return { kind: "compared", changes, privileges: await findingsOf(client, ledgers) };
  } catch (error) {
    if (error instanceof LintelError) return { kind: "unknown", reason: error.message };
    throw error;
  }
}

function readApplied(url: string, ledgers: readonly Ledger[], schemas: readonly string[]) {
  return withScratch(url, async (scratch) => {
    for (const ledger of ledgers) {
      for (const { file } of ledger.applied) await runMigration(scratch, file, ledger.schema);
    }
    return introspect(scratch, schemas);
  });
}

async function findingsOf(client: pg.Client, ledgers: readonly Ledger[]): Promise<readonly string[]> {
  const findings: string[] = [];
  for (const { model, applied } of ledgers) {
    if (model && applied.length > 0) findings.push(...(await privilegeFindings(client, model)));
  }
  return findings;
}
