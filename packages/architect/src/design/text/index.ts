/** What every document is written with: text of people that means only itself, tables, figures, and references to requirements. */
export * from "./amounts.js";
export { cleanLine } from "./clean.js";
export { escapeHtml, escapeXml } from "./html.js";
export * from "./markdown.js";
export { provisional } from "./provisional.js";
export * from "./requirement-links.js";
export * from "./slug.js";
export { type TableColumn, table } from "./table.js";
