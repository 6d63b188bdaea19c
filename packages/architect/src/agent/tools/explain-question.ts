import { z } from "zod";
import { type Interview, type Question, recommendationFor } from "../../brief/index.js";
import { askedQuestion, openInterview } from "./conversation.js";
import { amendmentName, question, questionId, recommendation, says } from "./shapes.js";
import { showQuestion } from "./show-question.js";
import { defineTool } from "./tool.js";

export const explainQuestion = defineTool({
  name: "explain_question",
  title: "Explain a question",
  description:
    "Why a question matters, what follows from its answer, its options with pros, cons and when each fits, and a recommendation with the answers that it follows from. For a person who does not know.",
  kind: "reads",
  input: z.strictObject({ question: questionId, amendment: amendmentName }),
  output: z.object({
    says,
    question,
    follows: z.string().describe("What is decided by the answer."),
    options: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        pros: z.array(z.string()),
        cons: z.array(z.string()),
        fits: z.string(),
      }),
    ),
    recommendation: recommendation.optional(),
  }),
  async run({ question: id, amendment }, project) {
    const { interview } = openInterview(project, amendment);
    const asked = askedQuestion(interview, id);
    const recommended = recommendationOf(interview, asked);
    return {
      says: recommended
        ? "Show the options and the recommendation to the person. If they take it, call accept_recommendation."
        : "Show the question, its reason and its example to the person. Nothing can be recommended from the answers so far.",
      question: showQuestion(interview, asked),
      follows: asked.follows,
      options:
        asked.answer.kind === "choice"
          ? asked.answer.options.map(({ id: option, title, pros, cons, fits }) => ({
              id: option,
              title,
              pros: [...pros],
              cons: [...cons],
              fits,
            }))
          : [],
      ...(recommended ? { recommendation: recommended } : {}),
    };
  },
});

function recommendationOf(interview: Interview, asked: Question) {
  const recommended = recommendationFor(interview, asked);
  if (!recommended) return undefined;
  const { answers, brief, questions } = interview;
  return {
    answer: recommended.answer,
    reason: recommended.reason,
    from: recommended.from.map((id) => ({
      question: id,
      text: questions.find((one) => one.id === id)?.text ?? id,
      said: (answers[id] ?? brief.answers[id])?.said ?? "",
    })),
  };
}
