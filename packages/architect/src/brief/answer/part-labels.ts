import type { QuantityPart } from "../questions/question.js";
import { slug } from "./given.js";

/** A piece of an answer, and the part of the question that it names; undefined where it names none. */
export interface Piece {
  readonly part: QuantityPart | undefined;
  readonly text: string;
  /** What stands before a colon and is no part's name. */
  readonly stranger?: string;
}

const synonyms: { readonly [id: string]: readonly string[] } = {
  usual: [
    "now",
    "normal",
    "normally",
    "usually",
    "typical",
    "typically",
    "average",
    "today",
    "current",
    "currently",
  ],
  peak: ["peaks", "spike", "spikes", "burst", "bursts", "busiest"],
  read: ["reads", "reading"],
  write: ["writes", "writing"],
};
const noLabel = new Set(
  "a an and the of at in on for to it is per with how many much month year day second hour minute week requests request median percentile always under within below".split(
    " ",
  ),
);

/** Cuts an answer to several parts into its pieces: at line ends, semicolons, " / ", ", " and before the name of a part. */
export function piecesOf(text: string, parts: readonly QuantityPart[]): readonly Piece[] {
  const labels = labelsOf(parts);
  const joined = text.replace(/\b([a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?), (?=\d{4}\b)/gi, "$1 ");
  const cut = parts.length === 1 ? [joined] : joined.split(/\n|;|\s\/\s|,\s+(?:and\s+)?/);
  const pieces = cut
    .flatMap((piece) =>
      parts.length === 1 ? [piece] : atAnd(piece).flatMap((one) => beforeLabels(one, labels)),
    )
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
  return pieces.map((piece) => named(piece, labels, parts));
}

type Labels = ReadonlyMap<string, QuantityPart>;

/** Words that name one part and no other: its id, its title, words of them, and some that mean the same. */
function labelsOf(parts: readonly QuantityPart[]): Labels {
  const owners = new Map<string, QuantityPart | undefined>();
  const claim = (word: string, part: QuantityPart) => {
    const owner = owners.get(word);
    owners.set(word, owners.has(word) && owner !== part ? undefined : part);
  };
  for (const part of parts) {
    for (const word of [...slug(part.id).split("-"), ...slug(part.title).split("-")])
      if (word.length > 1 && !noLabel.has(word)) claim(word, part);
    for (const word of Object.hasOwn(synonyms, part.id) ? (synonyms[part.id] ?? []) : []) claim(word, part);
  }
  const labels = new Map<string, QuantityPart>();
  for (const [word, part] of owners) if (part) labels.set(word, part);
  for (const part of parts) {
    labels.set(slug(part.title), part);
    labels.set(slug(part.id), part);
  }
  return labels;
}

const hour =
  /(\d\s*(?:h|hours?|hrs?|min|minutes?|days?|weeks?|months?|years?)) and (?=\d+\s*(?:s|sec|seconds?|min|minutes?|h|hours?|days?|months?)\b)/gi;

/** "20 rps usually and 150 rps at peak": a cut at "and" where a number stands on both sides, but not in "1 hour and 30 minutes". */
function atAnd(piece: string): readonly string[] {
  const cuts: string[] = [];
  for (const some of piece.replace(hour, "$1 ").split(/\s+and\s+/i)) {
    const last = cuts.at(-1);
    if (last === undefined || (/\d/.test(last) && /\d/.test(some))) cuts.push(some);
    else cuts[cuts.length - 1] = `${last} and ${some}`;
  }
  return cuts;
}

/** "read p95 50 ms write p95 200 ms", "now 50 rps and peak 2k rps": a cut before each name behind the first number. */
function beforeLabels(piece: string, labels: Labels): readonly string[] {
  const words = piece.split(/\s+/);
  const cuts: string[][] = [[]];
  let hasNumber = false;
  for (const [position, word] of words.entries()) {
    const following = words.slice(position + 1).join(" ");
    const isLabel =
      labels.has(slug(word)) &&
      /^(?:(?:is|of|about|up to|at most|[:=<~≤])\s?)?(?:p?\d|[€$£])/i.test(following);
    if (isLabel && hasNumber) {
      cuts.push([]);
      hasNumber = false;
    }
    if (/\d/.test(word)) hasNumber = true;
    cuts.at(-1)?.push(word);
  }
  return cuts.map((one) => one.join(" ").replace(/\s+and$/i, ""));
}

function named(piece: string, labels: Labels, parts: readonly QuantityPart[]): Piece {
  const colon = /^([^\d:=]{1,60}?)\s*[:=]\s*(.*)$/s.exec(piece);
  if (colon) {
    const label = (colon[1] ?? "").trim();
    const part = labels.get(slug(label)) ?? oneOf(label, labels);
    if (part) return { part, text: colon[2] ?? "" };
    if (parts.length > 1) return { part: undefined, text: piece, stranger: label };
  }
  const before = withoutFirst(piece, labels);
  if (before) return before;
  const after = /^(.*?\S)\s+\(?(?:(?:at|in|for|on|during|of)\s+)?(?:the\s+)?([\p{L}-]+)\)?$/su.exec(piece);
  const part = labels.get(slug(after?.[2] ?? ""));
  return after && part && /\d|\b[a-z]+\b/i.test(after[1] ?? "")
    ? { part, text: after[1] ?? "" }
    : { part: undefined, text: piece };
}

/** "peak of 2k rps", "at peak 2k rps": names at the beginning, all of one part. */
function withoutFirst(piece: string, labels: Labels): Piece | undefined {
  let rest = piece.replace(/^(?:at|in|for|on|the)\s+(?=[a-z])/i, "");
  let part: QuantityPart | undefined;
  for (;;) {
    const word = /^([\p{L}][\p{L}-]*)\s+(?:(?:of|is|are)\s+)?(?=\S)/u.exec(rest);
    const owner = labels.get(slug(word?.[1] ?? ""));
    if (!word || !owner || (part && owner !== part)) break;
    part = owner;
    rest = rest.slice(word[0].length);
  }
  return part && { part, text: rest };
}

/** The only part that the words of a label name. */
function oneOf(label: string, labels: Labels): QuantityPart | undefined {
  const owners = new Set(
    slug(label)
      .split("-")
      .flatMap((word) => labels.get(word) ?? []),
  );
  const [owner] = owners;
  return owners.size === 1 ? owner : undefined;
}
