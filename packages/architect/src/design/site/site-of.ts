import { createHash } from "node:crypto";
import type { DocumentFile } from "../documents/document.js";
import { escapeHtml } from "../text/index.js";
import { figure, wordsOfSvg } from "./figure.js";
import { type Page, pagesOf } from "./pages.js";
import { renderText } from "./render-text.js";
import { siteScript } from "./script.js";
import { siteStyle } from "./style.js";
import { hrefOf } from "./targets.js";

/** Characters of a file of data that the site shows; of a longer one it says where it is. */
const MOST = 300_000;

/** A page with what it shows. */
interface Article {
  readonly page: Page;
  readonly title: string;
  readonly html: string;
  readonly headings: readonly { readonly id: string; readonly text: string }[];
}

/**
 * All documents of an architecture as one page of HTML that needs nothing else: texts with their pictures, a list to go by, and a search. It asks for nothing from
 * anywhere, by its own policy too; what documents hold is text and never markup or script. The same bytes for the same files.
 */
export function siteOf({
  name,
  files,
}: {
  readonly name: string;
  readonly files: readonly DocumentFile[];
}): string {
  const pages = pagesOf(files);
  const byPath = new Map(pages.map((page) => [page.file.path, page]));
  const mermaid = new Map(
    files.filter(({ path }) => path.endsWith(".mmd")).map(({ path, text }) => [path, text]),
  );
  const texts = pages
    .filter(({ kind }) => kind === "text")
    .map((page) => ({ page, ...renderText(page, byPath) }));
  const shown = new Set(texts.flatMap((text) => text.shown));
  const pictures = pages
    .filter(({ kind }) => kind === "picture")
    .map((page) => picture(page, mermaid, shown));
  const data = pages.filter(({ kind }) => kind === "data").map(dataOf);
  const articles = [...texts, ...pictures, ...data];
  const title = `Architecture of ${name}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${siteStyle}</style>
</head>
<body>
<a class="skip" href="#documents">To the documents</a>
<div class="sheet">
<header class="side">
<h1>${escapeHtml(title)}</h1>
<form id="search" role="search" hidden>
<label for="words">Search the documents</label>
<input id="words" type="search" autocomplete="off">
<div id="found" aria-live="polite"></div>
</form>
<nav aria-label="Documents">
${navigation(
  "Documents",
  texts.filter(({ page }) => !page.file.path.includes("/")),
  true,
)}
${navigation(
  "Decisions",
  texts.filter(({ page }) => page.file.path.includes("/")),
)}
${navigation("Pictures", pictures)}
${navigation("Data", data)}
</nav>
</header>
<main id="documents" tabindex="-1">
${articles.map(article).join("\n")}
</main>
</div>
<script>${siteScript}</script>
</body>
</html>
`;
}

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${digestOf(siteStyle)}'`,
  `script-src 'sha256-${digestOf(siteScript)}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

function navigation(title: string, articles: readonly Article[], isDeep = false): string {
  if (articles.length === 0) return "";
  const link = (id: string, text: string) => `<a href="${escapeHtml(hrefOf(id))}">${escapeHtml(text)}</a>`;
  const items = articles.map(({ page, title: name, headings }) => {
    const below = isDeep ? headings.map(({ id, text }) => `<li>${link(id, text)}</li>`).join("") : "";
    return `<li>${link(page.id, name)}${below && `<ul>${below}</ul>`}</li>`;
  });
  return `<h2>${title}</h2>\n<ul>\n${items.join("\n")}\n</ul>`;
}

function article({ page, title, html }: Article): string {
  return `<article id="${page.id}" data-title="${escapeHtml(title)}" aria-label="${escapeHtml(title)}">\n${html}\n</article>`;
}

/** A picture, where no text shows it, and in any case its words in the language of Mermaid. */
function picture(page: Page, mermaid: ReadonlyMap<string, string>, shown: ReadonlySet<string>): Article {
  const { path, text } = page.file;
  const { title, alt } = wordsOfSvg(text);
  const source = mermaid.get(`${path.slice(0, -4)}.mmd`);
  return {
    page,
    title: title || path,
    headings: [],
    html: [
      `<h2>${escapeHtml(title || path)}</h2>`,
      `<p class="path">${escapeHtml(path)}</p>`,
      shown.has(path) ? "<p>It is shown in the text above.</p>" : figure(text, alt || path),
      ...(source === undefined
        ? []
        : [
            `<details><summary>As text, for Mermaid</summary>\n<pre tabindex="0"><code>${escapeHtml(source)}</code></pre></details>`,
          ]),
    ].join("\n"),
  };
}

function dataOf(page: Page): Article {
  const { path, text } = page.file;
  const isShort = text.length <= MOST;
  return {
    page,
    title: path,
    headings: [],
    html: [
      `<h2>${escapeHtml(path)}</h2>`,
      isShort
        ? `<details><summary>Show it</summary>\n<pre tabindex="0"><code>${escapeHtml(text)}</code></pre></details>`
        : `<p>It is too long to be shown here: <code>docs/architecture/${escapeHtml(path)}</code>.</p>`,
    ].join("\n"),
  };
}
