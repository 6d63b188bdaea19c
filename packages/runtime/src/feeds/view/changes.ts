/** A change of a view, as its followers are told of it. */
export interface ViewChange {
  readonly position: number;
  /** The last position of its transaction. */
  readonly ends: number;
  /** The JSON text of the change: the same for everyone who follows the view. */
  readonly text: string;
}

/** Changes of a view in the order of their positions, numbered from 0, as one text: so holding many costs no more than that. */
export interface ViewChanges extends Iterable<ViewChange> {
  readonly length: number;
  position(at: number): number;
  ends(at: number): number;
  /** The texts of those from one up to and without another, with commas between them. */
  text(from: number, to: number): string;
  /** Its characters, and one more for each. */
  size(from: number, to: number): number;
}

/** Puts changes together, one after another. */
export interface Collecting {
  add(position: number, ends: number, text: string): void;
  finish(): ViewChanges;
}

export function collectChanges(): Collecting {
  const positions: number[] = [];
  const ends: number[] = [];
  const starts: number[] = [];
  let all = "";
  return {
    add(position, end, text) {
      positions.push(position);
      ends.push(end);
      starts.push(all.length);
      all += `${text},`;
    },
    finish: () => viewChanges(all, positions, ends, [...starts, all.length]),
  };
}

/** `starts` has one more than there are changes: where the text ends. */
function viewChanges(
  all: string,
  positions: readonly number[],
  ends: readonly number[],
  starts: readonly number[],
): ViewChanges {
  const start = (at: number) => starts[at] ?? 0;
  const text = (from: number, to: number) => all.slice(start(from), start(to) - 1);
  return {
    length: positions.length,
    position: (at) => positions[at] ?? 0,
    ends: (at) => ends[at] ?? 0,
    text,
    size: (from, to) => start(to) - start(from),
    *[Symbol.iterator]() {
      for (const [at, position] of positions.entries())
        yield { position, ends: ends[at] ?? 0, text: text(at, at + 1) };
    },
  };
}

export const noChanges: ViewChanges = collectChanges().finish();
