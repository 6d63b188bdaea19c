import { failure } from "../../errors.js";
import { type HandOver, snapshotAnd } from "../../log/index.js";
import { type FeedPlan, type Key, planFeedPage } from "../../plan/index.js";
import type { ServiceDatabase, Transaction } from "../../postgres/index.js";
import type { Follower } from "./follower.js";
import { createFrame } from "./frame.js";
import type { HubLimits } from "./limits.js";

/** Where a snapshot is read. */
export interface SnapshotSource {
  readonly database: ServiceDatabase;
  readonly schema: string;
  readonly limits: HubLimits;
}

/** The follower was closed meanwhile. */
class Gone extends Error {}

/** What a snapshot hands over to the log; undefined where the follower was closed meanwhile. */
export type Handed = HandOver<unknown> | undefined;

/**
 * Tells a follower the rows of its view as one snapshot has them, a page at a time and no faster than it reads, and says how the log goes on from there.
 * The rows are read as the caller, so that row-level security holds too. Undefined where the follower was closed meanwhile.
 *
 * @throws `FEED_SNAPSHOT_TOO_LARGE`, `FEED_SNAPSHOT_SLOW`, `DATABASE_UNAVAILABLE`, `LOG_EPOCH_OTHER`
 */
export async function tellSnapshot(
  follower: Follower,
  { database, schema, limits }: SnapshotSource,
): Promise<Handed> {
  const rows = collectRows(follower, limits);
  return unlessGone(follower, async () => {
    const { plan } = follower.view;
    const read = (transaction: Transaction) => {
      // What was told of one snapshot cannot be followed by what another has.
      if (rows.areTold) throw failure("DATABASE_UNAVAILABLE", "The snapshot was lost; expected it to last.");
      return readPages(transaction, plan, limits, async (page) => {
        for (const row of page) rows.add(row);
        await takenIn(follower, limits);
      });
    };
    const handed = await snapshotAnd(database, schema, read, [plan.entity.table]);
    endRows(follower, rows, handed);
    return handed;
  });
}

/** Tells a follower rows that were read before: as {@link tellSnapshot} does otherwise. */
export function tellRows(
  follower: Follower,
  pages: readonly (readonly string[])[],
  handed: HandOver<unknown>,
  limits: HubLimits,
): Promise<Handed> {
  return unlessGone(follower, async () => {
    const rows = collectRows(follower, limits);
    for (const page of pages) {
      for (const row of page) rows.add(row);
      await takenIn(follower, limits);
    }
    endRows(follower, rows, handed);
    return handed;
  });
}

async function unlessGone(follower: Follower, work: () => Promise<Handed>): Promise<Handed> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Gone || follower.isClosed) return undefined;
    throw error;
  }
}

function endRows(follower: Follower, rows: RowMessages, handed: HandOver<unknown>): void {
  if (handed.from.epoch !== follower.epoch)
    throw failure(
      "LOG_EPOCH_OTHER",
      `The log began the epoch ${handed.from.epoch} while the rows were read.`,
    );
  rows.end(handed.from.position - 1, handed.pending.size > 0);
}

/** The rows of a view in the order of their keys, a page at a time. */
export async function readPages(
  transaction: Transaction,
  plan: FeedPlan,
  { snapshot: { page: size, time } }: HubLimits,
  take: (rows: readonly string[]) => Promise<void> | void,
): Promise<void> {
  const deadline = performance.now() + time;
  let after: Key | undefined;
  do {
    if (performance.now() > deadline)
      throw failure(
        "FEED_SNAPSHOT_SLOW",
        `Reading the rows took more than ${time / 1_000} s; expected less.`,
      );
    const page = await transaction.readList(planFeedPage(plan, size, after));
    after = page.after ? page.last : undefined;
    await take(page.rows);
  } while (after);
}

/** Waits until the client has read most of what it was given. */
async function takenIn(follower: Follower, limits: HubLimits): Promise<void> {
  const { stall } = limits.snapshot;
  const since = performance.now();
  while (!follower.isClosed && follower.obstacle(undefined, limits.unsentBehind) === "slow") {
    const left = since + stall - performance.now();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.max(0, left));
    });
    await Promise.race([follower.eased("slow"), late]);
    clearTimeout(timer);
    if (performance.now() - since >= stall)
      throw failure(
        "FEED_SNAPSHOT_SLOW",
        `The client took nothing of the rows for ${stall / 1_000} s; expected it to read on.`,
      );
  }
  if (follower.isClosed) throw new Gone("The follower was closed.");
}

interface RowMessages {
  /** Whether any row has been sent. */
  readonly areTold: boolean;
  add(row: string): void;
  /** Sends what is left, and where the log goes on. `isPartial`: what was seen ahead of that is to come before the view stands anywhere. */
  end(position: number, isPartial: boolean): void;
}

function collectRows(follower: Follower, { message, snapshot }: HubLimits): RowMessages {
  let rows: string[] = [];
  let characters = 0;
  let count = 0;
  let bytes = 0;
  let areTold = false;
  const send = (position?: number, isPartial = false) => {
    const at = position === undefined ? "" : `,"position":${position}${isPartial ? ',"partial":true' : ""}`;
    const cursor = position === undefined || isPartial ? undefined : `${follower.epoch}:${position}`;
    const text = `{"type":"snapshot","id":${follower.id}${at},"rows":[${rows.join(",")}]}`;
    const frame = createFrame("snapshot", text, rows.length, cursor);
    bytes += frame.bytes.length;
    if (bytes > snapshot.bytes) throw tooLarge(`${snapshot.bytes} bytes`);
    areTold = true;
    follower.say(frame);
    rows = [];
    characters = 0;
  };
  return {
    get areTold() {
      return areTold;
    },
    add(row) {
      count += 1;
      if (count > snapshot.rows) throw tooLarge(`${snapshot.rows} rows`);
      const isFull = rows.length >= message.changes || characters + row.length > message.characters;
      if (isFull && rows.length > 0) send();
      rows.push(row);
      characters += row.length + 1;
    },
    end(position, isPartial) {
      follower.begin(isPartial ? { position, opens: Number.POSITIVE_INFINITY } : { position });
      send(position, isPartial);
    },
  };
}

function tooLarge(limit: string) {
  return failure("FEED_SNAPSHOT_TOO_LARGE", `The view has more than ${limit}; expected fewer to begin with.`);
}
