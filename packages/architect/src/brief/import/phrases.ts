import { readCriterion } from "../answer/criterion.js";
import { measures as all, type Measure, parseQuantityOf } from "../quantity/index.js";
import { plain } from "./blocks.js";

/** A place that nobody has filled in: a gap of a template, or a mark that something is to be cleared up. */
export function isGap(text: string): boolean {
  return /\[(?:NEEDS CLARIFICATION|TODO|TBD)\b|\b(?:TODO|TBD|FIXME)\b|\[[^\]]{3,}\](?!\()|<[a-z][a-z -]+>|\.{3}\s*$|^\s*(?:\.\.\.|…)/i.test(
    text,
  );
}

/** Without the number that a specification gives it: "FR-001: ". */
export function withoutLabel(text: string): { readonly label: string | undefined; readonly text: string } {
  const found = /^([A-Z]{2,4}-\d{1,4}|\d+(?:\.\d+)+)\s*[:.)–-]?\s+(.+)$/s.exec(plain(text));
  return found ? { label: found[1], text: found[2] ?? "" } : { label: undefined, text: plain(text) };
}

/** "Name: what it is", "Name - what it is", "**Name** what it is": the name, and what stands behind it. */
export function nameAndRest(text: string): { readonly name: string; readonly rest: string } {
  const bold = /^\*\*([^*]+?):?\*\*\s*(?:\([^)]*\))?\s*[:–—-]?\s*(.*)$/s.exec(text);
  if (bold) return { name: plain(bold[1] ?? ""), rest: plain(bold[2] ?? "") };
  const said = plain(text);
  const cut = /^([^:–—.]{2,80}?)\s*(?::|\s[–—-])\s+(.+)$/s.exec(said);
  return cut ? { name: (cut[1] ?? "").trim(), rest: (cut[2] ?? "").trim() } : { name: said, rest: "" };
}

/** A name of no more than 80 characters, cut between words. */
export function shortName(text: string): string {
  const said = text.replace(/[.?!:;,\s]+$/, "");
  if (said.length <= 80) return said;
  return said.slice(0, 78).replace(/\s+\S*$/, "");
}

/** A story: who wants what. */
export function storyIn(text: string): { readonly who: string; readonly wants: string } | undefined {
  const found =
    /\bas an?\s+([^,]{2,80}),\s*I (?:want|need|would like|can|wish)(?: to)?\s+(.+?)(?:[,;]?\s+so that\b.*|[.;]?)$/is.exec(
      plain(text),
    );
  return found
    ? { who: (found[1] ?? "").trim(), wants: (found[2] ?? "").replace(/[.,;\s]+$/, "") }
    : undefined;
}

/** A sentence as a criterion of EARS, where it is one. */
export function criterionIn(text: string): string | undefined {
  const read = readCriterion(plain(text));
  return "text" in read ? read.text : undefined;
}

const every = Object.keys(all) as Measure[];
const MOST_WORDS = 80;

/** The first quantity that a sentence names, as it stands there: the longest words from a number on that can only be one. */
export function quantityIn(sentence: string, measures: readonly Measure[] = every): string | undefined {
  const words = plain(sentence)
    .replace(/[.;]+$/, "")
    .split(" ")
    .slice(0, MOST_WORDS);
  for (const [start, word] of words.entries()) {
    if (
      !/\d/.test(word) &&
      !/^[€$£]/.test(word) &&
      !/^(?:q[1-4]|january|february|march|april|may|june|july|august|september|october|november|december)$/i.test(
        word,
      )
    )
      continue;
    if (/^[A-Z]{2,4}-\d/.test(word)) continue;
    for (let end = Math.min(words.length, start + 9); end > start; end -= 1) {
      const said = words
        .slice(start, end)
        .join(" ")
        .replace(/[,;:.)]+$/, "")
        .replace(/^\(/, "");
      const read = parseQuantityOf(said, measures);
      if (read.outcome === "clear" && read.quantity.condition === undefined) return said;
    }
  }
  return undefined;
}
