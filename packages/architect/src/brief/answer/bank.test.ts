import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { featureQuestions, projectQuestions } from "../questions/index.js";
import { answers } from "./fixture.js";
import { formatAnswer } from "./format-answer.js";
import { readAnswer, restate } from "./read-answer.js";

const bank = [...projectQuestions, ...featureQuestions].map((question) => [question.id, question] as const);

describe("the bank", () => {
  it.each(bank)(
    "has an example of an answer to %s that is clear, and is written so that it reads back",
    (_, question) => {
      const read = readAnswer(question, question.example);
      if (read.outcome !== "clear") return expect(read).toMatchObject({ outcome: "clear" });
      expect(readAnswer(question, formatAnswer(question, read.value))).toEqual(read);
      expect(readAnswer(question, JSON.parse(JSON.stringify(read.value)))).toEqual(read);
      expect(restate(question, read.value)).toBe(read.restated);
      expect(read.restated).toMatch(/\S/);
    },
  );

  it.each(bank.filter(([, { answer }]) => answer.kind !== "text"))(
    "gives the same value for %s, typed or as data",
    (_, question) => {
      fc.assert(
        fc.property(answers(question), (value) => {
          const typed = readAnswer(question, formatAnswer(question, value));
          expect(typed).toMatchObject({ outcome: "clear", value });
          expect(readAnswer(question, JSON.parse(JSON.stringify(value)))).toEqual(typed);
          if (value.kind === "quantities") expect(readAnswer(question, value.parts)).toEqual(typed);
          if (value.kind === "table") expect(readAnswer(question, value.rows)).toEqual(typed);
          if (value.kind === "choice")
            expect(readAnswer(question, [...value.chosen].reverse())).toEqual(typed);
          if (typed.outcome === "clear") expect(JSON.stringify(typed.value)).toBe(JSON.stringify(value));
        }),
        { numRuns: 20 },
      );
    },
  );
});
