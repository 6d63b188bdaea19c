import { amendmentRules, rules } from "../../brief/contradictions/index.js";
import {
  acceptRecommendation,
  answer,
  atOdds,
  concede,
  type Interview,
  type Given as Taken,
} from "../../brief/index.js";
import { featureQuestions, projectQuestions } from "../../brief/questions/index.js";
import type { AnswersFile, FiledAnswer, FileProblem } from "./answers-file.js";

/** An interview after the answers of a file, and what could not be taken of them. */
export interface TakenAnswers {
  readonly interview: Interview;
  readonly taken: readonly { readonly question: string; readonly restated: string }[];
  /** Clear answers to questions that this project is not asked. */
  readonly unasked: readonly string[];
  readonly problems: readonly FileProblem[];
}

/** Said in the place of an answer, it takes what is recommended. */
const RECOMMENDED = "recommended";

/** Takes the answers of a file in the order of the bank, since what is asked hangs on the answers before. */
export function takeAnswers(from: Interview, file: AnswersFile, at: string): TakenAnswers {
  const bank = from.amendment === undefined ? projectQuestions : featureQuestions;
  const position = new Map(bank.map(({ id }, index) => [id, index]));
  const problems: FileProblem[] = [...file.problems];
  const taken: { question: string; restated: string }[] = [];
  const unasked: string[] = [];
  let interview = from;
  const ordered = [...file.answers].sort(
    (one, other) => (position.get(one.question) ?? 0) - (position.get(other.question) ?? 0),
  );
  for (const one of ordered) {
    // Left blank, as in a form that is filled in bit by bit.
    if (one.given === null) continue;
    if (!position.has(one.question)) {
      problems.push(unknownQuestion(one, [...position.keys()]));
      continue;
    }
    const given = read(interview, one, at);
    if (given === undefined) {
      const message = `For "${one.question}" nothing can be recommended from what is known so far.`;
      problems.push({ line: one.line, message, remedy: "Answer it." });
      continue;
    }
    if (given.reading.outcome !== "clear") {
      problems.push(...unclear(interview, one, given));
    } else if (interview.questions.some(({ id }) => id === one.question)) {
      taken.push({ question: one.question, restated: given.reading.restated });
    } else {
      unasked.push(one.question);
      continue;
    }
    interview = given.interview;
  }
  for (const { contradiction, reason, line } of file.concessions) {
    if (isContradiction(interview, contradiction)) interview = concede(interview, contradiction, reason);
    else problems.push(unknownContradiction(interview, contradiction, line));
  }
  return { interview, taken, unasked, problems: problems.sort((one, other) => one.line - other.line) };
}

function read(interview: Interview, { question, given }: FiledAnswer, at: string): Taken | undefined {
  if (typeof given === "string" && given.trim().toLowerCase() === RECOMMENDED)
    return acceptRecommendation(interview, question, at);
  return answer(interview, question, given, { reason: "Answered anew from a file.", at });
}

function unclear(interview: Interview, { question, line }: FiledAnswer, { reading }: Taken): FileProblem[] {
  const example = interview.questions.find(({ id }) => id === question)?.example;
  const remedy = example === undefined ? "Say it otherwise." : `For example: ${example}`;
  switch (reading.outcome) {
    case "clear":
      return [];
    case "vague":
      return reading.missing.map((missing) => ({
        line,
        message: `"${question}" is not clear yet: ${missing}`,
        remedy,
      }));
    case "unknown":
      return [
        {
          line,
          message: `"${question}" is open: the answer says that it is not known.`,
          remedy: `Answer it, or take what is recommended: ${question}: ${RECOMMENDED}`,
        },
      ];
    case "invalid":
      return reading.problems.map(({ at, message }) => ({
        line,
        message: `"${question}"${at === "" ? "" : ` at ${at}`}: ${message}`,
        remedy,
      }));
  }
}

function unknownQuestion({ question, line }: FiledAnswer, known: readonly string[]): FileProblem {
  const [category = ""] = question.split(".");
  const near = known.filter((id) => id.startsWith(`${category}.`));
  return {
    line,
    message: `There is no question "${question}".`,
    remedy:
      near.length > 0
        ? `Of ${category} there are ${near.join(", ")}.`
        : "Questions are listed on the page docs/reference/brief.md.",
  };
}

/** Whether there is such a contradiction: of the brief, or with the name of an amendment in front. */
function isContradiction({ brief }: Interview, reference: string): boolean {
  const [code, amendment, ...others] = reference.split("/").reverse();
  const known = amendment === undefined ? Object.values(rules).flat() : amendmentRules;
  const isPlace = amendment === undefined || Object.hasOwn(brief.amendments, amendment);
  return isPlace && others.length === 0 && known.some((rule) => rule.code === code);
}

function unknownContradiction({ brief }: Interview, reference: string, line: number): FileProblem {
  const open = atOdds(brief).flatMap(({ code, conceded }) => (conceded === undefined ? [code] : []));
  return {
    line,
    message: `There is no contradiction "${reference}".`,
    remedy:
      open.length > 0
        ? `These are open: ${open.join(", ")}.`
        : "Nothing is at odds that was not conceded: take the line out.",
  };
}
