import { fenceFor, inline } from "../../brief/document/markdown.js";
import { cleanCode, cleanLine } from "./clean.js";
import { escapeHtml } from "./html.js";

/** Text of people as one line of Markdown: it means itself and nothing else, in a paragraph, a heading, a list or a cell of a table. */
export function escapeMarkdown(text: string): string {
  return inline(cleanLine(text)).replace(/ (#+)$/, " \\$1");
}

/** The same as code, each space kept, whatever backticks and bars it holds; also in a cell of a table. Empty text is no code. */
export function inCode(text: string): string {
  const line = cleanCode(text);
  if (line === "") return "";
  if (line.includes("|")) return `<code>${inEntities(line)}</code>`;
  const ticks = "`".repeat(Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const space = /^`|`$/.test(line) ? " " : "";
  return `${ticks}${space}${line}${space}${ticks}`;
}

/** Several lines as they are: SQL, JSON, an example. */
export function codeBlock(text: string, language = ""): string {
  const fence = fenceFor(text);
  return `${fence}${language}\n${text.replace(/\n+$/, "")}\n${fence}`;
}

/** A link to a path below `docs/architecture`, or an address. `text` is escaped here. */
export function link(text: string, to: string): string {
  return `[${escapeMarkdown(text)}](${safeTarget(to)})`;
}

/** `![alt](to)`: a picture. */
export function picture(alt: string, to: string): string {
  return `!${link(alt, to)}`;
}

/** `## text`; the text is escaped here. */
export function heading(level: 1 | 2 | 3 | 4 | 5, text: string): string {
  return `${"#".repeat(level)} ${escapeMarkdown(text)}`;
}

/** Where a heading of this text is found on its page: `#place-order`. As GitHub makes it, so that the text must be the only one of its kind on the page. */
export function anchorOfHeading(text: string): string {
  return cleanLine(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
    .replaceAll(" ", "-");
}

/** `- one`, a line each; the lines are Markdown. */
export function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

/** `1. one`, a line each; the lines are Markdown. */
export function numberedList(lines: readonly string[]): string {
  return lines.map((line, at) => `${at + 1}. ${line}`).join("\n");
}

/** Blocks with an empty line between; what is empty or undefined takes no room. */
export function blocks(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join("\n\n");
}

/** A heading and what stands below it; nothing where nothing stands below it. */
export function section(head: string, ...parts: readonly (string | undefined)[]): string {
  const body = blocks(...parts);
  return body === "" ? "" : `${head}\n\n${body}`;
}

function safeTarget(to: string): string {
  return to.replace(
    /[\s\p{Cc}\p{Cs}<>()\\`*[\]"'|]/gu,
    (mark) => `%${[...new TextEncoder().encode(mark)].map(hex).join("%")}`,
  );
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}

/** Nothing in it is a mark of Markdown or of a table. */
function inEntities(text: string): string {
  return escapeHtml(text).replace(
    /(?!&(?:amp|lt|gt|quot|#39);)[^\p{L}\p{N} .,:;&#]|#(?!39;)/gu,
    (mark) => `&#${mark.codePointAt(0)};`,
  );
}
