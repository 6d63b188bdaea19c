import type { Architecture } from "../architecture.js";
import { diagramDocuments } from "../diagrams/index.js";
import { recordFiles } from "../records/index.js";
import { linkRequirements } from "../text/index.js";
import { apiDocuments } from "./api/index.js";
import { capacityDocuments } from "./capacity/index.js";
import { databaseDocument } from "./database/index.js";
import type { DocumentFile } from "./document.js";
import { operationsDocuments } from "./operations/index.js";
import { indexDocument } from "./readme/index.js";
import { securityDocument } from "./security/index.js";
import { systemDocument } from "./system/index.js";

export { sayAmount, sayFull } from "./capacity/index.js";
export type { DocumentFile } from "./document.js";

/** Each gives some of the files. A new one adds its line; the index names what all of them give. */
const parts: readonly ((architecture: Architecture) => readonly DocumentFile[])[] = [
  operationsDocuments,
  (architecture) => [securityDocument(architecture)],
  apiDocuments,
  capacityDocuments,
  (architecture) => [systemDocument(architecture)],
  (architecture) => [databaseDocument(architecture)],
  diagramDocuments,
  ({ records = [] }) => (records.length === 0 ? [] : recordFiles(records)),
];

/**
 * Every file below `docs/architecture`, sorted by path: the same bytes for the same architecture. What a document of Markdown says in `[REQ-...]` leads to the
 * index of requirements.
 */
export function documentsOf(architecture: Architecture): readonly DocumentFile[] {
  const files = parts.flatMap((part) => part(architecture));
  const known = new Set(architecture.requirements.map(({ id }) => id));
  return [...files, indexDocument(architecture, files)]
    .map((file) =>
      file.path.endsWith(".md")
        ? { ...file, text: linkRequirements(file.text, file.path, known) }
        : { ...file },
    )
    .map((file) => Object.freeze(file))
    .sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
}
