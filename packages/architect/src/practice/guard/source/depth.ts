import type { Node, Program } from "./parser.js";
import { childrenOf } from "./walk.js";

/** The parser and those who walk through what it gives go as deep as a text is nested, on a stack that ends: a native parser ends the process with it. */
const MOST_BRACKETS = 1_000;
const MOST_LEVELS = 2_000;
/** A text that is shorter has no room for so many levels. */
const LEAST_CHARACTERS = MOST_LEVELS;

/**
 * The offset at which brackets are nested too deeply to be parsed. Brackets in texts and comments count as well: it is looked at before anything is known of the syntax.
 */
export function bracketsTooDeep(text: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === OPEN_ROUND || code === OPEN_SQUARE || code === OPEN_CURLY) {
      depth += 1;
      if (depth > MOST_BRACKETS) return at;
    } else if ((code === CLOSE_ROUND || code === CLOSE_SQUARE || code === CLOSE_CURLY) && depth > 0)
      depth -= 1;
  }
  return undefined;
}

const [OPEN_ROUND, CLOSE_ROUND] = [40, 41];
const [OPEN_SQUARE, CLOSE_SQUARE] = [91, 93];
const [OPEN_CURLY, CLOSE_CURLY] = [123, 125];

/** Whether a tree is nested more deeply than can be walked: sums and conditions of thousands of parts, which no brackets tell of. */
export function isTooDeep(program: Program): boolean {
  if (program.end - program.start < LEAST_CHARACTERS) return false;
  let level: readonly Node[] = [program];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) return true;
    const next: Node[] = [];
    for (const node of level) for (const child of childrenOf(node)) next.push(child);
    level = next;
  }
  return false;
}
