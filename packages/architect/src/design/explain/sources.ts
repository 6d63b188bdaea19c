import type { Answer } from "../../brief/brief.js";
import {
  type Brief,
  formatAnswer,
  interviewOf,
  type Question,
  type Requirement,
  standingOf,
} from "../../brief/index.js";
import { featureQuestions, projectQuestions } from "../../brief/questions/index.js";
import type { AskedQuestion, Ground, Source } from "./explanation.js";
import { isSameName } from "./plain.js";

/** Longer answers, such as tables, are cut: the whole stands in the brief. */
const longestSaid = 2_000;

/**
 * Each requirement with the question that it comes from, what was answered and who confirmed it. Ids that the brief does not have are left out.
 *
 * @param names of a table that was answered, only the rows of these names are told
 */
export function sourcesOf(
  ground: Ground,
  ids: readonly string[],
  names: readonly string[] = namesOf(ground, ids),
): readonly Source[] {
  const byQuestion = new Map<string, Source & { requirements: string[]; statements: string[] }>();
  for (const id of new Set(ids.map(withoutCriterion))) {
    const requirement = ground.requirements.find((one) => one.id === id);
    if (!requirement) continue;
    const question = questionKey(requirement);
    const known = byQuestion.get(question);
    if (known) {
      known.requirements.push(id);
      known.statements.push(requirement.statement);
      continue;
    }
    byQuestion.set(question, {
      says: requirement.statement,
      requirements: [id],
      statements: [requirement.statement],
      question: askedQuestion(ground.brief, question, names),
    });
  }
  return [...byQuestion.values()].map(({ statements, requirements, question }) => ({
    says:
      statements.slice(0, 3).join(" ") + (statements.length > 3 ? ` And ${statements.length - 3} more.` : ""),
    requirements,
    ...(question && { question }),
  }));
}

/** `REQ-FEAT-PLACE-ORDER` of `REQ-FEAT-PLACE-ORDER/2`. */
export function withoutCriterion(id: string): string {
  return id.split("/")[0] ?? id;
}

/** As `lintel brief change` takes it. */
export function questionKey({ question, amendment }: Pick<Requirement, "question" | "amendment">): string {
  return amendment === undefined ? question : `${amendment}/${question}`;
}

/** The names of the rows that are these requirements, where they are rows. */
function namesOf({ needs }: Ground, ids: readonly string[]): readonly string[] {
  const { features, leftOut, rules, edgeCases } = needs;
  return [...features, ...leftOut, ...rules, ...edgeCases]
    .filter(({ id }) => ids.includes(id))
    .map(({ name }) => name);
}

export function askedQuestion(brief: Brief, key: string, names: readonly string[] = []): AskedQuestion {
  const [amendment, id] = key.includes("/") ? (key.split("/", 2) as [string, string]) : [undefined, key];
  const question = (amendment === undefined ? projectQuestions : featureQuestions).find(
    (one) => one.id === id,
  );
  const answers = amendment === undefined ? brief.answers : brief.amendments[amendment]?.answers;
  const answer = answers && Object.hasOwn(answers, id) ? answers[id] : undefined;
  const changes = brief.history.filter((change) => change.question === key);
  const last = changes.at(-1);
  return {
    id: key,
    text: question?.text ?? id,
    ...(answer && answer.said !== "" && { said: cut(saidOf(question, answer, names)) }),
    ...(answer?.accepted && { accepted: answer.accepted.reason }),
    confirmed: confirmationOf(brief),
    ...(last && {
      changed: `${changes.length === 1 ? "Changed once" : `Changed ${changes.length} times`}, last on ${last.at.slice(0, 10)}: ${cut(last.reason, 300)}`,
    }),
  };
}

/** As it was said; what a program gave as data, and rows of a table, as a person would type them. */
function saidOf(question: Question | undefined, { said, value }: Answer, names: readonly string[]): string {
  if (!question || !value) return said;
  const rows =
    value.kind === "table"
      ? value.rows.filter((row) => names.some((name) => isSameName(String(row.name), name)))
      : [];
  if (rows.length > 0) return formatAnswer(question, { kind: "table", rows });
  return /^\s*[[{]/.test(said) ? formatAnswer(question, value) : said;
}

/** Whether the question is asked of this project. */
export function isAsked(brief: Brief, key: string): boolean {
  const [amendment, id] = key.includes("/") ? (key.split("/", 2) as [string, string]) : [undefined, key];
  return interviewOf(brief, amendment).questions.some((question) => question.id === id);
}

export function confirmationOf(brief: Brief): string {
  const standing = standingOf(brief);
  switch (standing.state) {
    case "confirmed":
      return `Confirmed by ${standing.confirmation.name} on ${standing.confirmation.at.slice(0, 10)}.`;
    case "changed":
      return `Not as ${standing.confirmation.name} confirmed it on ${standing.confirmation.at.slice(0, 10)}: the brief was changed since.`;
    case "unconfirmed":
      return "Nobody has confirmed the brief yet.";
    case "incomplete":
      return "Nobody has confirmed the brief yet: something in it is still open.";
  }
}

function cut(text: string, longest = longestSaid): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
