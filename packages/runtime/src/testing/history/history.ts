import type { LogEntry } from "../../postgres/log/index.js";

/** What happened to one log, as those who wrote and those who read it saw it. */
export interface History {
  readonly writes: readonly Write[];
  readonly reads: readonly Read[];
}

/** One transaction of a writer. */
export interface Write {
  /**
   * `committed`: it was told so. `rolled back`: it was told so, or never asked for a commit. `unknown`: the connection broke while it was
   * committing, so it may be either.
   */
  readonly outcome: "committed" | "rolled back" | "unknown";
  /** What it wrote, in the order in which it did. */
  readonly changes: readonly Change[];
}

/** One change: what identifies it to whoever reads the log. */
export interface Change {
  readonly kind: LogEntry["kind"];
  readonly subject: string;
  readonly key: string;
  readonly version: number;
}

/** Everything that one reader was given, from one position on. */
export interface Read {
  readonly name: string;
  /** The position from which it read. */
  readonly from: number;
  readonly entries: readonly LogEntry[];
  /** Whether it read until all that was committed had come; else it may end anywhere. */
  readonly isWhole: boolean;
}

/** Keeps what happens, for {@link History}. */
export interface Recorder {
  write(write: Write): void;
  /** Begins the record of a reader, which is told each entry as it comes. */
  reader(name: string, from: number): { saw(entry: LogEntry): void; isAtEnd(): void };
  history(): History;
}

export function recordHistory(): Recorder {
  const writes: Write[] = [];
  const reads: { name: string; from: number; entries: LogEntry[]; isWhole: boolean }[] = [];
  return {
    write: (write) => void writes.push(write),
    reader(name, from) {
      const read = { name, from, entries: [] as LogEntry[], isWhole: false };
      reads.push(read);
      return {
        saw: (entry) => void read.entries.push(entry),
        isAtEnd: () => {
          read.isWhole = true;
        },
      };
    },
    history: () => ({ writes, reads }),
  };
}
