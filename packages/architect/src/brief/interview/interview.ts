import { readAnswer } from "../answer/read-answer.js";
import type { Reading } from "../answer/reading.js";
import type { Answer, Answers, Brief } from "../brief.js";
import { type CategoryId, categories } from "../category.js";
import type { Facts } from "../facts.js";
import { featureQuestions, projectQuestions } from "../questions/index.js";
import type { Question, Recommendation } from "../questions/question.js";
import { type Asked, askedOf } from "./asked.js";

/**
 * A conversation about a brief, or about one amendment to it: what is asked next, and what an answer makes of the brief. Nothing in it
 * asks, reads or writes: `lintel interview`, files of answers and MCP all go through it.
 */
export interface Interview {
  readonly brief: Brief;
  /** The amendment's name; undefined for the brief itself. */
  readonly amendment: string | undefined;
  readonly questions: readonly Question[];
  readonly facts: Facts;
  readonly answers: Answers;
  readonly progress: Progress;
  /** What has no clear answer yet, in the order of the bank. */
  readonly open: readonly Question[];
}

export interface Progress {
  readonly answered: number;
  readonly asked: number;
  readonly categories: readonly {
    readonly id: CategoryId;
    readonly title: string;
    readonly answered: number;
    readonly asked: number;
  }[];
}

/** What was understood, and the interview as it stands then. Unchanged where the answer was invalid. */
export interface Given {
  readonly reading: Reading;
  readonly interview: Interview;
}

/** Questions in one batch. */
const batchSize = 6;

/** @throws RangeError where there is no such amendment */
export function interviewOf(brief: Brief, amendment?: string): Interview {
  const answers = amendment === undefined ? brief.answers : brief.amendments[amendment]?.answers;
  if (answers === undefined) throw new RangeError(`There is no amendment "${amendment}".`);
  const asked: Asked =
    amendment === undefined
      ? askedOf(projectQuestions, answers)
      : askedOf(featureQuestions, answers, {
          questions: projectQuestions,
          answers: keptAnswers(brief),
        });
  const { questions, facts } = asked;
  const isAnswered = ({ id }: Question) => answers[id]?.value !== undefined;
  const of = (some: readonly Question[]) => ({
    answered: some.filter(isAnswered).length,
    asked: some.length,
  });
  return Object.freeze({
    brief,
    amendment,
    questions,
    facts,
    answers,
    open: questions.filter((question) => !isAnswered(question)),
    progress: {
      ...of(questions),
      categories: categories.map(({ id, title }) => ({
        id,
        title,
        ...of(questions.filter(({ category }) => category === id)),
      })),
    },
  });
}

/** Those answers that count: of questions that are asked, in the brief itself or in an amendment. */
export function keptAnswers(brief: Brief, amendment?: string): Answers {
  const { questions, answers } = interviewOf(brief, amendment);
  const kept: { [question: string]: Answer } = {};
  for (const { id } of questions) {
    const answer = answers[id];
    if (answer) kept[id] = answer;
  }
  return kept;
}

/**
 * The questions to ask next, six at most, of one category or of a few that follow one another; those that were put off come last. A question whose
 * being asked hangs on one of the batch may come later instead.
 */
export function nextBatch({ open, answers }: Interview, size = batchSize): readonly Question[] {
  const isPutOff = ({ id }: Question) => answers[id]?.open === "skipped";
  return [...open.filter((question) => !isPutOff(question)), ...open.filter(isPutOff)].slice(0, size);
}

/** @throws RangeError where the bank has no such question */
export function questionOf(interview: Interview, id: string): Question {
  const all = interview.amendment === undefined ? projectQuestions : featureQuestions;
  const question = all.find((one) => one.id === id);
  if (!question) throw new RangeError(`There is no question "${id}".`);
  return question;
}

/** What is recommended where a person does not know. */
export function recommendationFor(interview: Interview, question: Question): Recommendation | undefined {
  return question.recommend?.(interview.facts);
}

