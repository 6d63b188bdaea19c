/** A description as a part of a sentence: without its full stop, small at the beginning, and without what sets cells and criteria apart. */
export function inSentence(description: string): string {
  const plain = description
    .trim()
    .replace(/\s+/g, " ")
    .replace(/\.$/, "")
    .replaceAll(";", ",")
    .replaceAll("|", "/");
  return /^[A-Z][a-z' ]/.test(plain) ? `${plain.charAt(0).toLowerCase()}${plain.slice(1)}` : plain;
}

/** `unitPrice` is "unit price". */
export function spaced(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
}

/** "a, b and c". */
export function enumerated(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** "an order", "a user". */
export function withArticle(noun: string): string {
  return /^([aeio]|u(?!s|n[aeiou]|ti))/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
