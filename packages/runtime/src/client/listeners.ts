/** Who wants to be told. */
export interface Listeners<Args extends readonly unknown[]> {
  /** Gives back how to stop that. */
  add(listener: (...args: Args) => void): () => void;
  tell(...args: Args): void;
  clear(): void;
}

/** What one of them throws is that one's fault alone: the others are told, and it is thrown where nobody else is in the way. */
export function createListeners<Args extends readonly unknown[]>(): Listeners<Args> {
  const all = new Set<(...args: Args) => void>();
  return {
    add(listener) {
      all.add(listener);
      return () => void all.delete(listener);
    },
    tell(...args) {
      for (const listener of [...all]) {
        try {
          listener(...args);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
    clear: () => all.clear(),
  };
}
