import { type Finding, resolve, type System } from "@lintel/runtime/tools";
import { openBrief } from "../brief/index.js";
import {
  compareDocuments,
  type DocumentStanding,
  documentsPath,
  emptyDesign,
} from "../design/store/index.js";
import { readDesign } from "./read-design.js";

type Fault = Exclude<DocumentStanding["state"], "current" | "foreign">;

const faults: {
  readonly [state in Fault]: { readonly code: string; readonly value: string; readonly fix: string };
} = {
  stale: {
    code: "DOCUMENT_STALE",
    value: "says something else than the brief and the blueprint do now",
    fix: "lintel design --documents",
  },
  missing: {
    code: "DOCUMENT_MISSING",
    value: "is not there",
    fix: "lintel design --documents",
  },
  edited: {
    code: "DOCUMENT_EDITED",
    value: "was edited by hand since it was rendered",
    fix: "lintel design --documents: it is rendered again, and the edit is put beside it",
  },
  "left-over": {
    code: "DOCUMENT_STALE",
    value: "is not rendered any more",
    fix: "lintel design --documents takes it away",
  },
};

/**
 * What is wrong with the documents of a project that was designed, as findings: none where it was not, or where it has no brief. Its blueprint has no error.
 *
 * @param at RFC 3339, UTC
 * @throws ToolError where the files of the brief or of the design cannot be read
 */
export function documentFindings(directory: string, system: System, at: string): readonly Finding[] {
  const brief = openBrief(directory);
  if (brief.state === "missing") return [];
  const { documents, stored } = readDesign(directory, { brief: brief.brief, model: resolve(system), at });
  return compareDocuments(directory, stored ?? emptyDesign, documents).flatMap(({ path, state }) => {
    if (state === "current" || state === "foreign") return [];
    const { code, value, fix } = faults[state];
    return [
      {
        severity: "error" as const,
        code,
        path: `${documentsPath}/${path}`,
        value,
        rule: "Documents follow from the brief and the blueprint, and say what these say.",
        fix,
      },
    ];
  });
}
