import type { Pattern } from "./pattern.js";

/** What a word is worth where it stands. */
const weights = { id: 8, title: 8, also: 6, is: 3, fits: 2, other: 1 } as const;

/**
 * Patterns that speak of the words of a question, the nearest first: every pattern that holds at least one of them, ordered by how
 * many it holds and where. The same for the same words; without a word all of them as they stand.
 */
export function searchPatterns(patterns: readonly Pattern[], question: string): readonly Pattern[] {
  const words = [...new Set(wordsOf(question))];
  if (words.length === 0) return patterns;
  return patterns
    .map((pattern, at) => ({ pattern, at, score: scoreOf(pattern, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .map(({ pattern }) => pattern);
}

function scoreOf(pattern: Pattern, words: readonly string[]): number {
  const { id, title, also, is, fits, avoid, forces, cost, lintel } = pattern;
  const texts: readonly (readonly [string, number])[] = [
    [id, weights.id],
    [title, weights.title],
    [also.join(" "), weights.also],
    [is, weights.is],
    [fits.join(" "), weights.fits],
    [[...avoid, ...forces, ...cost, lintel.says, ...lintel.words].join(" "), weights.other],
  ];
  const found = texts.map(([text, weight]) => [wordsOf(text), weight] as const);
  const scores = words.map((word) =>
    Math.max(0, ...found.map(([held, weight]) => (held.some((one) => isSame(one, word)) ? weight : 0))),
  );
  // Holding another of the words counts for more than holding one of them in a better place.
  const held = scores.filter((score) => score > 0).length;
  return held === 0 ? 0 : held * 10 + scores.reduce((sum, score) => sum + score, 0);
}

/** Forms of one word begin alike: "shard" and "sharding", "cache" and "caching". */
function isSame(one: string, other: string): boolean {
  if (one === other) return true;
  const least = Math.min(one.length, other.length);
  if (least < 4) return false;
  return stem(one) === stem(other);
}

function stem(word: string): string {
  return word.replace(/(?:ing|ed|es|s|e)$/, "");
}

const empty = new Set(
  "a an and are as at be by for from how in is it of on or that the to was what with".split(" "),
);

function wordsOf(text: string): readonly string[] {
  return (
    text
      .slice(0, 4_000)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).filter((word) => !empty.has(word));
}
