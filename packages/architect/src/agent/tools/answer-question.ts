import { z } from "zod";
import { answer as takeAnswer } from "../../brief/index.js";
import { askedQuestion, step } from "./conversation.js";
import { givenAnswer } from "./given-answer.js";
import { outcomeOf, outcomeShape } from "./outcome.js";
import { Refusal } from "./refusal.js";
import { amendmentName, answerData, answerText, questionId } from "./shapes.js";
import { defineTool } from "./tool.js";

export const answerQuestion = defineTool({
  name: "answer_question",
  title: "Answer a question",
  description:
    "Hands on what the person said to an open question. Gives what was understood, with every number in its unit, or what is still missing, or why it cannot be an answer, and the contradictions that arose. Never answer in the person's place; what they do not know is said as \"I don't know\".",
  kind: "adds",
  input: z.strictObject({
    question: questionId,
    answer: answerText,
    data: answerData,
    amendment: amendmentName,
  }),
  output: outcomeShape,
  run: ({ question: id, answer, data, amendment }, project) =>
    step(project, amendment, ({ interview, edits }) => {
      const given = givenAnswer(answer, data);
      askedQuestion(interview, id);
      const before = interview.answers[id];
      if (before?.value !== undefined && before.said !== (answer ?? JSON.stringify(data)))
        throw new Refusal(
          "ANSWER_THERE",
          `"${id}" is answered: ${before.said}`,
          "Call change_answer, with the reason why the person changed it.",
        );
      const made = takeAnswer(interview, id, given, { at: project.now() });
      return { interview: made.interview, result: outcomeOf(id, interview, made, edits) };
    }),
});
