import { describeQuantity } from "../../quantity/index.js";
import { type Line, lines, section } from "../line.js";
import { inline, row, rule } from "../markdown.js";
import { titlesOf } from "../titles.js";
import { askedIn, type View } from "../view.js";

/** Questions whose answers are the figures that everything else is measured against. */
export const figures = [
  "performance.load",
  "performance.latency",
  "performance.growth",
  "deployment.recovery",
  "constraints.plan",
];
const choices = [
  "architecture.style",
  "architecture.interfaces",
  "security.regulations",
  "deployment.topology",
];

/** The figures and decisions on one screen. */
export function glance(view: View): readonly Line[] {
  const rows = [
    ...figures.flatMap((id) => figureRows(view, id)),
    ...choices.flatMap((id) => {
      const chosen = chosenTitles(view, id);
      return chosen === undefined ? [] : [[categoryTitle(id), chosen, id] as const];
    }),
    ...(view.decision
      ? [["Authentication", verdicts[view.decision.verdict], "security.authentication"] as const]
      : []),
  ];
  if (rows.length === 0) return [];
  return section("## At a glance", [
    ...lines(undefined, row(["", ""]), rule(2)),
    ...rows.flatMap(([title, value, id]) => lines(id, row([`**${inline(title)}**`, inline(value)]))),
  ]);
}

export const verdicts = Object.freeze({
  required: "required",
  optional: "optional: start without",
  "not-needed": "not needed",
});

/** Of questions whose parts say by their titles alone too little. */
const before: { readonly [question: string]: string } = {
  "performance.latency": "Latency: ",
  "testing.coverage": "Covered by tests: ",
};

/** A part of an answer, its title and its value in words. */
export function figureRows(
  view: View,
  id: string,
): readonly (readonly [title: string, value: string, id: string])[] {
  const question = askedIn(view.project, id);
  if (question?.answer.kind !== "quantities") return [];
  return question.answer.parts.flatMap((part) => {
    const quantity = view.project.facts.quantity(id, part.id);
    return quantity ? [[`${before[id] ?? ""}${part.title}`, describeQuantity(quantity), id] as const] : [];
  });
}

/** The titles of what was chosen, in one text. */
export function chosenTitles(view: View, id: string): string | undefined {
  const question = askedIn(view.project, id);
  const value = view.project.answers[id]?.value;
  return question && value ? titlesOf(question, value) : undefined;
}

function categoryTitle(id: string): string {
  const titles: { readonly [id: string]: string } = {
    "architecture.style": "Style",
    "architecture.interfaces": "Interfaces",
    "security.regulations": "Regulations",
    "deployment.topology": "Runs on",
  };
  return titles[id] ?? id;
}
