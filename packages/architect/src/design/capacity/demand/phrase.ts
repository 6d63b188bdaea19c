import { type StorageType, storageOf } from "../layout/storage-type.js";

/** What a few words of the brief are taken to be in a table. */
export interface PhraseColumn {
  readonly type: StorageType;
  /** Bytes of a value on average, without a header. */
  readonly bytes: number;
  /** That rows are looked for by it. */
  readonly indexed: boolean;
}

interface Rule {
  readonly words: RegExp;
  readonly type: string;
  readonly bytes: number;
  readonly indexed?: true;
}

const anywhere = (words: string) => new RegExp(`\\b(?:${words})\\b`, "i");

/** The first that matches holds. Rough by nature: the blueprint's own fields take its place as soon as there is one. */
const rules: readonly Rule[] = [
  { words: anywhere("who|whom|whose|belongs to"), type: "uuid", bytes: 16, indexed: true },
  {
    words: anywhere("text|body|content|article|evidence|transcript|document"),
    type: "text",
    bytes: 4_000,
  },
  {
    words: anywhere(
      "descriptions?|reasons?|notes?|comments?|messages?|settings|before and after|what was done",
    ),
    type: "text",
    bytes: 250,
  },
  { words: anywhere("amounts?|prices?|values?|mean|least|most|sums?|totals?"), type: "numeric", bytes: 6 },
  { words: anywhere("counts?|how many|hours?|quantity|pumps"), type: "integer", bytes: 4 },
  {
    words: anywhere("when|times?|dates?|days?|beginning|ends?|deadline|closed|raised|last sign-in"),
    type: "timestamptz",
    bytes: 8,
  },
  { words: anywhere("states?|kinds?|codes?|units?|roles?|plan|currency"), type: "text", bytes: 9 },
  { words: anywhere("pictures?|files?|url|address(?:es)?|headline|caption|token"), type: "text", bytes: 60 },
];

/** Of words that say nothing that is known: a short text. */
const otherwise: Rule = { words: /(?:)/, type: "text", bytes: 20 };

const numbers = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/**
 * What the columns of an entity may be, from the words in which a person says what it holds: "device, time, four values". `others` are
 * the names of the entities: what names one of them refers to it. More words never come to less.
 */
export function columnsInWords(holds: string, others: readonly string[]): readonly PhraseColumn[] {
  return phrasesIn(holds).flatMap((phrase) => {
    const many = numbers.findIndex((word) => anywhere(word).test(phrase)) + 2;
    const refers = others.some((name) => phrase.toLowerCase() === name.toLowerCase());
    const rule = refers
      ? { type: "uuid", bytes: 16, indexed: true }
      : (rules.find(({ words }) => words.test(phrase)) ?? otherwise);
    const column = { type: storageOf(rule.type), bytes: rule.bytes, indexed: rule.indexed === true };
    return Array.from({ length: Math.max(1, many > 1 ? many : 1) }, () => column);
  });
}

/** At most as many as a table of Lintel is ever likely to have. */
const mostPhrases = 100;

function phrasesIn(holds: string): readonly string[] {
  return holds
    .split(/[,;.\n]+/)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== "")
    .slice(0, mostPhrases);
}
