import { digestOfData } from "../canonical.js";
import { cellsOf, row, rule } from "./markdown.js";

/** A place in the document that may be edited: the block of an answer, the rows of a table, or a list of features. */
export interface Slot {
  readonly kind: "answer" | "rows" | "features";
  /** `performance.latency`, or `refunds/feature.behaviour`. */
  readonly key: string;
  /** Of what opens it; the first is 1. */
  readonly line: number;
  /** What stands in it; the first of them is on line `first`. */
  readonly texts: readonly string[];
  readonly first: number;
}

export interface FixedLine {
  readonly line: number;
  /** Without what means nothing: spaces at its end and around cells, the length of fences and rules. */
  readonly text: string;
}

/** A document cut into what may be edited and what may not. */
export interface Cut {
  readonly slots: readonly Slot[];
  /** All lines outside of slots that are not empty, with those that open and close slots. */
  readonly fixed: readonly FixedLine[];
  /** The line of that check, where it has one: it is not among the fixed ones. */
  readonly check: string | undefined;
  /** Slots that nothing closes. */
  readonly unclosed: readonly Pick<Slot, "key" | "line">[];
}

export function cutDocument(text: string): Cut {
  const all = text.split("\n");
  const slots: Slot[] = [];
  const unclosed: Pick<Slot, "key" | "line">[] = [];
  const fixed: FixedLine[] = [];
  let check: string | undefined;
  const keep = (at: number) => {
    if (/^<!-- check [0-9a-f]{16} -->\s*$/.test(all[at] ?? "") && check === undefined) {
      check = all[at]?.trimEnd();
      return;
    }
    const kept = withoutNoise(all[at] ?? "");
    if (kept !== "") fixed.push({ line: at + 1, text: kept });
  };
  /** Takes all up to what closes it, or to the end. */
  const take = (
    kind: Slot["kind"],
    key: string,
    opened: number,
    from: number,
    isEnd: (text: string) => boolean,
  ) => {
    let end = from;
    while (end < all.length && !isEnd(all[end] ?? "")) end += 1;
    slots.push({ kind, key, line: opened + 1, texts: all.slice(from, end), first: from + 1 });
    if (end === all.length && kind !== "rows") unclosed.push({ key, line: opened + 1 });
    return end;
  };
  for (let at = 0; at < all.length; at += 1) {
    const opening = openingOf(all[at] ?? "");
    keep(at);
    if (!opening) continue;
    const { kind, key } = opening;
    if (kind === "answer") {
      const close = new RegExp(`^\`{${opening.ticks},}\\s*$`);
      at = take(kind, key, at, at + 1, (line) => close.test(line));
      keep(at);
    } else if (kind === "features") {
      at = take(kind, key, at, at + 1, (line) => line.trimEnd() === `<!-- end of ${key} -->`);
      keep(at);
    } else {
      const opened = at;
      // The titles, and the rule under them.
      while (at + 1 < all.length && all[at + 1]?.trim() === "") at += 1;
      for (let times = 0; times < 2 && all[at + 1]?.startsWith("|"); times += 1) {
        at += 1;
        keep(at);
      }
      at = take(kind, key, opened, at + 1, (line) => !line.trimStart().startsWith("|")) - 1;
    }
  }
  return { slots, fixed, check, unclosed };
}

function openingOf(
  text: string,
):
  | { readonly kind: "answer"; readonly key: string; readonly ticks: number }
  | { readonly kind: "rows" | "features"; readonly key: string }
  | undefined {
  const [, ticks, answer] = /^(`{3,})answer (\S+)\s*$/.exec(text) ?? [];
  if (ticks !== undefined && answer !== undefined)
    return { kind: "answer", key: answer, ticks: ticks.length };
  const [, kind, key] = /^<!-- (rows|features) (\S+) -->\s*$/.exec(text) ?? [];
  return (kind === "rows" || kind === "features") && key !== undefined ? { kind, key } : undefined;
}

function withoutNoise(text: string): string {
  const line = text.trimEnd();
  if (/^`{3,}/.test(line)) return line.replace(/^`+/, "```");
  if (!line.startsWith("|")) return line;
  const cells = cellsOf(line);
  return cells.every((cell) => /^:?-{3,}:?$/.test(cell)) ? rule(cells.length) : row(cells);
}

/** The last line of a document: a digest of its lines that follow from answers, by which it vouches for itself, whichever data lie beside it. */
export function checkLine(fixed: readonly FixedLine[]): string {
  return `<!-- check ${digestOfData(fixed.map(({ text }) => text)).slice(0, 16)} -->`;
}

/** Whether the lines that follow from answers are as some version of Lintel wrote them. */
export function isUnchanged({ fixed, check }: Cut): boolean {
  return check === checkLine(fixed);
}