/**
 * Takes in an answer: a text as a person types it, or data as a program has it. A clear one closes the question; a vague one keeps it open, and says
 * what is missing; "I don't know" keeps it open too. An answer that takes the place of a clear one is kept in the history, with the reason.
 */
export function answer(
  interview: Interview,
  id: string,
  given: unknown,
  { reason, at }: { readonly reason?: string | undefined; readonly at: string },
): Given {
  const question = questionOf(interview, id);
  const reading = readAnswer(question, given);
  if (reading.outcome === "invalid") return { reading, interview };
  const said = typeof given === "string" ? given : JSON.stringify(given);
  const made: Answer =
    reading.outcome === "clear"
      ? { said, value: reading.value }
      : reading.outcome === "vague"
        ? { said, open: "vague", missing: reading.missing }
        : { said, open: "unknown" };
  const before = interview.answers[id];
  // A clear answer is not lost to a vague one: the question is asked again, and meanwhile the old one holds.
  if (before?.value !== undefined && reading.outcome !== "clear") return { reading, interview };
  // Nor is what was said in part lost to "I don't know", which is of what is still missing.
  if (before?.open === "vague" && reading.outcome === "unknown") return { reading, interview };
  return { reading, interview: put(interview, id, made, { reason, at }) };
}

/** Takes the recommendation, and notes that it was one. Undefined where there is none. */
export function acceptRecommendation(interview: Interview, id: string, at: string): Given | undefined {
  const question = questionOf(interview, id);
  const recommended = recommendationFor(interview, question);
  if (!recommended) return undefined;
  const reading = readAnswer(question, recommended.answer);
  if (reading.outcome !== "clear")
    throw new TypeError(`The recommendation for "${id}" is no clear answer: ${recommended.answer}`);
  const made: Answer = {
    said: recommended.answer,
    value: reading.value,
    accepted: { reason: recommended.reason, from: recommended.from },
  };
  return { reading, interview: put(interview, id, made, { reason: undefined, at }) };
}

/** Puts a question off: it stays open, and comes again after the others. What was answered stays, also where it was vague. */
export function skip(interview: Interview, id: string): Interview {
  const question = questionOf(interview, id);
  const before = interview.answers[question.id];
  if (before?.value !== undefined || before?.open === "vague") return interview;
  return put(interview, id, { said: "", open: "skipped" }, { reason: undefined, at: "" });
}

/** Leaves two answers at odds, by a person's decision: the contradiction does not stand in the way of a confirmation any more. */
export function concede(interview: Interview, contradiction: string, reason: string): Interview {
  const { brief, amendment } = interview;
  const concessions = { ...brief.concessions, [contradiction]: reason };
  return interviewOf({ ...brief, concessions }, amendment);
}

/** Begins an amendment, or goes on with it. */
export function amend(brief: Brief, name: string, title: string): Interview {
  const amendments = { [name]: { title, answers: {} }, ...brief.amendments };
  return interviewOf({ ...brief, amendments }, name);
}

function put(
  { brief, amendment, answers }: Interview,
  id: string,
  made: Answer,
  { reason, at }: { readonly reason: string | undefined; readonly at: string },
): Interview {
  const before = answers[id];
  const isChange = before?.value !== undefined && JSON.stringify(before.value) !== JSON.stringify(made.value);
  const history = isChange
    ? [
        ...brief.history,
        {
          question: amendment === undefined ? id : `${amendment}/${id}`,
          from: before.said,
          to: made.said,
          reason: reason ?? "Corrected during the interview.",
          at,
        },
      ]
    : brief.history;
  const next: Answers = { ...answers, [id]: made };
  const changed: Brief =
    amendment === undefined
      ? { ...brief, answers: next, history }
      : {
          ...brief,
          history,
          amendments: {
            ...brief.amendments,
            [amendment]: { title: brief.amendments[amendment]?.title ?? amendment, answers: next },
          },
        };
  return interviewOf(changed, amendment);
}
