/** What is kept of a view between two runs of a program. */
export interface Kept<R = unknown> {
  /** The entity and its query: what was kept of another view is not used. */
  readonly view: string;
  readonly cursor: string;
  /** All rows at the cursor; of a collection only. */
  readonly rows?: readonly R[];
}

/** Where a view is kept. What either throws ends the follow with that. */
export interface Persist {
  /** What was saved last, or nothing. */
  load(): unknown;
  save(kept: Kept): unknown;
}

/** What was kept of this very view; undefined where there is none, or something else. */
export async function loadKept<R>(persist: Persist | undefined, view: string): Promise<Kept<R> | undefined> {
  const kept = (await persist?.load()) as Kept<R> | undefined | null;
  return kept?.view === view && typeof kept.cursor === "string" ? kept : undefined;
}

/** Of a browser's localStorage. */
interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, text: string): void;
  removeItem(key: string): void;
}

/**
 * Keeps a view in the browser's `localStorage` under a key. Give each person and each view a key of its own. What does not
 * fit any more is not kept: the next page begins with a snapshot.
 */
export function inLocalStorage(
  key: string,
  storage: Shelf = (globalThis as unknown as { readonly localStorage: Shelf }).localStorage,
): Persist {
  return {
    load() {
      try {
        return JSON.parse(storage.getItem(key) ?? "null");
      } catch {
        return undefined;
      }
    },
    save(kept) {
      try {
        storage.setItem(key, JSON.stringify(kept));
      } catch {
        storage.removeItem(key);
      }
    },
  };
}
