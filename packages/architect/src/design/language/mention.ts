import { isRelated } from "./words.js";

/** How clearly a text names a thing: 1 by its whole name, less by a part of it or by a word that is made of it, 0 not at all. */
export type Mention = number;

const byDerived = 0.6;
const byPart = 0.5;

/**
 * How clearly the words of a text name a thing.
 *
 * @param parts words of the name that stand for nothing else, so that each alone points to it
 */
export function mentionIn(
  text: readonly string[],
  name: readonly string[],
  parts: readonly string[] = [],
): Mention {
  if (name.length === 0) return 0;
  if (holdsPhrase(text, name)) return 1;
  const [only, ...others] = name;
  const pairs = text.slice(1).map((word, at) => `${text[at]}${word}`);
  if (only !== undefined && others.length === 0) {
    if (pairs.includes(only)) return 1;
    return text.some((word) => isRelated(word, only)) ? byDerived : 0;
  }
  if (parts.some((part) => text.includes(part))) return byPart;
  return 0;
}

function holdsPhrase(text: readonly string[], phrase: readonly string[]): boolean {
  return text.some((_, at) => phrase.every((word, further) => text[at + further] === word));
}
