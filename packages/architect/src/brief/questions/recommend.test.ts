import fc from "fast-check";
import { expect, it } from "vitest";
import { readAnswer } from "../answer/read-answer.js";
import { factsOf } from "../facts.js";
import { featureQuestions, projectQuestions } from "./index.js";
import { anyAnswers } from "./scenario.js";

const all = [...projectQuestions, ...featureQuestions];
const recommending = all.flatMap((question) =>
  question.recommend ? [[question.id, question] as const] : [],
);

it.each(recommending)("recommends for %s only what is a clear answer", (_, question) => {
  const earlier = all.slice(0, all.indexOf(question));
  fc.assert(
    fc.property(anyAnswers(earlier), (values) => {
      const recommended = question.recommend?.(factsOf(earlier, values));
      if (!recommended) return;
      expect(readAnswer(question, recommended.answer), recommended.answer).toMatchObject({
        outcome: "clear",
      });
    }),
    { numRuns: 30 },
  );
});
