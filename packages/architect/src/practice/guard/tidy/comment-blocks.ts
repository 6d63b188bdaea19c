import type { Source } from "../source/index.js";

/** What a comment says, line by line, without its marks. Comments of single lines that follow one another are one. */
export interface CommentBlock {
  readonly lines: readonly { readonly text: string; readonly offset: number }[];
  readonly kind: "lines" | "block" | "documentation";
  /** Something stands before it on its line. */
  readonly isTrailing: boolean;
}

export function commentBlocks({ comments, text, lineOf }: Source): readonly CommentBlock[] {
  const blocks: {
    lines: { text: string; offset: number }[];
    kind: CommentBlock["kind"];
    isTrailing: boolean;
  }[] = [];
  let last = -1;
  let lastColumn = -1;
  for (const { type, value, start } of comments) {
    const lineStart = text.lastIndexOf("\n", start - 1) + 1;
    const isTrailing = text.slice(lineStart, start).trim() !== "";
    if (type === "Block") {
      let offset = start + 2;
      const lines = value.split("\n").map((line, at) => {
        const one = { text: at === 0 ? line : line.replace(/^\s*\*(?: |$)?/, ""), offset };
        offset += line.length + 1;
        return one;
      });
      blocks.push({ lines, kind: value.startsWith("*") ? "documentation" : "block", isTrailing });
      last = -1;
      continue;
    }
    const line = lineOf(start);
    const current = blocks.at(-1);
    const one = { text: value.replace(/^\/*/, ""), offset: start };
    if (current && line === last + 1 && !isTrailing && lastColumn === start - lineStart)
      current.lines.push(one);
    else blocks.push({ lines: [one], kind: value.startsWith("/") ? "documentation" : "lines", isTrailing });
    last = isTrailing ? -1 : line;
    lastColumn = start - lineStart;
  }
  return blocks;
}
