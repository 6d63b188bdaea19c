import { LRUCache } from "lru-cache";
import type { PreparedNames } from "./execution.js";

/** The statements that one connection keeps prepared, at most `max` of them: the ones used last. */
export function createPreparedNames(max: number): PreparedNames {
  let dropped: string[] = [];
  const names = new LRUCache<string, true>({
    max,
    dispose: (_, name, reason) => {
      if (reason === "evict") dropped.push(name);
    },
  });
  return {
    has(name) {
      if (names.get(name)) return true;
      names.set(name, true);
      return false;
    },
    forget(name) {
      names.delete(name);
      if (name !== "") dropped.push(name);
    },
    takeDropped() {
      const taken = dropped;
      if (taken.length > 0) dropped = [];
      return taken;
    },
  };
}
