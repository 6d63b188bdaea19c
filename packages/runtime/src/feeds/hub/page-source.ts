import type { LogPage, LogReader } from "../../log/index.js";
import type { LogHead, LogSheet, ReadFrom } from "../../postgres/log/index.js";
import type { ViewChanges } from "../view/changes.js";
import type { View } from "../view/view.js";
import type { Piece } from "./cut.js";
import { createFairTurns, type Whose } from "./fair-turns.js";
import type { HubLimits } from "./limits.js";

/** A page, with what has been made of it for those who come by. */
export interface SharedPage {
  readonly epoch: string;
  readonly sheet: LogSheet;
  /** What it changes in a view: worked out once for all who share both. */
  changesOn(view: View): ViewChanges;
  /** Messages that were made of those changes, by what the follower had been told. */
  piecesOf(view: View): Map<string, readonly Piece[]>;
}

/** Who asks for a page: what it is to hold, and whose turn is taken for it. */
export interface Asking {
  readonly view: Pick<View, "asksBefore">;
  readonly whose: Whose;
}

/** Pages of a service's log for followers that read at their own pace. Those who come by the same place share them. */
export interface PageSource {
  /** The page that begins here, for a follower, with none of its entries where the position is the next to be given. See {@link LogReader.sheet}. */
  page(epoch: string, from: ReadFrom, follower: Asking): Promise<SharedPage>;
  head(): Promise<LogHead>;
}

/**
 * Reads no more than so many pages at once, in turn by whose followers they are for, and keeps the last few. All pages end at round
 * positions, where rows are not too wide for it, so that those who began at different places soon read the same ones.
 */
export function createPageSource(reader: LogReader, limits: HubLimits): PageSource {
  const { count, bytes } = limits.page;
  const kept = new Map<string, Promise<SharedPage>>();
  const inTurn = createFairTurns(limits.pages.atOnce);
  const take = async (epoch: string, from: ReadFrom, before: boolean, whose: Whose): Promise<SharedPage> => {
    const wanted = { count: count - ((from.position - 1) % count), bytes, before };
    return sharedPage(epoch, await inTurn(whose, () => reader.sheet({ epoch, ...from }, wanted)));
  };
  return {
    head: () => reader.head(),
    page(epoch, from, { view: { asksBefore }, whose }) {
      const key = `${epoch}:${from.position}:${asksBefore}`;
      const known = kept.get(key);
      if (known) return known;
      const made = take(epoch, from, asksBefore, whose);
      kept.set(key, made);
      const forget = () => {
        if (kept.get(key) === made) kept.delete(key);
      };
      // A page that is not full will have more entries when it is read again.
      made.then(({ sheet: { length, next } }) => {
        if (length === 0 || (next.position - 1) % count !== 0) forget();
      }, forget);
      for (const oldest of kept.keys()) {
        if (kept.size <= limits.pages.kept) break;
        kept.delete(oldest);
      }
      return made;
    },
  };
}

function sharedPage(epoch: string, sheet: LogSheet): SharedPage {
  const evaluated = new Map<View, ViewChanges>();
  const pieces = new Map<View, Map<string, readonly Piece[]>>();
  const once = <V>(made: Map<View, V>, view: View, make: () => V): V => {
    const value = made.get(view) ?? make();
    made.set(view, value);
    return value;
  };
  return {
    epoch,
    sheet,
    changesOn: (view) => once(evaluated, view, () => view.changesOn(sheet)),
    piecesOf: (view) => once(pieces, view, () => new Map()),
  };
}

/** The end of the last transaction that ends on a page; the position before it where none does. */
export function settledOn({ entries, next }: LogPage): number {
  const last = entries.at(-1);
  if (!last) return next.position - 1;
  const { position, events } = last.transaction;
  return position + events === next.position ? next.position - 1 : position - 1;
}

/** The same of a sheet. */
export function settledOnSheet({ position, length, next, ends }: LogSheet): number {
  if (length === 0 || ends(length - 1) === next.position - 1) return next.position - 1;
  return (next.transaction ?? position) - 1;
}
