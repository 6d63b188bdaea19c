/** How far a consumer is: entries are begun in the order of the log, and end in any order. */
export interface Progress {
  /** Everything up to this position is taken care of. */
  readonly low: number;
  /** The last position that was begun. */
  readonly high: number;
  /** When the oldest entry that is not done was committed, RFC 3339; undefined where all that were begun are done. */
  readonly oldest: string | undefined;
  begin(position: number, committedAt: string): void;
  /** Says that an entry is done. One that was never begun, or is done already, changes nothing. */
  end(position: number): void;
}

/** Begins after a position. Holds as many entries as lie between the lowest that is not done and the last that was begun. */
export function createProgress(after: number): Progress {
  const open: { readonly position: number; readonly committedAt: string; isDone: boolean }[] = [];
  let low = after;
  let high = after;
  let from = 0;
  const settle = () => {
    while (open[from]?.isDone) {
      low = open[from]?.position ?? low;
      from += 1;
    }
    if (from === open.length) {
      open.length = 0;
      from = 0;
    } else if (from > 1_000) {
      open.splice(0, from);
      from = 0;
    }
  };
  return {
    get low() {
      return low;
    },
    get high() {
      return high;
    },
    get oldest() {
      return open[from]?.committedAt;
    },
    begin(position, committedAt) {
      high = position;
      open.push({ position, committedAt, isDone: false });
    },
    end(position) {
      const first = open[from];
      const found = first && open[from + position - first.position];
      if (found?.position !== position) return;
      found.isDone = true;
      if (found === first) settle();
    },
  };
}
