import MarkdownIt, { type Token } from "markdown-it";
import { anchorOfHeading } from "../text/index.js";

const parser = new MarkdownIt("commonmark", { html: true }).enable(["table", "strikethrough"]);

/** For tests: a document of Markdown as a reader's program sees it. */
export interface ReadMarkdown {
  readonly headings: readonly { readonly level: number; readonly text: string }[];
  /** Headings with nothing below them. */
  readonly empty: readonly string[];
  /** Where links and pictures lead. */
  readonly targets: readonly string[];
  /** What a link may lead to within it. */
  readonly anchors: ReadonlySet<string>;
  readonly tables: readonly ReadTable[];
  /** Whatever it shows, without markup. */
  readonly text: string;
  /** How many words are emphasised, struck out or set apart by a line's end. */
  readonly emphasised: number;
  /** Tags of HTML that stand in it. */
  readonly tags: readonly string[];
}

export interface ReadTable {
  /** The heading that it stands below. */
  readonly under: string;
  readonly titles: readonly string[];
  /** Cells as text. */
  readonly rows: readonly (readonly string[])[];
}

export function readMarkdown(markdown: string): ReadMarkdown {
  const tokens = parser.parse(markdown.replace(/^---\n[\s\S]*?\n---\n/, ""), {});
  const inline = tokens.flatMap((token) => token.children ?? []);
  const headings = tokens.flatMap((token, at) =>
    token.type === "heading_open"
      ? [{ level: Number(token.tag.slice(1)), text: shown(tokens[at + 1]?.children) }]
      : [],
  );
  const tags = [...inline, ...tokens]
    .filter(({ type }) => type === "html_inline" || type === "html_block")
    .map(({ content }) => content);
  return {
    headings,
    empty: emptyIn(tokens),
    emphasised: inline.filter(({ type }) => ["em_open", "strong_open", "s_open", "hardbreak"].includes(type))
      .length,
    targets: inline
      .flatMap((token) => [token.attrGet("href"), token.attrGet("src")])
      .flatMap((to) => (to === null ? [] : [String(to)])),
    anchors: new Set([
      ...headings.map(({ text }) => anchorOfHeading(text)),
      ...tags.flatMap((tag) => /^<a id="([^"]+)">$/.exec(tag)?.[1] ?? []),
    ]),
    tables: tablesIn(tokens),
    text: tokens.map(({ children, content }) => (children ? shown(children) : content)).join("\n"),
    tags,
  };
}

function emptyIn(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((token, at) => {
    const next = tokens[at + 3];
    const isEmpty = !next || (next.type === "heading_open" && next.tag <= token.tag);
    return token.type === "heading_open" && isEmpty ? [shown(tokens[at + 1]?.children)] : [];
  });
}

function tablesIn(tokens: readonly Token[]): readonly ReadTable[] {
  const tables: { under: string; lines: string[][] }[] = [];
  let under = "";
  for (const [at, { type }] of tokens.entries()) {
    const text = () => shown(tokens[at + 1]?.children);
    if (type === "heading_open") under = text();
    if (type === "table_open") tables.push({ under, lines: [] });
    if (type === "tr_open") tables.at(-1)?.lines.push([]);
    if (type === "th_open" || type === "td_open") tables.at(-1)?.lines.at(-1)?.push(text());
  }
  return tables.map(({ under, lines: [titles = [], ...rows] }) => ({ under, titles, rows }));
}

/** What a reader sees; what `<code>` holds in entities is decoded. */
function shown(tokens: readonly Token[] | null | undefined): string {
  return (tokens ?? [])
    .map(({ type, content, children }) =>
      type === "html_inline"
        ? ""
        : type === "softbreak"
          ? "\n"
          : children && children.length > 0
            ? shown(children)
            : content,
    )
    .join("");
}
