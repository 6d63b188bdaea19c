import type { HandOver } from "../../log/index.js";
import type { LogHead, LogSheet } from "../../postgres/log/index.js";
import { collectChanges, type ViewChanges } from "../view/changes.js";

/** What a snapshot saw of the log that comes after it: it is left out, and what stands between is told as one. */
export interface SeenBySnapshot {
  /** Everything that the snapshot saw has come: from there on the log is told as it is. */
  readonly isOver: boolean;
  /** Where that was. What was told in part is closed there. */
  readonly until: number | undefined;
  /** The changes of a sheet that the snapshot did not see. */
  without(sheet: LogSheet, changes: ViewChanges): ViewChanges;
  /** Looks at a head whose position was come to, where nothing more comes. */
  reached(head: LogHead): void;
}

/** Nothing of the log was seen before it is told. */
export const nothingSeenBefore: SeenBySnapshot = Object.freeze({
  isOver: true,
  until: undefined,
  without: (_: LogSheet, changes: ViewChanges) => changes,
  reached() {},
});

/**
 * A transaction may have committed before a snapshot, and get a position after that of another which the snapshot does not see. Until all of
 * those have come, what the client holds is the view at no position of the log. So all changes up to there are told as if they were
 * of one transaction, which the client applies together. Pages may be given again.
 */
export function seenBySnapshot({ isSeen, isPassed, pending }: HandOver<unknown>): SeenBySnapshot {
  if (pending.size === 0) return nothingSeenBefore;
  const left = new Set(pending);
  let until: number | undefined;
  const look = (sheet: LogSheet) => {
    const last = sheet.position + sheet.length - 1;
    for (const { position, events, xid } of sheet.transactions()) {
      const ends = position + events - 1;
      if (ends > last) return;
      left.delete(xid);
      if (left.size === 0) {
        until = ends;
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
    without(sheet, changes) {
      if (until === undefined) look(sheet);
      const ends = until ?? Number.POSITIVE_INFINITY;
      if (sheet.position > ends) return changes;
      // By the ends of transactions, as changes have them.
      const seen = new Set(
        sheet
          .transactions()
          .filter((transaction) => isSeen({ transaction }))
          .map(({ position, events }) => position + events - 1),
      );
      const rest = collectChanges();
      for (const change of changes) {
        if (change.position > ends) rest.add(change.position, change.ends, change.text);
        else if (!seen.has(change.ends)) rest.add(change.position, ends, change.text);
      }
      return rest.finish();
    },
  };
}
