import { snapshotAnd } from "../../log/index.js";
import type { Transaction } from "../../postgres/index.js";
import type { FairTurns } from "./fair-turns.js";
import type { Follower } from "./follower.js";
import { type Handed, readPages, type SnapshotSource, tellRows, tellSnapshot } from "./snapshot.js";

/** Tells a follower the rows to begin with, in its turn: see `Follower.whose`. Rejects as {@link tellSnapshot} does. */
export type Snapshots = (follower: Follower) => Promise<Handed>;

/** A follower that waits for a turn: its own, or that of another who follows the same view. */
interface Waiting {
  readonly follower: Follower;
  readonly settle: (told: Promise<Handed>) => Promise<void>;
  isTaken: boolean;
}

/** There are more rows than are held for others. */
class TooMany extends Error {}

/**
 * One snapshot for all who wait for the same view when a turn comes: of a thousand clients that come back at once, most share one. Each is told the
 * rows at its own pace, from memory. No more than `limits.shared` allows are held for so many; where a view has more, each follower reads it in
 * a turn of its own, as one who waits alone does.
 */
export function createSnapshots(source: SnapshotSource, inTurn: FairTurns): Snapshots {
  const { database, schema, limits } = source;
  const waiting = new Map<string, Set<Waiting>>();

  /** One who waits, and all who wait for the same, as far as they may share. */
  const takeWith = (first: Waiting): readonly [Waiting, ...Waiting[]] => {
    const { key } = first.follower.view;
    const all = waiting.get(key) ?? new Set<Waiting>();
    const others = [...all].filter((one) => one !== first && !one.follower.isClosed);
    const group = [first, ...others.slice(0, limits.shared.followers - 1)] as const;
    for (const one of group) {
      one.isTaken = true;
      all.delete(one);
    }
    if (all.size === 0) waiting.delete(key);
    return group;
  };
  const tellAlone = ({ follower, settle }: Waiting) =>
    settle(follower.isClosed ? Promise.resolve(undefined) : tellSnapshot(follower, source));

  const tellAll = async (group: readonly [Waiting, ...Waiting[]]): Promise<void> => {
    const [first, ...others] = group;
    const { plan } = first.follower.view;
    const pages: (readonly string[])[] = [];
    const read = async (transaction: Transaction) => {
      let left = limits.shared.characters;
      pages.length = 0;
      await readPages(transaction, plan, limits, (rows) => {
        for (const row of rows) left -= row.length;
        if (left < 0) throw new TooMany();
        pages.push(rows);
      });
    };
    try {
      const handed = await snapshotAnd(database, schema, read, [plan.entity.table]);
      await Promise.all(
        group.map(({ follower, settle }) => settle(tellRows(follower, pages, handed, limits))),
      );
    } catch (error) {
      if (!(error instanceof TooMany)) {
        await Promise.all(group.map(({ settle }) => settle(Promise.reject(error))));
        return;
      }
      for (const one of others) void inTurn(one.follower.whose, () => tellAlone(one));
      await tellAlone(first);
    }
  };

  return (follower) =>
    new Promise((resolve, reject) => {
      const { key } = follower.view;
      const settle = (told: Promise<Handed>) => told.then(resolve, reject);
      const mine: Waiting = { follower, settle, isTaken: false };
      waiting.set(key, (waiting.get(key) ?? new Set()).add(mine));
      void inTurn(follower.whose, async () => {
        if (mine.isTaken) return;
        const group = takeWith(mine);
        await (group.length === 1 ? tellAlone(mine) : tellAll(group));
      });
    });
}
