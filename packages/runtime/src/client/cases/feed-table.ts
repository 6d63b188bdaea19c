import type { Change } from "../protocol.js";

export interface Item {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly group: string;
}

export type Edit =
  | { readonly put: string; readonly name?: string; readonly group?: string }
  | { readonly remove: string }
  | "clear";

interface Entry {
  readonly position: number;
  readonly key: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** What a caller asked for of a table. */
export type Visible = (item: Item) => boolean;

/** A table with a log of its transactions, and every state that it was in. */
export function createTable() {
  let rows = new Map<string, Item>();
  const log: (readonly Entry[])[] = [];
  const states = new Map<number, ReadonlyMap<string, Item>>([[0, rows]]);
  let head = 0;

  const edit = (next: Map<string, Item>, change: Edit): Entry => {
    head++;
    if (change === "clear") {
      next.clear();
      return { position: head, key: "", before: undefined, after: undefined };
    }
    const key = "put" in change ? change.put : change.remove;
    const before = next.get(key);
    if (!("put" in change)) {
      next.delete(key);
      return { position: head, key, before, after: undefined };
    }
    const { name = `${key}@${head}`, group = "a" } = change;
    const after = { id: key, version: (before?.version ?? 0) + 1, name, group };
    next.set(key, after);
    return { position: head, key, before, after };
  };

  return {
    get head() {
      return head;
    },
    /** One transaction. */
    commit(...edits: readonly Edit[]): void {
      const next = new Map(rows);
      log.push(edits.map((one) => edit(next, one)));
      rows = next;
      states.set(head, rows);
    },
    /** The rows at a position, which must stand at the end of a transaction. */
    at(position: number, visible: Visible = () => true): Record<string, Item> | undefined {
      const state = states.get(position);
      return state && Object.fromEntries([...state].filter(([, item]) => visible(item)));
    },
    /** The transactions after a position, each as what a view sees of it. */
    *after(
      position: number,
      visible: Visible,
    ): Generator<{ readonly end: number; readonly changes: Change<Item>[] }> {
      for (const entries of log) {
        const end = entries.at(-1)?.position ?? 0;
        if (end <= position) continue;
        yield {
          end,
          changes: entries
            .filter((entry) => entry.position > position)
            .flatMap((entry) => seen(entry, visible)),
        };
      }
    },
  };
}

function seen({ position, key, before, after }: Entry, visible: Visible): Change<Item>[] {
  if (key === "") return [{ op: "clear", position }];
  if (after && visible(after)) return [{ op: "put", position, key, version: after.version, row: after }];
  if (before && visible(before)) {
    return [{ op: "remove", position, key, version: (after ?? before).version }];
  }
  return [];
}
