/** A text in lines of at most `width` characters; every line begins with `indent`, and those after the first of a paragraph with `hang`. */
export function wrap(text: string, width: number, indent = "", hang = indent): string {
  return text
    .split("\n")
    .map((paragraph) => wrapParagraph(paragraph, width, indent, hang))
    .join("\n");
}

function wrapParagraph(text: string, width: number, indent: string, hang: string): string {
  const lines: string[] = [];
  let line = indent;
  let isEmpty = true;
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = hang;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line.trimEnd()].join("\n");
}

const NARROWEST = 40;
const WIDEST = 100;
const USUAL = 80;

/** How wide to write for a terminal. */
export function widthOf({ columns }: { readonly columns?: number | undefined }): number {
  return Math.min(WIDEST, Math.max(NARROWEST, columns || USUAL));
}

/** A text as it is, but for lines that are too long, which go on indented. */
export function fit(text: string, width: number): string {
  return text
    .split("\n")
    .map((line) => {
      if (line.length <= width) return line;
      const indent = /^ */.exec(line)?.[0] ?? "";
      return wrap(line, width, indent, `${indent}  `);
    })
    .join("\n");
}
