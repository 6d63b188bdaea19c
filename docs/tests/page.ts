import { readFileSync } from "node:fs";

/** A fenced block of a Markdown page. */
export interface Block {
  readonly language: string;
  /** What stands after the language: `title="blueprint.ts"`, `run`, `serve`. */
  readonly words: readonly string[];
  readonly title?: string | undefined;
  readonly text: string;
  /** Where the block begins, counted from 1. */
  readonly line: number;
}

/** The fenced blocks of a page, in order. */
export function blocksOf(file: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { fence: string; info: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of readFileSync(file, "utf8").split("\n").entries()) {
    const fence = /^(`{3,})(.*)$/.exec(line);
    if (open && line.startsWith(open.fence)) {
      const [language = "", ...words] = open.info.trim().split(/\s+/);
      const title = /title="([^"]+)"/.exec(open.info)?.[1];
      blocks.push({ language, words, title, text: `${open.lines.join("\n")}\n`, line: open.line });
      open = undefined;
    } else if (open) {
      open.lines.push(line);
    } else if (fence?.[1]) {
      open = { fence: fence[1], info: fence[2] ?? "", line: index + 1, lines: [] };
    }
  }
  return blocks;
}

/** The targets of a page's links within the repository, without what stands after `#`. */
export function linksOf(file: string): readonly string[] {
  const text = readFileSync(file, "utf8").replace(/^(`{3,})[\s\S]*?^\1/gm, "");
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? "")
    .filter((target) => !/^[a-z]+:|^#/.test(target))
    .map((target) => target.split("#")[0] ?? "");
}
