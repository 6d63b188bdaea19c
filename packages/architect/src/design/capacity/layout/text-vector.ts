/** A text search vector of so many different words, of which each is found so often. */
export interface VectorShape {
  readonly words: number;
  /** Bytes of a word on average. */
  readonly bytes: number;
  /** Where a word stands in the text, counted for each time. */
  readonly places: number;
}

/**
 * Bytes of a text search vector, without the header of a value that varies: how many words, four bytes for each, its letters, and two bytes for
 * how many places it has and for each of them.
 *
 * Source: `TSVectorData`, `WordEntry` and `CALCDATASIZE` (src/include/tsearch/ts_type.h).
 */
export function vectorBytes({ words, bytes, places }: VectorShape): number {
  // Places begin at an even byte: every other word is followed by a byte that is nothing.
  return 4 + words * (4 + bytes + 0.5 + 2) + 2 * places;
}
