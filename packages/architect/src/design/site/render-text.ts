import MarkdownIt, { type Token } from "markdown-it";
import { anchorOfHeading, escapeHtml } from "../text/index.js";
import { figure } from "./figure.js";
import type { Page } from "./pages.js";
import { allowedTags } from "./tags.js";
import { anchorId, hrefOf, targetOf } from "./targets.js";

/** A document of Markdown as HTML. */
export interface RenderedText {
  readonly title: string;
  readonly html: string;
  /** Of the second level of the document, to go to from the list of pages. */
  readonly headings: readonly { readonly id: string; readonly text: string }[];
  /** Paths of pictures that are shown in it. */
  readonly shown: readonly string[];
}

/** What stands around a document's own text while it is rendered. */
interface Surroundings {
  readonly page: Page;
  readonly pages: ReadonlyMap<string, Page>;
  readonly shown: Set<string>;
}

/**
 * Markdown (CommonMark, tables and struck-out text) as HTML: headings one level lower, for the site has a title of its own; links to other documents lead to their place
 * on the site; pictures of the project are shown in place, and others are not asked for.
 */
export function renderText(page: Page, pages: ReadonlyMap<string, Page>): RenderedText {
  const surroundings: Surroundings = { page, pages, shown: new Set() };
  const parser = parserFor(surroundings);
  const tokens = parser.parse(page.file.text, {});
  const taken = new Set<string>();
  const headings: { level: number; id: string; text: string }[] = [];
  tokens.forEach((token, at) => {
    if (token.type === "th_open" || token.type === "td_open") align(token);
    if (token.type !== "heading_open" && token.type !== "heading_close") return;
    const level = Number(token.tag.slice(1));
    token.tag = `h${Math.min(6, level + 1)}`;
    if (token.type === "heading_close") return;
    const text = (tokens[at + 1]?.children ?? [])
      .filter(({ type }) => type !== "html_inline")
      .map(({ content }) => content)
      .join("");
    const id = unique(anchorId(page, anchorOfHeading(text) || "part"), taken);
    token.attrSet("id", id);
    headings.push({ level, id, text });
  });
  return {
    title: headings.find(({ level }) => level === 1)?.text || page.file.path,
    html: parser.renderer.render(tokens, parser.options, {}),
    headings: headings.filter(({ level }) => level === 2).map(({ id, text }) => ({ id, text })),
    shown: [...surroundings.shown],
  };
}

/** A column's side as a class: the site's policy lets no element have a style of its own. */
function align(token: Token): void {
  const [, side] = /^text-align:(right|center|left)$/.exec(String(token.attrGet("style") ?? "")) ?? [];
  token.attrs = [
    ...(token.type === "th_open" ? [["scope", "col"] as [string, string]] : []),
    ...(side ? [["class", side] as [string, string]] : []),
  ];
}

function parserFor({ page, pages, shown }: Surroundings) {
  const parser = new MarkdownIt("commonmark", { html: true }).enable(["table", "strikethrough"]);
  const { rules } = parser.renderer;
  const ownId = (anchor: string) => anchorId(page, anchor);
  rules.html_inline = (tokens, at) => allowedTags(tokens[at]?.content ?? "", ownId);
  rules.html_block = (tokens, at) => allowedTags(tokens[at]?.content ?? "", ownId);
  rules.table_open = () => '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>\n';
  rules.table_close = () => "</table></div>\n";
  rules.link_open = (tokens, at) => {
    const target = targetOf(String(tokens[at]?.attrGet("href") ?? ""), page.file.path, pages);
    if (target.to === "page") return `<a href="${escapeHtml(hrefOf(anchorId(target.page, target.anchor)))}">`;
    if (target.to === "nowhere") return '<a class="nowhere">';
    return `<a href="${escapeHtml(target.address)}" rel="noopener noreferrer">`;
  };
  rules.image = (tokens, at) => {
    const token = tokens[at];
    const target = targetOf(String(token?.attrGet("src") ?? ""), page.file.path, pages);
    const alt = token?.content ?? "";
    if (target.to !== "page" || target.page.kind !== "picture") return escapeHtml(`[picture: ${alt}]`);
    shown.add(target.page.file.path);
    return figure(target.page.file.text, alt);
  };
  return parser;
}

function unique(wanted: string, taken: Set<string>): string {
  for (let count = 0; ; count += 1) {
    const id = count === 0 ? wanted : `${wanted}-${count}`;
    if (taken.has(id)) continue;
    taken.add(id);
    return id;
  }
}
