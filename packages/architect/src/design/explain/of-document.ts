import { grouped } from "./dependents.js";
import type { Explanation, Ground } from "./explanation.js";
import { statementOf } from "./of-brief.js";
import { confirmationOf, withoutCriterion } from "./sources.js";

/** Of a document by its path from `docs/architecture`. */
export function ofDocument(ground: Ground, path: string): Omit<Explanation, "subject" | "also"> {
  const { documents = [], requirements, brief } = ground;
  const text = documents.find((one) => one.path === path)?.text ?? "";
  const known = new Set(requirements.map(({ id }) => id));
  const named = [...new Set((text.match(/REQ-[\p{L}\p{N}-]+/gu) ?? []).map(withoutCriterion))].filter((id) =>
    known.has(id),
  );
  const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading = ""]) => heading);
  const kept = documents.filter(
    (one) => one.path !== path && one.path.endsWith(".md") && one.text.includes(fileName(path)),
  );
  return {
    says: [
      `docs/architecture/${path}, written from the brief and the blueprint: it says what they say, and nothing of its own.`,
      ...(headings.length > 0 ? [`It has: ${headings.join("; ")}.`] : []),
    ],
    origins: [
      { says: `${named.length} requirements are named in it. ${confirmationOf(brief)}`, requirements: named },
    ],
    dependents: grouped([
      ["requirements", named.map((id) => ({ id, says: statementOf(ground, id) }))],
      ["documents", kept.map((one) => ({ id: one.path, says: "Leads to it." }))],
    ]),
    changes: [
      {
        says: "Another answer in the brief, or a change of the blueprint; it is then written anew.",
        from: [],
        command: "lintel design",
      },
    ],
  };
}

function fileName(path: string): string {
  return path.split("/").at(-1) ?? path;
}
