import { expect, it } from "vitest";
import { readAnswer } from "../answer/read-answer.js";
import type { Answer } from "../brief.js";
import { projectQuestions } from "../questions/index.js";
import { editSentence } from "./edit-sentence.js";

const problem = projectQuestions.find(({ id }) => id === "scope.problem");

function sentence(before: string, after: string): string {
  if (!problem) throw new Error("There is no such question.");
  const [was, is] = [before, after].map((said): Answer => {
    const reading = readAnswer(problem, said);
    return reading.outcome === "clear" ? { said, value: reading.value } : { said, open: "vague" };
  });
  return is ? editSentence("scope.problem", problem, was, is) : "";
}

const long = (hours: number, end = "a day") =>
  `Clerks of a retailer with eleven shops in four towns re-type the orders that come by mail and by phone, and lose ${hours} hours ${end}. The goal is that customers order themselves.`;

it("shows where two long texts part, and not what they begin with", () => {
  const told = sentence(long(5), long(7));
  expect(told).toMatch(/^scope\.problem: \.\.\. .*lose 7 hours.* \(was \.\.\. .*lose 5 hours.*\)$/);
});

it("shows texts that part early from their beginning, and short ones whole", () => {
  expect(sentence(long(5).replace("Clerks", "Packers"), long(5))).toMatch(
    /: Clerks of .*\.\.\. \(was Packers of .*\.\.\.\)$/,
  );
  const short = "Clerks lose 5 hours a week. The goal is that nobody does.";
  expect(sentence(short, short.replace("5", "7"))).toBe(
    `scope.problem: ${short.replace("5", "7")} (was ${short})`,
  );
});

it("says of a text that goes on, or ends earlier, what is more", () => {
  const more = `${long(5)} Nobody types an order twice.`;
  expect(sentence(long(5), more)).toMatch(/Nobody types an order twice\. \(was \.\.\. /);
  expect(sentence(more, long(5))).toMatch(/\(was \.\.\. .*Nobody types an order twice\.\)/);
});
