/** A line of Markdown that says something, and where it stands. Lines that go on with one belong to it. */
export interface Block {
  readonly kind: "heading" | "item" | "row" | "text";
  /** Of a heading 1 to 6; of an item 0 and up, by its indentation. */
  readonly level: number;
  readonly text: string;
  /** Of a row of a table. */
  readonly cells: readonly string[];
  readonly line: number;
}

/** Cuts Markdown into blocks. What stands in fences, comments and front matter says nothing. */
export function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = withoutComments(markdown).split(/\r\n|\r|\n/);
  let fence: string | undefined;
  let isOpen = false;
  for (let index = frontMatter(lines); index < lines.length; index += 1) {
    const raw = (lines[index] ?? "").replaceAll("\t", "    ").trimEnd();
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(raw)?.[1];
    if (fence !== undefined || mark !== undefined) {
      if (fence === undefined) fence = mark;
      else if (mark?.startsWith(fence)) fence = undefined;
      isOpen = false;
      continue;
    }
    const text = raw.trim();
    const last = blocks.at(-1);
    if (text === "" || /^(?:[-*_]\s?){3,}$/.test(text)) {
      isOpen = false;
      continue;
    }
    const block = blockOf(raw, index + 1);
    if (
      block.kind === "text" &&
      isOpen &&
      last &&
      (last.kind === "item" || last.kind === "text") &&
      !/^\*\*[^*]+\*\*\s*:|^\*\*[^*]+:\*\*/.test(text)
    )
      blocks[blocks.length - 1] = { ...last, text: `${last.text} ${block.text}`.slice(0, LONGEST) };
    else blocks.push(block);
    isOpen = block.kind === "item" || block.kind === "text";
  }
  return blocks;
}

const LONGEST = 4_000;

function blockOf(raw: string, line: number): Block {
  const text = raw.trim().slice(0, LONGEST);
  const heading = /^(#{1,6})\s+(.+)$/.exec(text);
  if (heading)
    return {
      kind: "heading",
      level: heading[1]?.length ?? 1,
      text: plain((heading[2] ?? "").replace(/\s#+$/, "")),
      cells: [],
      line,
    };
  const item = /^(\s*)(?:[-*+•]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(.+)$/.exec(raw);
  if (item)
    return {
      kind: "item",
      level: Math.floor((item[1]?.length ?? 0) / 2),
      text: (item[2] ?? "").trim().slice(0, LONGEST),
      cells: [],
      line,
    };
  if (text.startsWith("|"))
    return {
      kind: "row",
      level: 0,
      text,
      cells: text
        .replace(/^\||\|$/g, "")
        .split("|")
        .map((cell) => plain(cell)),
      line,
    };
  return { kind: "text", level: 0, text: text.replace(/^>\s?/, ""), cells: [], line };
}

/** Without the marks of emphasis, code and links. */
export function plain(text: string): string {
  return text
    .replace(/\[([^\]]+)\]\([^)\s]*\)/g, "$1")
    .replace(/\*\*|__|`/g, "")
    .replace(/(^|\s)[*_](?=\S)|(?<=\S)[*_](?=\s|$|[.,:;)])/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
}

/** Comments become empty lines, so that lines keep their numbers. */
function withoutComments(markdown: string): string {
  let text = "";
  let from = 0;
  for (let start = markdown.indexOf("<!--"); start >= 0; start = markdown.indexOf("<!--", from)) {
    const end = markdown.indexOf("-->", start);
    text += markdown.slice(from, start);
    from = end < 0 ? markdown.length : end + 3;
    text += markdown.slice(start, from).replace(/[^\n]/g, "");
  }
  return text + markdown.slice(from);
}

/** The line after a front matter. */
function frontMatter(lines: readonly string[]): number {
  if (lines[0]?.trim() !== "---") return 0;
  const end = lines.findIndex((line, index) => index > 0 && line.trim() === "---");
  return end < 0 ? 0 : end + 1;
}
