import type { HandOver, LogPage } from "../../log/index.js";
import type { LogHead } from "../../postgres/log/index.js";
import type { ViewChange } from "../view/view.js";

/** What a snapshot saw of the log that comes after it: it is left out, and what stands between is told as one. */
export interface SeenBySnapshot {
  /** Everything that the snapshot saw has come: from there on the log is told as it is. */
  readonly isOver: boolean;
  /** Where that was. What was told in part is closed there. */
  readonly until: number | undefined;
  /** The changes of a page that the snapshot did not see. */
  without(page: LogPage, changes: readonly ViewChange[]): readonly ViewChange[];
  /** Looks at a head whose position was come to, where nothing more comes. */
  reached(head: LogHead): void;
}

/** Nothing of the log was seen before it is told. */
export const nothingSeenBefore: SeenBySnapshot = Object.freeze({
  isOver: true,
  until: undefined,
  without: (_: LogPage, changes: readonly ViewChange[]) => changes,
  reached() {},
});

/**
 * A transaction may have committed before a snapshot, and get a position after that of another which the snapshot does not see. Until all of
 * those have come, what the client holds is the view at no position of the log. So all changes up to there are told as if they were
 * of one transaction, which the client applies together. Pages may be given again.
 */
export function seenBySnapshot({ from, isSeen, isPassed, pending }: HandOver<unknown>): SeenBySnapshot {
  if (pending.size === 0) return nothingSeenBefore;
  const left = new Set(pending);
  let until: number | undefined;
  const look = ({ entries }: LogPage) => {
    for (const { position, transaction } of entries) {
      if (position !== transaction.position + transaction.events - 1) continue;
      left.delete(transaction.xid);
      if (left.size === 0) {
        until = position;
        return;
      }
    }
  };
  return {
    get isOver() {
      return until !== undefined;
    },
    get until() {
      return until;
    },
    reached(head) {
      if (until === undefined && isPassed(head)) until = head.position;
    },
    without(page, changes) {
      if (until === undefined) look(page);
      const ends = until ?? Number.POSITIVE_INFINITY;
      if ((page.entries[0]?.position ?? from.position) > ends) return changes;
      const seen = new Set(page.entries.filter(isSeen).map(({ position }) => position));
      return changes.flatMap((change) => {
        if (change.position > ends) return [change];
        return seen.has(change.position) ? [] : [{ ...change, ends }];
      });
    },
  };
}
