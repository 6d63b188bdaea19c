import { prepare } from "../compile/prepared.js";
import { tableOf as cursorsOf } from "../cursors/cursor.js";
import type { Statement } from "../database.js";
import { instantOf, type TextRow } from "../json.js";
import type { EntryKind, LogClient, LogEntry } from "../log/index.js";
import { type ConsumerPlace, type EntryPlace, lettersOf } from "./inbox.js";

/** What of an entry a consumer is given: all but the transaction that it was written in. */
export type Delivery = Omit<LogEntry, "transaction"> & { readonly epoch: string };

export type LetterState = "retrying" | "dead" | "parked";

/** An entry that could not be handled yet. */
export interface Letter extends Delivery {
  readonly lane: string;
  readonly state: LetterState;
  /** Attempts that were begun, and those of them that ended with an error. */
  readonly attempts: number;
  readonly failures: number;
  /** Milliseconds until it is tried again, 0 where that is now. */
  readonly wait: number;
  readonly error: string | undefined;
  /** RFC 3339. */
  readonly firstFailedAt: string | undefined;
  readonly lastFailedAt: string | undefined;
  readonly parkedAt: string;
  /** When a person changed its data. */
  readonly editedAt: string | undefined;
}

/** How an attempt ended. */
export interface Ending {
  readonly state: LetterState;
  /** What it was, without secrets; undefined where nothing has failed. */
  readonly error: string | undefined;
  /** Milliseconds until the next. */
  readonly wait: number;
}

/** Keeps an entry, in the transaction that has claimed it. `attempts` and `failures` are 1 where it has just failed, 0 where it was not tried. */
export function keepStatement(
  { schema, consumer }: ConsumerPlace,
  entry: Delivery,
  { lane, generation, tried, ending }: KeepOptions,
): Statement {
  return {
    name: "letter.keep",
    text: `insert into ${lettersOf(schema)}
  (consumer, epoch, position, lane, generation, state, attempts, failures, next_at, error, first_failed_at, last_failed_at,
   kind, subject, key, version, at, before, after, cause)
values ($1, $2, $3, $4, $5, $6, $7::integer, $7::integer, clock_timestamp() + $8::double precision * interval '1 millisecond', $9,
        case when $7::integer > 0 then now() end, case when $7::integer > 0 then now() end,
        $10, $11, $12, $13, $14, $15, $16, $17)`,
    values: [
      consumer,
      entry.epoch,
      String(entry.position),
      lane,
      generation,
      ending.state,
      tried ? "1" : "0",
      String(ending.wait),
      ending.error ?? null,
      entry.kind,
      entry.subject,
      entry.key,
      String(entry.version),
      entry.at,
      entry.before,
      entry.after,
      entry.cause,
    ],
  };
}

export interface KeepOptions {
  readonly lane: string;
  readonly generation: string;
  /** Whether an attempt has just failed. */
  readonly tried: boolean;
  readonly ending: Ending;
}

/** Takes a letter away, in the transaction that handles it: gives a row to the one who may. */
export function takeLetterStatement({ schema, consumer }: ConsumerPlace, at: EntryPlace): Statement {
  return {
    name: "letter.take",
    text: `delete from ${lettersOf(schema)} l
 where l.consumer = $1 and l.epoch = $2 and l.position = $3 and l.state <> 'dead'
returning l.position`,
    values: [consumer, at.epoch, String(at.position)],
  };
}

const columns = `l.epoch, l.position, l.lane, l.state, l.attempts, l.failures,
       greatest(0, ceil(extract(epoch from l.next_at - clock_timestamp()) * 1000))::bigint,
       l.error, l.first_failed_at, l.last_failed_at, l.parked_at, l.edited_at,
       l.kind, l.subject, l.key, l.version, l.at, l.before::text, l.after::text, l.cause::text`;

/** The first letter of a lane: the one that all others of it wait for. */
export async function firstLetter(
  client: LogClient,
  { schema, consumer }: ConsumerPlace,
  lane: string,
): Promise<Letter | undefined> {
  const [row] = await client.run(
    prepare(
      "letter.first",
      `select ${columns}
  from ${lettersOf(schema)} l
 where l.consumer = $1 and l.lane = $2
 order by l.generation, l.position
 limit 1`,
    ),
    [consumer, lane],
  );
  return row && toLetter(row);
}

