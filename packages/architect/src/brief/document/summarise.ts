import type { Brief } from "../brief.js";
import { textOf } from "../cells.js";
import { requirementsOf } from "../requirements.js";
import { chosenTitles, figureRows, figures, verdicts } from "./sections/glance.js";
import { saidShortly } from "./titles.js";
import { keyOf, type View, viewOf } from "./view.js";

/** What is put to a person before it is confirmed: a screen or two of plain text. */
export function summarise(brief: Brief): string {
  const view = viewOf(brief);
  const parts = [
    [brief.name, ...indented(view.project.facts.text("scope.problem") ?? "The goal is not said yet.")],
    titled("Must have (P0)", mustHaves(view)),
    titled("Numbers", numbers(view)),
    titled("Decided", decided(view)),
    titled("Left at odds, by your decision", leftAtOdds(view)),
    titled("Taken as recommended", asRecommended(view)),
    titled("Answered", counts(view)),
    titled(
      "Missing",
      view.gaps.map(({ question, says }) => `${question}: ${says}`),
    ),
  ];
  return parts
    .filter((part) => part.length > 0)
    .map((part) => part.join("\n"))
    .join("\n\n");
}

function mustHaves(view: View): readonly string[] {
  const keys = [
    "scope.features",
    ...view.amendments.map(({ amendment }) => keyOf("feature.behaviour", amendment)),
  ];
  return keys.flatMap((key) =>
    view
      .requirementsOf(key)
      .rows.filter(({ row }) => row.priority === "P0")
      .map(({ row, requirement }) => {
        const count = requirement?.criteria.length ?? 0;
        return `${textOf(row.name)}: ${textOf(row.what)} (${count === 1 ? "1 criterion" : `${count} criteria`})`;
      }),
  );
}

function numbers(view: View): readonly string[] {
  const rows = [...figures, "testing.coverage"].flatMap((id) => figureRows(view, id));
  return aligned(rows.map(([title, value]) => [title, value]));
}

function decided(view: View): readonly string[] {
  const { decision } = view;
  const rows: (readonly [string, string])[] = [];
  for (const [title, id] of [
    ["Kind", "scope.kind"],
    ["Style", "architecture.style"],
    ["Regulations", "security.regulations"],
    ["Runs on", "deployment.topology"],
  ] as const) {
    const chosen = chosenTitles(view, id);
    if (chosen !== undefined) rows.push([title, chosen]);
  }
  rows.push([
    "Authentication",
    decision ? `${verdicts[decision.verdict]}. ${decision.because.join(" ")}` : "not decided yet",
  ]);
  return aligned(rows);
}

function leftAtOdds({ atOdds }: View): readonly string[] {
  return atOdds.flatMap(({ code, says, conceded }) =>
    conceded === undefined ? [] : [`${code}: ${says} Left so, because: ${conceded}`],
  );
}

function asRecommended(view: View): readonly string[] {
  return [view.project, ...view.amendments].flatMap(({ questions, answers, amendment }) =>
    questions.flatMap((question) => {
      const answer = answers[question.id];
      return answer?.accepted
        ? [`${keyOf(question.id, amendment)}: ${saidShortly(question, answer)}. ${answer.accepted.reason}`]
        : [];
    }),
  );
}

function counts(view: View): readonly string[] {
  const { project, amendments, brief } = view;
  const requirements = requirementsOf(brief);
  const first = requirements.filter(({ priority }) => priority === "P0").length;
  return [
    ...aligned([
      ...project.progress.categories.map(
        ({ title, answered, asked }) => [title, `${answered} of ${asked}`] as const,
      ),
      ...amendments.map(
        ({ amendment, progress }) =>
          [`Amendment ${amendment}`, `${progress.answered} of ${progress.asked}`] as const,
      ),
    ]),
    `${requirements.length} requirements follow, ${first} of them P0.`,
  ];
}

function titled(title: string, rows: readonly string[]): readonly string[] {
  return rows.length === 0 ? [] : [title, ...rows.flatMap(indented)];
}

function indented(text: string): readonly string[] {
  return text.split("\n").map((line) => `  ${line}`.trimEnd());
}

function aligned(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([title]) => title.length));
  return rows.map(([title, value]) => `${title.padEnd(width)}  ${oneLine(value)}`);
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}
