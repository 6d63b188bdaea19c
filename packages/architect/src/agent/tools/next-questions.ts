import { z } from "zod";
import { nextBatch, type Question } from "../../brief/index.js";
import { openInterview } from "./conversation.js";
import { amendmentName, edits, progress, question, says } from "./shapes.js";
import { showProgress } from "./show-progress.js";
import { showQuestion } from "./show-question.js";
import { defineTool } from "./tool.js";

export const nextQuestions = defineTool({
  name: "next_questions",
  title: "Next questions",
  description:
    "The next batch of open questions, each with its reason, how it is answered, its options and an example. Put them to the person in your own words without changing what is asked. Which questions are asked follows from the answers, so call it again after a batch.",
  kind: "reads",
  input: z.strictObject({
    amendment: amendmentName,
    count: z.int().min(1).max(7).optional().describe("How many at most: 6 unless told."),
  }),
  output: z.object({ says, questions: z.array(question), progress, edits }),
  async run({ amendment, count }, project) {
    const { interview, edits: edited } = openInterview(project, amendment);
    // What was begun keeps nobody from what was not asked yet.
    const isBegun = ({ id }: Question) => interview.answers[id]?.open === "vague";
    const open = [...interview.open.filter((one) => !isBegun(one)), ...interview.open.filter(isBegun)];
    const questions = nextBatch({ ...interview, open }, count).map((one) => showQuestion(interview, one));
    const { answered, asked } = interview.progress;
    return {
      says:
        questions.length === 0
          ? `All ${asked} questions are answered. Call brief_status for what may still be missing, then brief_summary.`
          : `${answered} of ${asked} questions are answered. Hand on each answer with answer_question.`,
      questions,
      progress: showProgress(interview),
      edits: [...edited],
    };
  },
});
