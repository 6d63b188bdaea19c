import { blocks, escapeMarkdown, heading, link, sayCount, section, table } from "../../text/index.js";
import type { DocumentFile } from "../document.js";

/** What is in each document, in the order in which one reads them. */
const known: readonly (readonly [path: string, says: string])[] = [
  [
    "system.md",
    "The whole: patterns and what decided them, each service, each workflow, and what happens when something fails.",
  ],
  [
    "database.md",
    "Every table as PostgreSQL holds it, what each index serves, who may touch what, and how the schema changes.",
  ],
  ["api.md", "Every route with examples and errors; lists, repeats, limits, versions."],
  ["openapi.json", "The API for programs, OpenAPI 3.1."],
  ["asyncapi.json", "Feeds and events for programs, AsyncAPI 3."],
  [
    "security.md",
    "What is protected, who may do what, what could go wrong in each flow of data, and which control meets which rule.",
  ],
  [
    "operations.md",
    "Service levels with their error budgets, alerts, what to do at each, backup and recovery.",
  ],
  ["alerts.yml", "The alerts as rules for Prometheus."],
  ["dashboard.json", "A dashboard for Grafana."],
  ["capacity.md", "How much of everything is needed, when it is full, and what it costs."],
  ["capacity.csv", "The same figures as a spreadsheet."],
  ["capacity.svg", "What each part has to bear, as a chart."],
  ["decisions/README.md", "Each decision: what was weighed, what decided it, and what would change it."],
];

/** The documents that are there, in the order in which one reads them. */
export function contents(files: readonly DocumentFile[]): string {
  const paths = new Set(files.map(({ path }) => path));
  const listed = known.filter(([path]) => paths.has(path));
  const inFolders = (path: string) => /^(?:diagrams|decisions)\//.test(path);
  const others = files
    .filter(({ path }) => !known.some(([one]) => one === path) && !inFolders(path))
    .map(({ path, text }) => [path, titleOf(text)] as const);
  const pictures = files.filter(({ path }) => path.startsWith("diagrams/") && path.endsWith(".svg"));
  return section(
    heading(2, "What to read"),
    blocks(
      table(
        ["Document", "What it says"],
        [...listed, ...others].map(([path, says]) => [link(path, path), escapeMarkdown(says)]),
      ),
      pictures.length === 0
        ? undefined
        : `${sayCount(pictures.length, "picture")} in \`diagrams/\`, each as SVG and in the language of Mermaid: ${pictures
            .filter(({ path }) => !/\/(?:workflow|entities)-/.test(path))
            .map(({ path }) => link(path.replace(/^diagrams\/|\.svg$/g, ""), path))
            .join(", ")}, and one of each workflow and each service.`,
    ),
  );
}

/** The first heading of a text of Markdown. */
function titleOf(text: string): string {
  return /^# (.+)$/m.exec(text)?.[1]?.replace(/\\(?=[!-/:-@[-`{-~])/g, "") ?? "";
}
