import type { Requirement } from "../../brief/index.js";
import type { Architecture } from "../architecture.js";
import {
  anchorOf,
  blocks,
  escapeMarkdown,
  heading,
  inCode,
  link,
  referredIn,
  section,
  table,
} from "../text/index.js";
import type { DocumentFile } from "./document.js";

/** `README.md`: what there is to read, and each requirement with where it is met. */
export function indexDocument(
  { needs, requirements }: Architecture,
  files: readonly DocumentFile[],
): DocumentFile {
  const references = referencesIn(files);
  return {
    path: "README.md",
    text: `${blocks(
      heading(1, `${needs.name}: architecture`),
      section(
        heading(2, "Requirements"),
        table(
          ["Requirement", "Priority", "It says", "Met in"],
          requirements.map((requirement) => requirementRow(requirement, references)),
        ),
      ),
    )}\n`,
  };
}

function requirementRow(
  { id, priority, statement }: Requirement,
  references: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const paths = references.get(id) ?? [];
  return [
    `<a id="${anchorOf(id)}"></a>${inCode(id)}`,
    priority,
    escapeMarkdown(statement),
    paths.map((path) => link(path, path)).join(", "),
  ];
}

/** Paths of the documents that refer to a requirement, by its id. */
function referencesIn(files: readonly DocumentFile[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const { path, text } of files) {
    if (!path.endsWith(".md")) continue;
    for (const reference of referredIn(text)) {
      const id = reference.split("/")[0] ?? reference;
      const paths = found.get(id) ?? new Set();
      found.set(id, paths.add(path));
    }
  }
  return new Map([...found].map(([id, paths]) => [id, [...paths].sort()]));
}
