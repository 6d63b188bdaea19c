import { escapeHtml } from "../text/index.js";

/**
 * HTML that stands in a document: the few tags that the documents themselves use are written anew, and whatever else stands there is shown as text. Nothing is passed
 * through but `<br>`, `<code>` and an empty anchor, whose id is made the page's own.
 */
export function allowedTags(html: string, ownId: (anchor: string) => string): string {
  return html.replace(/<[^<>]*>|[<>]/g, (tag) => {
    if (/^<br *\/?>$/.test(tag)) return "<br>";
    if (/^<\/?code>$/.test(tag)) return tag;
    const [, anchor] = /^<a id="([\p{L}\p{M}\p{N}_-]+)">$/u.exec(tag) ?? [];
    if (anchor !== undefined) return `<span id="${escapeHtml(ownId(anchor))}">`;
    return tag === "</a>" ? "</span>" : escapeHtml(tag);
  });
}
