import type { WordClass, Words } from "../layout/gin.js";
import { vectorBytes } from "../layout/text-vector.js";
import type { TableWidths, WordWidths } from "./widths.js";

/**
 * The words of a table of `rows` rows, from those of a sample: what was found twice or more is found as often in proportion; what was found once
 * stands for all that is rare, and the number of different words grows with a power of the rows, which is the part of words that was found
 * once.
 *
 * Sources: Heaps' law (H. S. Heaps, "Information Retrieval", 1978); that its power is the part of words found once (A. Gelbukh and G. Sidorov, "Zipf
 * and Heaps Laws' Coefficients Depend on Language", 2001, and the estimate of I. J. Good, Biometrika 40, 1953).
 */
function wordsAt(rows: number, sampled: number, { lengths, classes }: WordWidths): Words {
  const times = rows / Math.max(1, sampled);
  const once = classes.find(([found]) => found <= 1)?.[1] ?? 0;
  const different = classes.reduce((sum, [, count]) => sum + count, 0);
  const known = classes
    .filter(([found]) => found > 1)
    .map(([found, words]) => ({ words, rows: Math.min(rows, Math.max(1, found * times)) }));
  if (once === 0) return { lengths, classes: known };
  const power = once / different;
  const rare = Math.max(1, different * times ** power - (different - once));
  const still = rare * power;
  const others = Math.max(1, rare - still);
  return {
    lengths,
    classes: [
      ...known,
      { words: still, rows: 1 },
      { words: others, rows: Math.min(rows, Math.max(1, (once * times - still) / others)) },
    ],
  };
}

/** Words of a text of so many bytes: about six bytes with the space behind it, of which two in five say nothing and are left out. */
const bytesOfAWord = 6;
const saying = 0.6;
/** Of a word without its ending. */
const usualWord = 5.5;
const usualWordLengths = [2, 3, 4, 5, 5, 6, 7, 8, 10];

/** Lengths of text search vectors, from those of the texts that they are made of. */
export function vectorLengths(texts: readonly (readonly number[])[]): readonly number[] {
  const steps = Math.max(1, ...texts.map((lengths) => lengths.length));
  return Array.from({ length: steps }, (_, step) => {
    const bytes = texts.reduce((sum, lengths) => sum + at(lengths, step / Math.max(1, steps - 1)), 0);
    const words = (bytes / bytesOfAWord) * saying;
    return Math.round(vectorBytes({ words, bytes: usualWord, places: words }));
  });
}

/**
 * The words of texts that nobody has measured: as many different ones as Heaps' law says, and the n-th as frequent as the first divided by n
 * (Zipf's law).
 *
 * Source: C. D. Manning, P. Raghavan, H. Schütze, "Introduction to Information Retrieval", 2008, section 5.1: k = 44, b = 0.49.
 */
function usualWords(rows: number, texts: readonly (readonly number[])[]): Words {
  const bytes = texts.reduce((sum, lengths) => sum + at(lengths, 0.5), 0);
  const all = rows * (bytes / bytesOfAWord) * saying;
  if (all < 1) return { lengths: usualWordLengths, classes: [] };
  const different = Math.max(1, 44 * all ** 0.49);
  const first = all / (Math.log(different) + 0.577);
  const classes: WordClass[] = [];
  for (let rank = 1; rank <= different; rank *= 2) {
    const words = Math.min(rank, different - rank + 1);
    classes.push({
      words,
      rows: Math.max(1, Math.min(rows, first / (rank + words / 2))),
    });
  }
  return { lengths: usualWordLengths, classes };
}

/** Which words a table has at a number of rows. */
export function wordsOf(
  rows: number,
  widths: TableWidths | undefined,
  texts: readonly (readonly number[])[],
): Words {
  return widths?.words ? wordsAt(rows, widths.rows, widths.words) : usualWords(rows, texts);
}

function at(lengths: readonly number[], part: number): number {
  return lengths[Math.round(part * (lengths.length - 1))] ?? 0;
}
