import { z } from "zod";
import { acceptRecommendation as accept } from "../../brief/index.js";
import { askedQuestion, step } from "./conversation.js";
import { outcomeOf, outcomeShape } from "./outcome.js";
import { Refusal } from "./refusal.js";
import { amendmentName, questionId } from "./shapes.js";
import { defineTool } from "./tool.js";

export const acceptRecommendation = defineTool({
  name: "accept_recommendation",
  title: "Accept a recommendation",
  description:
    "Takes what explain_question recommends, after the person took it. The brief notes that it was a recommendation, and what it followed from.",
  kind: "adds",
  input: z.strictObject({ question: questionId, amendment: amendmentName }),
  output: outcomeShape,
  run: ({ question: id, amendment }, project) =>
    step(project, amendment, ({ interview, edits }) => {
      askedQuestion(interview, id);
      const before = interview.answers[id];
      if (before?.value !== undefined && before.accepted === undefined)
        throw new Refusal(
          "ANSWER_THERE",
          `"${id}" is answered: ${before.said}`,
          "Call change_answer with what was recommended, and the reason.",
        );
      const made = accept(interview, id, project.now());
      if (!made)
        throw new Refusal(
          "NOTHING_RECOMMENDED",
          `Nothing can be recommended for "${id}" from the answers so far.`,
          "Ask the person; explain_question gives the reason and an example.",
        );
      return { interview: made.interview, result: outcomeOf(id, interview, made, edits) };
    }),
});
