import { failure, LintelError } from "../errors.js";
import {
  type LogConnection,
  type LogEntry,
  type LogHead,
  type LogSheet,
  type ReadFrom,
  type ReadLimits,
  readEntries,
  readHead,
  readSheet,
} from "../postgres/log/index.js";
import { createBell } from "./bell.js";
import { createInlet, type FreshPages, type Inlet } from "./fresh.js";
import { formatPosition, type LogPosition } from "./position.js";

/** A page of a log. */
export interface LogPage {
  readonly epoch: string;
  readonly entries: readonly LogEntry[];
  /** Where the next page begins: the position after the last entry, and what makes going on there cheap. */
  readonly next: ReadFrom;
}

/** The log of one service, read by position. Every reader of it in the process shares one connection. */
export interface LogReader {
  /** The log's head: its epoch, the last position that was given and the first that is kept. */
  head(): Promise<LogHead>;
  /**
   * Entries from a position on, as many as the limits allow; none where the position is the next to be given. A page may
   * end within a transaction: `transaction.position + transaction.events` tells where that ends.
   *
   * @throws `LOG_POSITION_AHEAD`, `LOG_POSITION_GONE`, `LOG_EPOCH_OTHER`, `DATABASE_UNAVAILABLE`
   */
  read(from: LogPosition & ReadFrom, limits?: Partial<ReadLimits>): Promise<LogPage>;
  /**
   * The same entries in a form that many may look at and that is cheap to hold; `before` asks for rows as they were before, too. Throws what
   * {@link read} throws.
   */
  sheet(from: LogPosition & ReadFrom, limits: ReadLimits & { readonly before: boolean }): Promise<LogSheet>;
  /**
   * Entries from a position on, for ever, a page at a time: none is left out and none comes twice, whoever gives the positions
   * and whatever becomes of connections. While the database is away it waits, `away` milliseconds at most where that is told. Ends when
   * the signal is aborted.
   *
   * @throws `LOG_POSITION_AHEAD`, `LOG_POSITION_GONE`, `LOG_EPOCH_OTHER`: also in the midst, when that comes to be so;
   * `DATABASE_UNAVAILABLE` where reading failed, or was not answered, for longer than `away`
   */
  pages(from: LogPosition, signal: AbortSignal, limits?: Partial<PageLimits>): AsyncGenerator<LogPage, void>;
  /** The same, an entry at a time. */
  tail(from: LogPosition, signal: AbortSignal): AsyncGenerator<LogEntry, void>;
  /** Where whoever gives positions in this process brings pages for those who follow. */
  readonly fresh: FreshPages;
  close(): Promise<void>;
}

/** Of the pages of one who follows. */
export interface PageLimits extends ReadLimits {
  /** Milliseconds for which the log may be unreadable; for ever unless told. */
  readonly away: number;
}

export interface ReaderOptions {
  readonly service: string;
  readonly schema: string;
  /** Opens a connection, which calls `notified` when positions have been given. */
  readonly connect: (notified: (payload: string) => void, onLost: () => void) => Promise<LogConnection>;
}

/** A page unless told: enough for 100,000 entries a second, and little enough to be held. */
const usual: ReadLimits = { count: 2_000, bytes: 2_000_000 };
/** Milliseconds after which a reader looks without having been woken. */
const patience = 1_000;
/** Milliseconds before a lost database is tried again: doubled from the first up to the last. */
const backoff = { first: 50, last: 2_000 };
/** Milliseconds for which the epoch is believed to be what it was, while pages come. */
const epochBelieved = 1_000;

