import { categories } from "../../packages/architect/src/brief/category.js";
import type { AnswerKind, Column, Question } from "../../packages/architect/src/brief/questions/question.js";

/** The page of the whole bank, as `docs/reference/questions.md` has it. */
export function questionsPage(project: readonly Question[], feature: readonly Question[]): string {
  return [
    "# Questions",
    "",
    `The bank of \`lintel interview\`: ${project.length} questions for a whole project, of which any one project is asked 21 to 38, and ${feature.length} for a`,
    "smaller feature in a project whose brief is there, of which 5 to 10 are asked. This page is written from the bank, and a test compares the two.",
    "",
    '- A question is asked when what stands under "asked" holds after the answers before it, and while its category has room: the table of a category',
    "  is in the order in which they take it. Where nothing stands there, everybody is asked.",
    "- Ids, options, parts and columns are stable: answers in files refer to them. So are the ids of requirements: the number of a question is never",
    "  used for another.",
    "- The rows of some tables are requirements too, by their names: `REQ-FEAT-`, `REQ-METRIC-`, `REQ-RULE-`, `REQ-EDGE-`, `REQ-DOWN-`.",
    "",
    ...categories.flatMap(({ id, title, least, most }) => [
      `## ${title}`,
      "",
      least === most ? `${most} are asked.` : `${least} to ${most} are asked.`,
      "",
      ...table(
        project.filter(({ category }) => category === id),
        "REQ",
      ),
    ]),
    "## A smaller feature",
    "",
    "Each requirement has the amendment's name in front: `REQ-REFUNDS-DATA-001`.",
    "",
    ...table(feature, "REQ-…"),
  ].join("\n");
}

function table(questions: readonly Question[], prefix: string): readonly string[] {
  return [
    "| id | question | asked | answer | requirement |",
    "|---|---|---|---|---|",
    ...questions.map(
      (question) =>
        `| \`${question.id}\` | ${question.text} | ${question.asked ? `because ${question.asked.because}` : ""} | ${answer(question.answer)} | \`${prefix}-${requirement(question)}\` |`,
    ),
    "",
  ];
}

function requirement({ category, number }: Question): string {
  const code = categories.find(({ id }) => id === category)?.code ?? "";
  return `${code}-${String(number).padStart(3, "0")}`;
}

function answer(kind: AnswerKind): string {
  switch (kind.kind) {
    case "choice":
      return `${kind.many ? "some of" : "one of"} ${kind.options.map(({ id }) => `\`${id}\``).join(", ")}${kind.other ? `, or ${kind.other}` : ""}`;
    case "quantities":
      return kind.parts
        .map(({ id, measure, optional }) => `\`${id}\` (${measure}${optional ? ", may be left out" : ""})`)
        .join(", ");
    case "text":
      return `a text that says: ${kind.aspects.map(({ ask }) => ask).join(" ")}`;
    case "table":
      return `a table, ${kind.least === 0 ? "or none" : `of at least ${kind.least ?? 1}`}: ${kind.columns.map(column).join(", ")}`;
  }
}

function column({ id, optional, cell }: Column): string {
  const measure = cell.kind === "quantity" ? cell.measure : undefined;
  const of =
    cell.kind === "choice"
      ? cell.options.join(" / ")
      : typeof measure === "string"
        ? measure
        : measure
          ? "a number with its unit"
          : cell.kind;
  return `\`${id}\` (${of}${optional ? ", may be left out" : ""})`;
}
