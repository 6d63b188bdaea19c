import { formatAnswer } from "../answer/format-answer.js";
import { readAnswer } from "../answer/read-answer.js";
import type { AnswerValue } from "../answer/value.js";
import type { Answer, Answers, Brief } from "../brief.js";
import { featureQuestions, projectQuestions } from "../questions/index.js";
import type { Question } from "../questions/question.js";
import { briefOf, refunds, shop } from "../scenario.js";

/** For tests: an answer as it comes out of reading, so that what stands in a brief is what the reader gives. */
export function readAs(question: Question, value: AnswerValue): Answer {
  const said = formatAnswer(question, value);
  const reading = readAnswer(question, said);
  return reading.outcome === "clear"
    ? { said, value: reading.value }
    : { said, open: "vague", missing: reading.outcome === "vague" ? reading.missing : [] };
}

function settled(answers: Answers, questions: readonly Question[]): Answers {
  return Object.fromEntries(
    questions.flatMap((question) => {
      const value = answers[question.id]?.value;
      return value ? [[question.id, readAs(question, value)]] : [];
    }),
  );
}

/** For tests: the shop with its amendment, as an interview would have left them. */
export function gathered(): Brief {
  const { amendments, answers, ...brief } = briefOf(
    { ...shop, "experience.errors": { kind: "choice", chosen: ["problem-details"] } },
    { refunds },
  );
  return {
    ...brief,
    answers: settled(answers, projectQuestions),
    amendments: Object.fromEntries(
      Object.entries(amendments).map(([name, { title, answers }]) => [
        name,
        { title, answers: settled(answers, featureQuestions) },
      ]),
    ),
  };
}

/** For tests: a document with the block of an answer holding another text. */
export function withBlock(document: string, key: string, text: string): string {
  const lines = document.split("\n");
  const open = lines.findIndex((line) => /^`{3,}answer /.test(line) && line.endsWith(`answer ${key}`));
  if (open === -1) throw new RangeError(`There is no block of ${key}.`);
  const ticks = /^`+/.exec(lines[open] ?? "")?.[0] ?? "";
  const close = lines.indexOf(ticks, open + 1);
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  lines.splice(open, close - open + 1, `${fence}answer ${key}`, text, fence);
  return lines.join("\n");
}