/** Letters of a consumer in the order of positions, those in one state or all, at most so many. */
export async function listLetters(
  client: LogClient,
  { schema, consumer }: ConsumerPlace,
  { state, limit }: { readonly state?: LetterState | undefined; readonly limit: number },
): Promise<readonly Letter[]> {
  const rows = await client.run(
    prepare(
      "letter.list",
      `select ${columns}
  from ${lettersOf(schema)} l
 where l.consumer = $1 and ($2::text is null or l.state = $2)
 order by l.generation, l.position
 limit $3::bigint`,
    ),
    [consumer, state ?? null, String(limit)],
  );
  return rows.map(toLetter);
}

/** The letters of a consumer that have this position: more than one only where they are of several epochs. */
export async function findLetters(
  client: LogClient,
  { schema, consumer }: ConsumerPlace,
  position: number,
): Promise<readonly Letter[]> {
  const rows = await client.run(
    prepare(
      "letter.find",
      `select ${columns}
  from ${lettersOf(schema)} l
 where l.consumer = $1 and l.position = $2
 order by l.generation`,
    ),
    [consumer, String(position)],
  );
  return rows.map(toLetter);
}

/** Notes that an attempt begins, before it does. False where the cursor is held by another, or the letter is dead or gone. */
export async function beginAttempt(
  client: LogClient,
  place: ConsumerPlace,
  letter: EntryPlace,
  { cursor, generation, wait }: { cursor: string; generation: string; wait: number },
): Promise<boolean> {
  const [row] = await client.run(
    prepare(
      "letter.begin",
      `update ${lettersOf(place.schema)} l
   set attempts = l.attempts + 1,
       state    = 'retrying',
       next_at  = clock_timestamp() + $6::double precision * interval '1 millisecond'
 where l.consumer = $1 and l.epoch = $2 and l.position = $3 and l.state <> 'dead'
   and ${isHeld(place.schema)}
returning l.attempts`,
    ),
    [place.consumer, letter.epoch, String(letter.position), cursor, generation, String(wait)],
  );
  return row !== undefined;
}

/**
 * Notes how an attempt ended that failed. What was put off (`nothing`) is as if it had not begun; `crash` is of one that ended with its
 * process, and leaves the counts as they are.
 */
export async function endAttempt(
  client: LogClient,
  place: ConsumerPlace,
  letter: EntryPlace,
  {
    cursor,
    generation,
    ending,
    counts,
  }: { cursor: string; generation: string; ending: Ending; counts: "failure" | "nothing" | "crash" },
): Promise<void> {
  await client.run(
    prepare(
      "letter.end",
      `update ${lettersOf(place.schema)} l
   set attempts        = l.attempts - case $6 when 'nothing' then 1 else 0 end,
       failures        = l.failures + case $6 when 'failure' then 1 else 0 end,
       state           = $7,
       next_at         = clock_timestamp() + $8::double precision * interval '1 millisecond',
       error           = $9,
       first_failed_at = case $6 when 'nothing' then l.first_failed_at else coalesce(l.first_failed_at, now()) end,
       last_failed_at  = case $6 when 'nothing' then l.last_failed_at else now() end
 where l.consumer = $1 and l.epoch = $2 and l.position = $3
   and ${isHeld(place.schema)}`,
    ),
    [
      place.consumer,
      letter.epoch,
      String(letter.position),
      cursor,
      generation,
      counts,
      ending.state,
      String(ending.wait),
      ending.error ?? null,
    ],
  );
}

function isHeld(schema: string): string {
  return `exists (select from ${cursorsOf(schema)} c where c.name = $4 and c.generation = $5)`;
}

function toLetter(row: TextRow): Letter {
  const time = (text: string | null | undefined) => (text ? instantOf(text) : undefined);
  return {
    epoch: row[0] ?? "",
    position: Number(row[1]),
    lane: row[2] ?? "",
    state: (row[3] ?? "dead") as LetterState,
    attempts: Number(row[4]),
    failures: Number(row[5]),
    wait: Number(row[6]),
    error: row[7] ?? undefined,
    firstFailedAt: time(row[8]),
    lastFailedAt: time(row[9]),
    parkedAt: instantOf(row[10] ?? ""),
    editedAt: time(row[11]),
    kind: (row[12] ?? "event") as EntryKind,
    subject: row[13] ?? "",
    key: row[14] ?? "",
    version: Number(row[15]),
    at: instantOf(row[16] ?? ""),
    before: row[17] ?? null,
    after: row[18] ?? null,
    cause: row[19] ?? null,
  };
}
