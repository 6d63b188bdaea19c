import { categories } from "../../category.js";
import type { Interview } from "../../interview/interview.js";
import { featureQuestions, projectQuestions } from "../../questions/index.js";
import type { Question } from "../../questions/question.js";
import { answerBlock } from "../answer-block.js";
import { type Line, lines } from "../line.js";
import { code, inline } from "../markdown.js";
import { keyOf, type View } from "../view.js";

/** Every question that is asked, with its answer; then those answers that are not asked for any more, which count for nothing and are kept. */
export function appendix(view: View): readonly Line[] {
  const { project, amendments, brief } = view;
  return [
    ...lines(undefined, "", "## Appendix: every question and answer"),
    ...categories.flatMap(({ id, title }) =>
      blocks(
        view,
        project,
        `### ${title}`,
        project.questions.filter(({ category }) => category === id),
      ),
    ),
    ...amendments.flatMap((interview) =>
      blocks(
        view,
        interview,
        `### Amendment: ${inline(brief.amendments[interview.amendment ?? ""]?.title ?? "")} (${code(interview.amendment ?? "")})`,
        interview.questions,
      ),
    ),
    ...[project, ...amendments].flatMap((interview) =>
      blocks(view, interview, "### Answered, and not asked any more", notAsked(interview)),
    ),
  ];
}

function blocks(
  view: View,
  { amendment, answers }: Interview,
  heading: string,
  questions: readonly Question[],
): readonly Line[] {
  if (questions.length === 0) return [];
  return [
    ...lines(undefined, "", heading),
    ...questions.flatMap((question) => {
      const key = keyOf(question.id, amendment);
      return [
        { text: "" },
        ...answerBlock(question, key, answers[question.id], view.requirementsOf(key).own?.id),
      ];
    }),
  ];
}

function notAsked({ amendment, questions, answers }: Interview): readonly Question[] {
  const bank = amendment === undefined ? projectQuestions : featureQuestions;
  return bank.filter((question) => answers[question.id] !== undefined && !questions.includes(question));
}
