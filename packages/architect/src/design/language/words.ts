import { singular } from "@lintel/runtime/tools";

/** Texts whose words are kept: the sentences of a few briefs, each of which is looked at for every entity. */
const most = 5_000;
const kept = new Map<string, readonly string[]>();

/** A text as words: small letters without marks, nouns in the singular, verbs of the brief's own trade in their plain form. */
export function wordsOf(text: string): readonly string[] {
  const before = kept.get(text);
  if (before) return before;
  const words = Object.freeze(split(text));
  if (kept.size >= most) kept.clear();
  kept.set(text, words);
  return words;
}

function split(text: string): string[] {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/['\u2019]s\b/g, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map(singularOf);
}

/** "orders" is "order", "paid" is "pay"; what has no plural stays. */
export function singularOf(word: string): string {
  if (Object.hasOwn(irregular, word)) return irregular[word] ?? word;
  return word.length > 3 ? singular(word) : word;
}

const irregular: { readonly [word: string]: string } = {
  paid: "pay",
  sold: "sell",
  bought: "buy",
  sent: "send",
  written: "write",
  taken: "take",
  kept: "keep",
};

const endings = /^(?:e|d|ed|es|er|or|ing|ment|ly|al|ance|ence|ion|ation|ledgement|able|ive|ory|ist|y)$/;

/** Whether one is made of the other by an ending: "pay" and "payment", "approve" and "approval", "swap" and "swapped". */
export function isRelated(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  const root = short.replace(/e$/, "");
  if (root.length < 3 || !long.startsWith(root)) return false;
  const rest = long.slice(root.length);
  return endings.test(rest) || (rest[0] === root.at(-1) && endings.test(rest.slice(1)));
}
