import { cleanLine } from "../../text/index.js";

/**
 * Text of people in Mermaid: it means itself, in quotation marks and to the end of a line. Mermaid reads `#35;` as the character of that number
 * before it reads anything else; whatever could be a mark of its grammar, of HTML or of Markdown is written so. Letters and digits of
 * any script, spaces and a few marks that begin nothing stay as they are.
 */
export function mermaidText(text: string): string {
  const line = cleanLine(text).replace(
    /[^\p{L}\p{M}\p{N} .,'_()/?!+=-]/gu,
    (mark) => `#${mark.codePointAt(0)};`,
  );
  // A word of the grammar by itself ends a block.
  return line.replace(
    /\b(end|style|classDef|default)\b/gi,
    (word) => `#${word.codePointAt(0)};${word.slice(1)}`,
  );
}

/** In quotation marks; never empty. */
export function quoted(text: string): string {
  return `"${mermaidText(text) || " "}"`;
}
