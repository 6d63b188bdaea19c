import { z } from "zod";
import { answer as takeAnswer } from "../../brief/index.js";
import { askedQuestion, step } from "./conversation.js";
import { givenAnswer } from "./given-answer.js";
import { outcomeOf, outcomeShape, stalePaths } from "./outcome.js";
import { Refusal } from "./refusal.js";
import { amendmentName, answerData, answerText, questionId } from "./shapes.js";
import { defineTool } from "./tool.js";

export const changeAnswer = defineTool({
  name: "change_answer",
  title: "Change an answer",
  description:
    "Puts a new answer in the place of a clear one, with the reason that the person gave. The old one is kept in the history, what was made from it is told as stale, and a confirmation does not hold any more. A new answer that is not clear changes nothing.",
  kind: "changes",
  input: z.strictObject({
    question: questionId,
    answer: answerText,
    data: answerData,
    reason: z.string().trim().min(3).max(1_000).describe("Why it changed, in the person's words."),
    amendment: amendmentName,
  }),
  output: outcomeShape,
  run: ({ question: id, answer, data, reason, amendment }, project) =>
    step(project, amendment, ({ interview, edits }) => {
      const given = givenAnswer(answer, data);
      askedQuestion(interview, id);
      const before = interview.answers[id];
      if (before?.value === undefined)
        throw new Refusal("ANSWER_NOT_THERE", `"${id}" has no clear answer yet.`, "Call answer_question.");
      const made = takeAnswer(interview, id, given, { reason, at: project.now() });
      const told = outcomeOf(id, interview, made, edits);
      const isTaken = told.outcome === "clear";
      return {
        interview: made.interview,
        result: {
          ...told,
          ...(isTaken
            ? { changed: { from: before.said, to: made.interview.answers[id]?.said ?? "", reason } }
            : { says: `${told.says} The answer that was there still holds: ${before.said}` }),
          stale: stalePaths(made.interview),
        },
      };
    }),
});
