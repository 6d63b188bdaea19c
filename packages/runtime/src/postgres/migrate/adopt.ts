import type pg from "pg";
import { type DatabaseDescription, difference, introspect, withoutExpansion } from "../schema/index.js";
import type { Ledger } from "./ledger.js";
import type { Migration } from "./migration-file.js";
import { runMigration } from "./run-migration.js";
import { withScratch } from "./scratch.js";

/**
 * Finds the pending files whose work is already done in the live database, which happens where `push` was used
 * before there were files. The applied and pending files run one after another in a scratch database; the first
 * pending one after which the schema is what it is live, and was not before, was done already, and so were those
 * ahead of it. Compares schemas, not rows: what such a file does to rows is not done again.
 */
export async function findDone(
  client: pg.Client,
  scratchUrl: string,
  ledgers: readonly Ledger[],
): Promise<ReadonlySet<Migration>> {
  const waiting = ledgers.filter((ledger) => ledger.pending.length > 0);
  const live = new Map<string, DatabaseDescription>();
  for (const ledger of waiting) {
    const described = await introspect(client, [ledger.schema]);
    if (described.schemas.length > 0) live.set(ledger.schema, described);
  }
  if (live.size === 0) return new Set();
  return withScratch(scratchUrl, async (scratch) => {
    const done: Migration[] = [];
    for (const ledger of waiting) {
      const now = live.get(ledger.schema);
      if (now) done.push(...(await doneOf(scratch, ledger, now)));
    }
    return new Set(done);
  });
}

async function doneOf(
  scratch: pg.Client,
  ledger: Ledger,
  live: DatabaseDescription,
): Promise<readonly Migration[]> {
  const isLive = async () => same(await introspect(scratch, [ledger.schema]), live);
  for (const { file } of ledger.applied) await runMigration(scratch, file, ledger.schema);
  if (await isLive()) return [];
  for (const [position, file] of ledger.pending.entries()) {
    await runMigration(scratch, file, ledger.schema);
    if (await isLive()) return ledger.pending.slice(0, position + 1);
  }
  return [];
}

/** Whether two databases hold the same, as far as a blueprint can say it; a rename counts as done in both. */
function same(one: DatabaseDescription, other: DatabaseDescription): boolean {
  return difference(withoutExpansion(one), withoutExpansion(other)).length === 0;
}
