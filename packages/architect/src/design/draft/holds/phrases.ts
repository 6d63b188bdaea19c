import { identifierOf, singularOf } from "../../language/index.js";

/** A phrase without articles and what explains it further: "price at the time" is "price", "the provider's token" is "provider token". */
export function core(phrase: string): string {
  return phrase
    .replace(/[\u2019]/g, "'")
    .replace(/\b(\p{L}+)'s\b/gu, "$1")
    .replace(
      /\s+(?:at the time|for those|by which|in which|as an?\b|that|which|who|where|while|until|of its|with|per)\b.*$/iu,
      (rest) => (/^\s+as an?\s/i.test(rest) ? rest.replace(/^\s+as an?/i, "") : ""),
    )
    .replace(/^(?:the|an?|its|their|his|her|own|one|each|every|any|some|last known|of)\s+/i, "")
    .replace(/\b(?:the|an|a)\s+/gi, "")
    .trim();
}

/** A phrase as the name of a field. */
export function fieldNameOf(phrase: string): string {
  return identifierOf(core(phrase) || phrase, "field");
}

/** Whether a word is said of several things, and the word said of one. */
export function numberOf(word: string): { readonly one: string; readonly isMany: boolean } {
  const lower = word.toLowerCase();
  const one = singularOf(lower);
  return { one, isMany: one !== lower && !always.has(lower) };
}

/** Words that are said of one thing in the plural. */
const always: ReadonlySet<string> = new Set(
  "goods news rights settings series status address hours means details".split(" "),
);

/** "asks", "ask" and "asked" are "asked". */
export function participleOf(verb: string): string {
  const base = verb.toLowerCase();
  if (past.has(base)) return past.get(base) ?? base;
  const known = irregular.get(base) ?? irregular.get(base.replace(/s$/, ""));
  if (known !== undefined) return known;
  if (base.endsWith("ed") || isParticiple(base)) return base;
  const plain = base.replace(/(?<=(?:s|x|ch|sh))es$/, "").replace(/(?<![s])s$/, "");
  if (plain.endsWith("e")) return `${plain}d`;
  if (/[^aeiou]y$/.test(plain)) return `${plain.slice(0, -1)}ied`;
  if (/^[^aeiou]*[aeiou][bdgklmnprt]$/.test(plain)) return `${plain}${plain.at(-1)}ed`;
  return `${plain}ed`;
}

/** Whether a word says what was done: "raised", "taken", "paid". */
export function isParticiple(word: string): boolean {
  const lower = word.toLowerCase();
  return (/^[a-z]{2,}ed$/.test(lower) && !notDone.has(lower)) || participles.has(lower);
}

const notDone: ReadonlySet<string> = new Set("need feed seed speed bed red shed breed indeed".split(" "));

const irregular: ReadonlyMap<string, string> = new Map(
  `pay paid, take taken, give given, send sent, make made, see seen, write written, keep kept, buy bought, sell sold, hold held, find found, show shown,
  begin begun, do done, get got, bring brought, set set, put put, withdraw withdrawn, choose chosen, break broken, leave left, come come, go gone, read read,
  hear heard, know known, let let, lend lent, tell told, leave left, spend spent, build built, speak spoken, throw thrown, win won, lose lost, mean meant, meet met, run run`
    .split(/,\s*/)
    .map((pair) => pair.split(" ") as [string, string]),
);
const past: ReadonlyMap<string, string> = new Map(
  "gave given, took taken, wrote written, saw seen, did done, chose chosen, went gone, knew known, broke broken, began begun, withdrew withdrawn, spoke spoken"
    .split(/,\s*/)
    .map((pair) => pair.split(" ") as [string, string]),
);
const participles: ReadonlySet<string> = new Set(irregular.values());
