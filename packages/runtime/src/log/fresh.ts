import type { EntryPage } from "../postgres/log/index.js";

/** A page of a log as a reader gives it, of positions that have just been given. */
export interface FreshPage extends EntryPage {
  readonly epoch: string;
}

/**
 * Takes pages from whoever gives positions in the same process, for those who wait for exactly these entries: they need not be
 * woken by a notification, nor read what is known already.
 */
export interface FreshPages {
  /**
   * Says which positions are about to be given: until it is told what became of them, notifications of them wake nobody who waits
   * for the first one. Undefined where nobody does.
   */
  announce(first: number, last: number): Announced | undefined;
}

/** Positions that were announced. It must be told what became of them, whatever that is. */
export interface Announced {
  /**
   * Gives the page that has them, as the log has it: committed, and up to where the log ended when it was read. Without a page those who wait read
   * the log, and so does everyone whom the page does not fit.
   */
  settle(page: FreshPage | undefined): void;
}

/** What one who follows the log is to be given, and was given and has not taken yet: one page at most. */
export interface Inlet {
  /** True where this one waits for what begins here, and is to be told what becomes of it. */
  announce(first: number, last: number): boolean;
  settle(page: FreshPage | undefined): void;
  /** The page that begins where it is waited for, once. */
  take(): FreshPage | undefined;
  /** Whether a notification that positions up to here were given tells of something else than what is given. */
  isNews(position: number): boolean;
}

/**
 * @param where The position that is waited for now, and in which epoch.
 * @param most Entries that are taken at once.
 */
export function createInlet(
  where: () => { readonly epoch: string; readonly position: number },
  most: number,
): Inlet {
  let expected = 0;
  let given: FreshPage | undefined;
  let taken = 0;
  const fits = (page: FreshPage): boolean => {
    const { epoch, position } = where();
    return page.epoch === epoch && page.entries.length <= most && isFrom(position, page);
  };
  return {
    announce(first, last) {
      if (given || where().position !== first) return false;
      expected = last;
      return true;
    },
    settle(page) {
      expected = 0;
      if (page && !given && fits(page)) given = page;
    },
    take() {
      const page = given;
      given = undefined;
      if (!page || !fits(page)) return undefined;
      taken = page.next.position - 1;
      return page;
    },
    isNews: (position) => position > Math.max(taken, expected),
  };
}

/** Whether a page has every position from this one up to where the next page begins, and at least one. */
function isFrom(position: number, { entries, next }: FreshPage): boolean {
  const { length } = entries;
  return (
    length > 0 &&
    next.position === position + length &&
    entries.every((entry, at) => entry.position === position + at)
  );
}
