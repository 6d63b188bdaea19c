import { z } from "zod";
import { skip } from "../../brief/index.js";
import { askedQuestion, step } from "./conversation.js";
import { Refusal } from "./refusal.js";
import { amendmentName, edits as editsShape, progress, questionId, says } from "./shapes.js";
import { showProgress } from "./show-progress.js";
import { defineTool } from "./tool.js";

export const skipQuestion = defineTool({
  name: "skip_question",
  title: "Put a question off",
  description:
    "Puts an open question off: it stays open and comes again after the others. A brief with an open question cannot be confirmed.",
  kind: "adds",
  input: z.strictObject({ question: questionId, amendment: amendmentName }),
  output: z.object({ says, question: z.string(), progress, edits: editsShape }),
  run: ({ question: id, amendment }, project) =>
    step(project, amendment, ({ interview, edits }) => {
      askedQuestion(interview, id);
      const before = interview.answers[id];
      if (before?.value !== undefined)
        throw new Refusal("ANSWER_THERE", `"${id}" is answered: ${before.said}`, "Nothing is to be put off.");
      const after = skip(interview, id);
      return {
        interview: after,
        result: {
          says:
            after.answers[id]?.open === "vague"
              ? "It stays as it was said, vague and open: next_questions gives it after those that are new."
              : "Put off. It comes again when the others are answered.",
          question: id,
          progress: showProgress(after),
          edits: [...edits],
        },
      };
    }),
});
