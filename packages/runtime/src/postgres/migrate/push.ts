import { createHash } from "node:crypto";
import type pg from "pg";
import type { SystemModel } from "../../blueprint/index.js";
import { failure } from "../../errors.js";
import {
  type Change,
  describeSystem,
  difference,
  ensureRoles,
  expand,
  install,
  introspect,
  privilegeStatements,
  schemaStatements,
} from "../schema/index.js";
import { inTransaction, prepareSession, withClient } from "./connect.js";
import { readFreshSchema, schemasOf } from "./fresh-schema.js";
import { withMigrationLock } from "./migration-lock.js";
import { ensureRecords, type PushedState, readPushed, writePushed } from "./records.js";
import { renameAtOnce } from "./rename-at-once.js";
import { withScratch } from "./scratch.js";

export interface PushOptions {
  readonly url: string;
  readonly model: SystemModel;
  /** Also makes the changes that lose data. They are refused unless this is true. */
  readonly acceptDataLoss?: boolean | undefined;
  /** A server on which scratch databases may be made; that of `url` unless told. */
  readonly scratchUrl?: string | undefined;
}

export interface PushResult {
  readonly changes: readonly Change[];
}

/**
 * Brings a database in development to what the blueprint asks for, without files, in one transaction. A blueprint that is
 * what it was at the last push costs one query. A database that people rely on is migrated instead.
 *
 * @throws `DATA_LOSS_REFUSED` with what would be lost, `MIGRATION_FAILED` where rows stand in the way,
 * `DATABASE_PRIVILEGE_MISSING`, `DATABASE_UNAVAILABLE`.
 */
export async function push(options: PushOptions): Promise<PushResult> {
  const { model, url } = options;
  const digest = digestOf(model);
  return withClient(url, async (client) => {
    const isPushed = async () => (await readPushed(client, model.name))?.digest === digest;
    if (await isPushed()) return { changes: [] };
    await prepareSession(client);
    return withMigrationLock(
      client,
      () => {},
      async () => {
        const before = await readPushed(client, model.name);
        if (before?.digest === digest) return { changes: [] };
        await ensureRecords(client);
        await ensureRoles(client, model.services);
        const changes = await changesOf(client, options, before);
        if (!options.acceptDataLoss) refuseLoss(changes);
        await make(client, model, changes, { digest, schemas: schemasOf(model) });
        return { changes };
      },
    );
  });
}

/** The digest of everything that a fresh install would do. */
function digestOf(model: SystemModel): string {
  const statements = [...schemaStatements(model), ...model.services.flatMap(privilegeStatements)];
  return createHash("sha256").update(statements.join(";\n")).digest("hex");
}

async function changesOf(
  client: pg.Client,
  { model, url, scratchUrl }: PushOptions,
  before: PushedState | undefined,
): Promise<readonly Change[]> {
  const live = await introspect(client, [...new Set([...schemasOf(model), ...(before?.schemas ?? [])])]);
  if (live.schemas.length === 0) return install(describeSystem(model));
  const { described, written } = await withScratch(scratchUrl ?? url, (scratch) =>
    readFreshSchema(scratch, model),
  );
  const renamed = await renameAtOnce(client, model, live, described);
  const { from, to, written: words } = expand(model, renamed, described, written, { begin: false });
  return difference(from, to, words);
}

function refuseLoss(changes: readonly Change[]): void {
  const losing = changes.filter((change) => change.losesData);
  if (losing.length === 0) return;
  throw failure("DATA_LOSS_REFUSED", losing.map((change) => change.sentence).join("\n"));
}

async function make(
  client: pg.Client,
  model: SystemModel,
  changes: readonly Change[],
  state: PushedState,
): Promise<void> {
  await inTransaction(client, async () => {
    for (const change of changes) await makeChange(client, change);
    for (const service of model.services) await client.query(privilegeStatements(service).join(";\n"));
    await writePushed(client, model.name, state);
  });
}

async function makeChange(client: pg.Client, change: Change): Promise<void> {
  try {
    await client.query(change.sql);
  } catch (error) {
    const { message, detail } = error as pg.DatabaseError;
    throw failure(
      "MIGRATION_FAILED",
      `${change.sentence} ${message}${detail ? `. ${detail}` : ""}\n${change.sql}`,
      { cause: error },
    );
  }
}
