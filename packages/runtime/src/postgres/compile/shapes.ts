import { LRUCache } from "lru-cache";
import type { FieldModel } from "../../blueprint/index.js";
import type { Layout } from "../layout.js";
import type { Prepared } from "./prepared.js";

/** What is compiled for a selection of fields, and can be kept. */
export interface Shape {
  readonly prepared: Prepared;
  readonly layout: Layout;
}

/** What was compiled lately, by the identity of its selection and by the text that tells shapes of it apart. */
export interface Shapes<S extends Shape> {
  /** The shape that is kept under the key, or the one that is then made. */
  take(select: readonly FieldModel[], key: string, make: () => S): S;
  /** Characters of all that is kept, keys included. */
  readonly characters: number;
}

/** Shapes that are kept at most. */
const most = 2_000;
/** What a layout and its encoder take, in characters. */
const layoutCharacters = 1_000;

/**
 * Keeps what was used last. Clients choose selections and conditions, and so how many shapes there are and how long
 * each is: `limit` bounds the characters of all together, since a bound for each selection would bound nothing.
 */
export function createShapes<S extends Shape>(limit = 8_000_000): Shapes<S> {
  const numbers = new WeakMap<readonly FieldModel[], number>();
  let count = 0;
  const kept = new LRUCache<string, S>({
    max: most,
    maxSize: limit,
    sizeCalculation: ({ prepared }, key) => key.length + prepared.text.length + layoutCharacters,
  });
  return {
    take(select, key, make) {
      let number = numbers.get(select);
      if (number === undefined) {
        count += 1;
        number = count;
        numbers.set(select, number);
      }
      const name = `${number} ${key}`;
      const found = kept.get(name);
      if (found) return found;
      const made = make();
      kept.set(name, made);
      return made;
    },
    get characters() {
      return kept.calculatedSize;
    },
  };
}
