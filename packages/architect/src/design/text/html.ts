import { cleanText } from "./clean.js";

const entities: { readonly [mark: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text in HTML, between tags and in attributes with either quotation mark. */
export function escapeHtml(text: string): string {
  return cleanText(text).replace(/[&<>"']/g, (mark) => entities[mark] ?? mark);
}

/** Text in XML 1.0, such as SVG: the same, and nothing that XML forbids. */
export function escapeXml(text: string): string {
  return escapeHtml(text);
}
