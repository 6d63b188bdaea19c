/**
 * A random number of 32 bits that depends only on what it is for and on the row: the same for ever, and for any row
 * without those before it. `purpose` keeps the draws of a row apart from each other. (A counter through the
 * finaliser "lowbias32" of Chris Wellons.)
 */
export function draw(purpose: number, row: number): number {
  let bits = Math.imul(row, 0x9e3779b1) ^ Math.imul(purpose + 1, 0x85ebca77);
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A random whole number from `from` up to and including `to`. */
export function between(from: number, to: number, purpose: number, row: number): number {
  return from + (draw(purpose, row) % (to - from + 1));
}

/** A random fraction, from 0 up to but without 1. */
export function fraction(purpose: number, row: number): number {
  return draw(purpose, row) / 0x1_0000_0000;
}

/** True for so many rows of a hundred. */
export function percent(share: number, purpose: number, row: number): boolean {
  return draw(purpose, row) % 100 < share;
}

/** The word at a place of a list, which begins anew when it ends. Throws `RangeError` for an empty list. */
export function wordAt<T>(words: readonly T[], place: number): T {
  const word = words[place % words.length];
  if (word === undefined) throw new RangeError("A list of words is empty; expected at least one.");
  return word;
}

/** A random word of a list. */
export function pick<T>(words: readonly T[], purpose: number, row: number): T {
  return wordAt(words, draw(purpose, row));
}
