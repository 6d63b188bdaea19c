/** A connection as those see it who look after all of them. */
export interface Attended {
  /** Looks whether its peer is alive and its token believed. */
  look(): void;
  /** Tells the client to go to another process, and closes. */
  dismiss(): void;
  /** Ends it at once. */
  cut(): void;
}

/** All connections of this process. One timer looks after them. */
export interface Roll {
  readonly size: number;
  readonly isStopping: boolean;
  add(connection: Attended): void;
  remove(connection: Attended): void;
  /** Dismisses all, one after the other, within so many milliseconds. */
  stop(within: number): void;
  /** Ends what is left, and the timer. */
  cut(): void;
}

/** Milliseconds between two connections that are dismissed, where there is time. */
const pause = 10;

/** @param interval Milliseconds between two looks. */
export function createRoll(interval: number): Roll {
  const all = new Set<Attended>();
  const timer = setInterval(() => {
    for (const connection of all) connection.look();
  }, interval);
  timer.unref();
  let dismissing: NodeJS.Timeout | undefined;
  return {
    get size() {
      return all.size;
    },
    get isStopping() {
      return dismissing !== undefined;
    },
    add: (connection) => void all.add(connection),
    remove: (connection) => void all.delete(connection),
    stop(within) {
      if (dismissing !== undefined) return;
      const left = [...all];
      const each = Math.max(1, Math.ceil((left.length * pause) / Math.max(within, pause)));
      const dismissSome = () => {
        for (const connection of left.splice(0, each)) connection.dismiss();
        if (left.length === 0) clearInterval(dismissing);
      };
      dismissing = setInterval(dismissSome, pause);
      dismissSome();
    },
    cut() {
      clearInterval(timer);
      clearInterval(dismissing);
      for (const connection of all) connection.cut();
    },
  };
}
