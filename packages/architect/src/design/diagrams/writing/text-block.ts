import { cleanLine } from "../../text/index.js";
import { widthOf } from "./character-widths.js";

/** How a text is set. Sizes in pixels. */
export interface Type {
  readonly size: number;
  readonly bold?: boolean;
}

/** A text in lines that are no wider than was asked. */
export interface TextBlock {
  readonly type: Type;
  readonly lines: readonly string[];
  /** Pixels of the widest line, and of all lines. */
  readonly width: number;
  readonly height: number;
}

const LEADING = 1.35;

/** From one line to the next, in pixels. */
export function lineHeight(type: Type): number {
  return Math.ceil(type.size * LEADING);
}

/** How wide a line is, in pixels: never less than it is drawn in any common sans-serif. */
export function textWidth(text: string, type: Type): number {
  let thousandths = 0;
  for (const character of text) thousandths += widthOf(character, type.bold === true);
  return Math.ceil((thousandths * type.size) / 1000);
}

/**
 * A text in lines that are at most `width` pixels wide: broken between words, and within a word where that alone is too long. Nothing is
 * left out but white space at the breaks and what cannot be seen.
 */
export function setText(text: string, type: Type, width: number): TextBlock {
  const lines = cleanLine(text)
    .split(" ")
    .flatMap((word) => pieces(word, type, width))
    .reduce<string[]>((set, { piece, glued }) => {
      const last = set.at(-1);
      const joined = last === undefined || glued ? piece : `${last} ${piece}`;
      if (last !== undefined && !glued && textWidth(joined, type) <= width) set[set.length - 1] = joined;
      else set.push(piece);
      return set;
    }, [])
    .filter((line) => line !== "");
  return Object.freeze({
    type,
    lines,
    width: Math.max(0, ...lines.map((line) => textWidth(line, type))),
    height: lines.length * lineHeight(type),
  });
}

/** A character with the marks and joiners that stand on it. */
const clusters =
  /(?:\p{Regional_Indicator}\p{Regional_Indicator}|.)(?:\p{M}|\p{Emoji_Modifier}|\u200c|\u200d(?!\u200d).?)*/gsu;

/** A word in pieces that fit; where it can, it breaks after a mark or before a capital. */
function pieces(word: string, type: Type, width: number): readonly { piece: string; glued: boolean }[] {
  if (textWidth(word, type) <= width) return [{ piece: word, glued: false }];
  const found: { piece: string; glued: boolean }[] = [];
  let line = "";
  const end = (rest: string) => {
    found.push({ piece: line, glued: found.length > 0 });
    line = rest;
  };
  for (const [cluster] of word.matchAll(clusters)) {
    if (line === "" || textWidth(line + cluster, type) <= width) line += cluster;
    else {
      const at = goodBreak(line + cluster, line.length);
      const rest = at === undefined ? cluster : line.slice(at) + cluster;
      if (at !== undefined) line = line.slice(0, at);
      end(rest);
    }
  }
  end("");
  return found;
}

/** The last place in the second half of a line where a reader expects a break: `place-|order`, `place|Order`. */
function goodBreak(text: string, length: number): number | undefined {
  for (let at = length; at > length / 2; at -= 1)
    if (/[-_/.:,]$/.test(text.slice(at - 1, at)) || /^[a-z0-9][A-Z]$/.test(text.slice(at - 1, at + 1)))
      return at === length ? undefined : at;
  return undefined;
}
