import type { LogPage, LogReader } from "../../log/index.js";
import type { LogHead, ReadFrom } from "../../postgres/log/index.js";
import type { View, ViewChange } from "../view/view.js";
import { createTurns } from "./in-turn.js";
import type { HubLimits } from "./limits.js";

/** Pages of a service's log for followers that read at their own pace. Those who come by the same place share them. */
export interface PageSource {
  /** The page that begins here, with none of its entries where the position is the next to be given. See {@link LogReader.read}. */
  page(epoch: string, from: ReadFrom): Promise<LogPage>;
  head(): Promise<LogHead>;
}

/**
 * Reads no more than so many pages at once, and keeps the last few. All pages end at round positions, where rows are not too wide for
 * it, so that those who began at different places soon read the same ones.
 */
export function createPageSource(reader: LogReader, limits: HubLimits): PageSource {
  const { count, bytes } = limits.page;
  const kept = new Map<string, Promise<LogPage>>();
  const inTurn = createTurns(limits.pages.atOnce);
  const take = (epoch: string, from: ReadFrom): Promise<LogPage> =>
    inTurn(() => reader.read({ epoch, ...from }, { count: count - ((from.position - 1) % count), bytes }));
  return {
    head: () => reader.head(),
    page(epoch, from) {
      const key = `${epoch}:${from.position}`;
      const known = kept.get(key);
      if (known) return known;
      const made = take(epoch, from);
      kept.set(key, made);
      const forget = () => {
        if (kept.get(key) === made) kept.delete(key);
      };
      // A page that is not full will have more entries when it is read again.
      made.then(({ entries, next }) => {
        if (entries.length === 0 || (next.position - 1) % count !== 0) forget();
      }, forget);
      for (const oldest of kept.keys()) {
        if (kept.size <= limits.pages.kept) break;
        kept.delete(oldest);
      }
      return made;
    },
  };
}

const evaluated = new WeakMap<LogPage, Map<View, readonly ViewChange[]>>();

/** What a page changes in a view: worked out once for all who share both. */
export function changesOn(page: LogPage, view: View): readonly ViewChange[] {
  const known = evaluated.get(page) ?? new Map<View, readonly ViewChange[]>();
  evaluated.set(page, known);
  const changes = known.get(view) ?? view.changesIn(page.entries);
  known.set(view, changes);
  return changes;
}

/** The end of the last transaction that ends on a page; the position before it where none does. */
export function settledOn({ entries, next }: LogPage): number {
  const last = entries.at(-1);
  if (!last) return next.position - 1;
  const { position, events } = last.transaction;
  return position + events === next.position ? next.position - 1 : position - 1;
}
