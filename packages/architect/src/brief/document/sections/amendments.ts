import type { Interview } from "../../interview/interview.js";
import { featureList } from "../feature-list.js";
import { type Line, lines, section } from "../line.js";
import { code, inline } from "../markdown.js";
import { captionOf, requirementLines } from "../requirement-lines.js";
import { rowsTable } from "../rows-table.js";
import { keyOf, type View } from "../view.js";
import { rowsWithCriteria } from "./data.js";

/** Smaller features that came later: each with its features, its data, its systems and its edge cases. */
export function amendments(view: View): readonly Line[] {
  return view.amendments.flatMap((interview, at) => [
    ...(at === 0 ? lines(undefined, "", "## Amendments") : []),
    ...ofAmendment(view, interview),
  ]);
}

function ofAmendment(view: View, { amendment, questions }: Interview): readonly Line[] {
  const title = view.brief.amendments[amendment ?? ""]?.title ?? "";
  const keyFor = (id: string) => keyOf(id, amendment);
  const behaviour = keyFor("feature.behaviour");
  return section(
    `### ${inline(title)} (${code(amendment ?? "")})`,
    featureList(behaviour, view.requirementsOf(behaviour), 4),
    requirementLines(
      view,
      questions.map(({ id }) => keyFor(id)),
    ),
    ...questions.flatMap((question) => {
      const key = keyFor(question.id);
      if (question.answer.kind !== "table" || key === behaviour) return [];
      return question.id === "feature.edge-cases"
        ? [captionOf(view, key), rowsWithCriteria(view, key)]
        : [rowsTable(view, question, key)];
    }),
  );
}
