import { prepare, unprepared } from "../compile/prepared.js";
import { type Cursor, tableOf as cursorsOf } from "../cursors/cursor.js";
import { seekCursor } from "../cursors/steer.js";
import type { LogClient } from "../log/index.js";
import { type ConsumerPlace, type EntryPlace, inboxOf, lettersOf } from "./inbox.js";

/**
 * Has a consumer go on after another position. What it has under way is waited for, and nothing begins meanwhile. Entries after the position
 * are handled again: what is noted of them is forgotten, letters too. Letters at or before it stay. The connection must be
 * used by nobody else meanwhile. False where there is no such cursor.
 */
export async function seekConsumer(
  client: LogClient,
  cursor: Cursor,
  consumer: string,
  to: EntryPlace,
): Promise<boolean> {
  const { schema, name } = cursor;
  const run = (text: string) => client.run(unprepared("consumer.seek", text), []);
  await run("begin");
  try {
    await client.run(
      prepare(
        "cursor.lock",
        `select c.name\n  from ${cursorsOf(schema)} c\n where c.name = $1\n   for update`,
      ),
      [name],
    );
    const found = await seekCursor(client, cursor, to);
    for (const [label, table] of [
      ["inbox.forget", inboxOf(schema)],
      ["letter.forget", lettersOf(schema)],
    ] as const) {
      await client.run(
        prepare(label, `delete from ${table} t\n where t.consumer = $1 and t.epoch = $2 and t.position > $3`),
        [consumer, to.epoch, String(to.position)],
      );
    }
    await run("commit");
    return found;
  } catch (error) {
    await run("rollback").catch(() => {});
    throw error;
  }
}

/**
 * Has a dead letter tried again at once, with as many attempts as a new one; those that are parked behind it follow when it is
 * done. False where it is not dead.
 */
export async function replayLetter(
  client: LogClient,
  { schema, consumer }: ConsumerPlace,
  at: EntryPlace,
): Promise<boolean> {
  const [row] = await client.run(
    prepare(
      "letter.replay",
      `update ${lettersOf(schema)} l
   set state = 'retrying', attempts = 0, failures = 0, next_at = clock_timestamp()
 where l.consumer = $1 and l.epoch = $2 and l.position = $3 and l.state = 'dead'
returning l.position`,
    ),
    [consumer, at.epoch, String(at.position)],
  );
  return row !== undefined;
}

/** Gives a letter up: it is never handled, and those that are parked behind it follow. Not one that is just being tried. */
export async function skipLetter(
  client: LogClient,
  { schema, consumer }: ConsumerPlace,
  at: EntryPlace,
): Promise<boolean> {
  const [row] = await client.run(
    prepare(
      "letter.skip",
      `delete from ${lettersOf(schema)} l
 where l.consumer = $1 and l.epoch = $2 and l.position = $3
returning l.position`,
    ),
    [consumer, at.epoch, String(at.position)],
  );
  return row !== undefined;
}

/** Gives the event of a dead letter other data, of this version of its form. False where it is no event, or not dead. */
export async function editLetter(
  client: LogClient,
  { schema, consumer }: ConsumerPlace,
  at: EntryPlace,
  { data, version }: { readonly data: string; readonly version: number },
): Promise<boolean> {
  const [row] = await client.run(
    prepare(
      "letter.edit",
      `update ${lettersOf(schema)} l
   set after = $4::jsonb, version = $5, edited_at = now()
 where l.consumer = $1 and l.epoch = $2 and l.position = $3 and l.state = 'dead' and l.kind = 'event'
returning l.position`,
    ),
    [consumer, at.epoch, String(at.position), data, String(version)],
  );
  return row !== undefined;
}