export function createLogReader({ service, schema, connect }: ReaderOptions): LogReader {
  const followers = new Map<() => void, Inlet>();
  let opened: Promise<LogConnection> | undefined;
  let known: { readonly epoch: string; readonly at: number } | undefined;
  let isClosed = false;

  /** Wakes those who have not been given what came up to this position. */
  const wake = (last = Number.POSITIVE_INFINITY) => {
    for (const [ring, inlet] of followers) if (inlet.isNews(last)) ring();
  };
  const client = async (): Promise<LogConnection> => {
    if (isClosed) throw failure("STOPPING", `The log of ${service} is closed.`);
    opened ??= connect(
      (payload) => {
        const [whose, last] = payload.split(" ");
        if (whose === schema) wake(Number(last));
      },
      () => {
        opened = undefined;
        known = undefined;
      },
    );
    try {
      return await opened;
    } catch (error) {
      opened = undefined;
      throw error;
    }
  };
  const ask = async <T>(work: (connection: LogConnection) => Promise<T>): Promise<T> => {
    try {
      return await work(await client());
    } catch (error) {
      if (error instanceof LintelError) throw error;
      throw failure("DATABASE_UNAVAILABLE", `The log of ${service} cannot be read at the moment.`, {
        cause: error,
      });
    }
  };
  const head = () =>
    ask(async (connection) => {
      const found = await readHead(connection, schema);
      known = { epoch: found.epoch, at: performance.now() };
      return found;
    });
  const checkEpoch = async (epoch: string, from: LogPosition): Promise<void> => {
    const isFresh = known !== undefined && performance.now() - known.at < epochBelieved;
    const current = isFresh ? known?.epoch : (await head()).epoch;
    if (current !== epoch) throw otherEpoch(service, from, current ?? "");
  };

  /** Has a page read again where it has a hole, and says what is wrong where that stays. */
  const checked = async <P>(
    from: LogPosition,
    take: (connection: LogConnection) => Promise<P>,
    found: (page: P) => { readonly count: number; readonly isWhole: boolean },
  ): Promise<P> => {
    await checkEpoch(from.epoch, from);
    const page = await ask(take);
    if (found(page).isWhole) return page;
    const now = await head();
    if (now.epoch !== from.epoch) throw otherEpoch(service, from, now.epoch);
    if (from.position === now.position + 1 && found(page).count === 0) return page;
    refuseOutside(service, from, now);
    const again = await ask(take);
    if (found(again).isWhole) return again;
    const last = await head();
    refuseOutside(service, from, last);
    throw failure(
      "INTERNAL",
      `The log of ${service} has a hole at ${formatPosition(from)}, between ${last.firstKept} and ${last.position}; expected every position.`,
    );
  };
  const read: LogReader["read"] = async (from, limits) => {
    const wanted = { ...usual, ...limits };
    const { entries, next } = await checked(
      from,
      (connection) => readEntries(connection, schema, from, wanted),
      (page) => ({
        count: page.entries.length,
        isWhole: page.entries[0]?.position === from.position && isContiguous(page.entries),
      }),
    );
    return { epoch: from.epoch, entries, next: entries.length === 0 ? { position: from.position } : next };
  };

  async function* pages(
    from: LogPosition,
    signal: AbortSignal,
    limits?: Partial<PageLimits>,
  ): AsyncGenerator<LogPage, void> {
    const bell = createBell();
    const { count, away } = { away: Number.POSITIVE_INFINITY, ...usual, ...limits };
    let at: ReadFrom = { position: from.position };
    let wait = backoff.first;
    /** When it is given up, while what was asked is not answered. */
    let deadline: number | undefined;
    let ahead: Promise<LogPage> | undefined;
    const inlet = createInlet(() => ({ epoch: from.epoch, position: at.position }), count);
    const next = () => read({ epoch: from.epoch, ...at }, limits);
    followers.set(bell.ring, inlet);
    signal.addEventListener("abort", bell.ring);
    try {
      while (!signal.aborted) {
        const given = ahead ? undefined : inlet.take();
        if (given) {
          deadline = undefined;
          at = given.next;
          yield given;
          // It was the end of the log: what came since has rung.
          await bell.wait(patience);
          continue;
        }
        let page: LogPage;
        const by = deadline ?? performance.now() + away;
        try {
          page = await inTime(service, ahead ?? next(), by);
          wait = backoff.first;
          deadline = undefined;
        } catch (error) {
          const left = by - performance.now();
          if (!isPassing(error) || signal.aborted || left <= 0) throw error;
          deadline = by;
          await bell.wait(Math.min(left, wait * (0.5 + Math.random() / 2)));
          wait = Math.min(wait * 2, backoff.last);
          continue;
        } finally {
          ahead = undefined;
        }
        at = page.next;
        if (page.entries.length === 0) {
          await bell.wait(patience);
          continue;
        }
        if (page.entries.length > count / 4) {
          ahead = next();
          ahead.catch(() => {});
        }
        yield page;
      }
    } finally {
      followers.delete(bell.ring);
      signal.removeEventListener("abort", bell.ring);
    }
  }

  return {
    head,
    read,
    sheet: (from, wanted) =>
      checked(
        from,
        (connection) => readSheet(connection, schema, from, wanted),
        ({ length, isWhole }) => ({ count: length, isWhole }),
      ),
    pages,
    fresh: {
      announce(first, last) {
        const waiting = [...followers].filter(([, inlet]) => inlet.announce(first, last));
        if (waiting.length === 0) return undefined;
        return {
          settle(page) {
            if (page) known = { epoch: page.epoch, at: performance.now() };
            for (const [ring, inlet] of waiting) {
              inlet.settle(page);
              ring();
            }
          },
        };
      },
    },
    async *tail(from, signal) {
      for await (const { entries } of pages(from, signal)) {
        for (const entry of entries) {
          if (signal.aborted) return;
          yield entry;
        }
      }
    },
    async close() {
      isClosed = true;
      wake();
      const connection = await opened?.catch(() => undefined);
      if (connection?.alive) await connection.end();
    },
  };
}

function isContiguous(entries: readonly LogEntry[]): boolean {
  const first = entries[0]?.position ?? 0;
  const { length } = entries;
  return length === 0 || entries[length - 1]?.position === first + length - 1;
}

/** Whether trying again later may help. */
function isPassing(error: unknown): boolean {
  return error instanceof LintelError && error.code === "DATABASE_UNAVAILABLE";
}

/** Rejects with `DATABASE_UNAVAILABLE` where a read is not answered by then. */
async function inTime<T>(service: string, read: Promise<T>, by: number): Promise<T> {
  if (by === Number.POSITIVE_INFINITY) return read;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const half = Math.max(0, by - performance.now()) / 2;
    // In two halves: a process that was held up itself hears an answer that is there already before it gives up.
    timer = setTimeout(() => {
      timer = setTimeout(() => {
        reject(failure("DATABASE_UNAVAILABLE", `The log of ${service} cannot be read: there is no answer.`));
      }, half);
    }, half);
  });
  try {
    return await Promise.race([read, late]);
  } finally {
    clearTimeout(timer);
  }
}

function refuseOutside(service: string, from: LogPosition, head: LogHead): void {
  if (from.position > head.position + 1)
    throw failure(
      "LOG_POSITION_AHEAD",
      `Received the position ${from.position} of the log of ${service}; expected ${head.position + 1} at most.`,
    );
  if (from.position < head.firstKept)
    throw failure(
      "LOG_POSITION_GONE",
      `Received the position ${from.position} of the log of ${service}; what is kept begins at ${head.firstKept}.`,
    );
}

function otherEpoch(service: string, from: LogPosition, epoch: string): LintelError {
  return failure(
    "LOG_EPOCH_OTHER",
    `Received the position ${formatPosition(from)} of the log of ${service}; its epoch is ${epoch} now.`,
  );
}
