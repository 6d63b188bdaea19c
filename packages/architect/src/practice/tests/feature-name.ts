import type { SystemModel } from "@lintel/runtime/tools";

/** What of a blueprint a feature's name speaks of; or else what it would be called there. */
export function blueprintName(feature: string, model: SystemModel | undefined): string {
  const words = wordsOf(feature);
  const known = (model?.services ?? []).flatMap(({ commands, queries, entities }) => [
    ...[...commands, ...queries].filter(({ own }) => own !== true).map(({ name }) => ({ name, rank: 1 })),
    ...entities.map(({ name }) => ({ name, rank: 0 })),
  ]);
  const fitting = known
    .map((one) => ({ ...one, words: wordsOf(one.name) }))
    .filter((one) => one.words.every((word) => words.includes(word)))
    .filter((one) => one.rank === 1 || words.every((word) => one.words.includes(word) || ofRows.has(word)))
    .sort((one, other) => other.rank - one.rank || other.words.length - one.words.length);
  return fitting[0]?.name ?? camelCase(wordsAsWritten(feature));
}

/** Words that say nothing of what it is about. */
const passedOver: ReadonlySet<string> = new Set(
  "a an the of to and or for in on by with from their your its as at it".split(" "),
);

/** What everybody who may can do with rows, without a command. */
const ofRows: ReadonlySet<string> = new Set(
  "add browse change create crud delete edit find keep list look maintain make manage read remove restore search see show store update up view".split(
    " ",
  ),
);

function wordsOf(name: string): readonly string[] {
  return wordsAsWritten(name).map(singular);
}

function wordsAsWritten(name: string): readonly string[] {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  const telling = words.filter((word) => !passedOver.has(word));
  return telling.length > 0 ? telling : words;
}

function singular(word: string): string {
  if (/(?:s|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  return /[^su]s$/.test(word) ? word.slice(0, -1) : word;
}

/** Characters of a name at most. */
const longest = 60;

function camelCase(words: readonly string[]): string {
  const name = words
    .map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
  return name.replace(/^[^a-z]+/, "").slice(0, longest) || "theFeature";
}

/** A name as that of a file: lower-case letters of any script, digits and hyphens. */
export function fileName(name: string): string {
  const made = name
    .normalize("NFKC")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return [...made].slice(0, 60).join("").replace(/-+$/, "") || "requirement";
}
