import { prepare } from "../compile/prepared.js";
import type { Statement } from "../database.js";
import { quote } from "../identifier.js";
import type { LogClient } from "../log/index.js";
import { consumerTables } from "./names.js";

/** A consumer of a service: whose tables, and which of its consumers. */
export interface ConsumerPlace {
  readonly schema: string;
  /** Its name, without what its cursor has before it. */
  readonly consumer: string;
}

/** An entry of the log that a consumer follows. */
export interface EntryPlace {
  readonly epoch: string;
  readonly position: number;
}

/**
 * Claims an entry, in the transaction that takes care of it: gives a row to the one who may, and none where it has been taken care of.
 * Waits for a transaction that has claimed it and is not over. To be asked for ahead of `holdStatement`: whoever still holds the
 * cursor after that has the claim written before anybody else can begin.
 */
export function claimStatement({ schema, consumer }: ConsumerPlace, at: EntryPlace): Statement {
  return {
    name: "inbox.claim",
    text: `insert into ${inboxOf(schema)} (consumer, epoch, position)
values ($1, $2, $3)
on conflict do nothing
returning position`,
    values: [consumer, at.epoch, String(at.position)],
  };
}

/** Throws away what lies at or before the cursor, or in another epoch: nobody asks for it any more. */
export async function pruneInbox(
  client: LogClient,
  { schema, consumer }: ConsumerPlace,
  done: EntryPlace,
): Promise<void> {
  await client.run(
    prepare(
      "inbox.prune",
      `delete from ${inboxOf(schema)} i
 where i.consumer = $1 and (i.epoch <> $2::uuid or i.position <= $3)`,
    ),
    [consumer, done.epoch, String(done.position)],
  );
}

export function inboxOf(schema: string): string {
  return `${quote(schema)}.${quote(consumerTables.inbox)}`;
}

export function lettersOf(schema: string): string {
  return `${quote(schema)}.${quote(consumerTables.letters)}`;
}
