import { escapeHtml } from "../text/index.js";

/**
 * A picture shown as an image whose data stand on the page. As an image an SVG runs no script, asks for nothing and keeps its style to itself, whatever is in it.
 * Selected, it is shown as large as it was drawn.
 */
export function figure(svg: string, alt: string): string {
  const [, width] = /^<svg [^>]*\bwidth="(\d+)/.exec(svg) ?? [];
  const [, height] = /^<svg [^>]*\bheight="(\d+)/.exec(svg) ?? [];
  const size = width && height ? ` width="${width}" height="${height}"` : "";
  const data = Buffer.from(svg, "utf8").toString("base64");
  return (
    `<span class="figure" tabindex="0" role="group" aria-label="Picture, select it to see it in full size">` +
    `<img src="data:image/svg+xml;base64,${data}" alt="${escapeHtml(alt)}"${size}></span>`
  );
}

/** The title and the words for it that an SVG of ours bears; empty where it has none. */
export function wordsOfSvg(svg: string): { readonly title: string; readonly alt: string } {
  const between = (tag: string) => plain(new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(svg)?.[1] ?? "");
  return { title: between("title"), alt: between("desc") };
}

function plain(escaped: string): string {
  return escaped
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
