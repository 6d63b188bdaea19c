import { textOf } from "../../cells.js";
import { type Line, lines, section } from "../line.js";
import { code, inline } from "../markdown.js";
import { requirementLines } from "../requirement-lines.js";
import { saidShortly } from "../titles.js";
import { keyOf, type View } from "../view.js";
import { figures } from "./qualities.js";

export function timeline(view: View): readonly Line[] {
  return section(
    "## Timeline, team and budget",
    figures(view, ["constraints.plan"]),
    requirementLines(view, ["constraints.plan"]),
  );
}

/** What else binds; what was taken on recommendation; and what is at odds and left so. */
export function constraints(view: View): readonly Line[] {
  const ids = view.project.questions
    .filter(({ id, category }) => category === "constraints" && id !== "constraints.plan")
    .map(({ id }) => id);
  return [
    ...section(
      "## Constraints and assumptions",
      figures(view, ids),
      requirementLines(view, ids),
      nothingElse(view, ids),
    ),
    ...section("### Recommendations that were accepted", acceptedLines(view)),
    ...section("### Contradictions that are left as they are", concededLines(view)),
  ];
}

function nothingElse(view: View, ids: readonly string[]): readonly Line[] {
  const isEmpty =
    requirementLines(view, ids).length === 0 &&
    acceptedLines(view).length === 0 &&
    concededLines(view).length === 0;
  return isEmpty ? lines(undefined, "None beyond what stands in the other sections.") : [];
}

function acceptedLines(view: View): readonly Line[] {
  return [view.project, ...view.amendments].flatMap(({ questions, answers, amendment }) =>
    questions.flatMap((question) => {
      const { id } = question;
      const accepted = answers[id]?.accepted;
      if (!accepted) return [];
      const key = keyOf(id, amendment);
      const requirement = view.requirementsOf(key).own?.id;
      const from = accepted.from.length === 0 ? "" : ` (from ${accepted.from.map(code).join(", ")})`;
      return lines(
        key,
        `- ${code(key)}${requirement === undefined ? "" : `, **${requirement}**`}: ${inline(saidShortly(question, answers[id]))}. ${inline(accepted.reason)}${from}`,
      );
    }),
  );
}

function concededLines({ atOdds }: View): readonly Line[] {
  return atOdds.flatMap(({ code: name, says, questions, conceded }) =>
    conceded === undefined
      ? []
      : lines(
          questions[0],
          `- ${code(name)}: ${inline(says)} Between ${questions.map(code).join(" and ")}.`,
          `  Left so, because: ${inline(conceded)}`,
        ),
  );
}

/** Features of the lowest priority, of the project and of its amendments. */
export function outOfScope(view: View): readonly Line[] {
  const keys = [
    "scope.features",
    ...view.amendments.map(({ amendment }) => keyOf("feature.behaviour", amendment)),
  ];
  const left = keys.flatMap((key) =>
    view
      .requirementsOf(key)
      .rows.filter(({ row }) => row.priority === "P3")
      .flatMap(({ row, requirement }) =>
        lines(
          key,
          `- ${requirement ? `**${requirement.id}** ` : ""}${inline(textOf(row.name))}: ${inline(textOf(row.what))}`,
        ),
      ),
  );
  return section("## Out of scope", left.length > 0 ? left : lines("scope.features", "Nothing was named."));
}
