import { atOdds } from "./at-odds.js";
import type { Answer, Brief } from "./brief.js";
import { categories } from "./category.js";
import { linesOf, numberOf, textOf } from "./cells.js";
import { type Interview, interviewOf } from "./interview/interview.js";
import type { Question } from "./questions/question.js";
import { isTestable } from "./testable.js";

/** Something that stands between a brief and its confirmation. */
export interface Gap {
  readonly kind: "open" | "vague" | "unknown" | "criteria" | "metric" | "contradiction" | "count";
  /** `performance.latency`, or `refunds/feature.behaviour`; where too few questions are answered, the category or the amendment. */
  readonly question: string;
  readonly says: string;
  /** What to type. */
  readonly next: string;
}

/** The fewest answers that an amendment rests on. */
const leastOfAmendment = 5;

/** All that is missing; none where a person may confirm it. */
export function gapsOf(brief: Brief): readonly Gap[] {
  const project = interviewOf(brief);
  const amendments = Object.keys(brief.amendments).map((name) => interviewOf(brief, name));
  return [
    ...openIn(project),
    ...tooFewIn(project),
    ...criteriaIn(project, "scope.features"),
    ...metricsIn(project),
    ...amendments.flatMap((interview) => [
      ...openIn(interview),
      ...tooFewInAmendment(interview),
      ...criteriaIn(interview, "feature.behaviour"),
    ]),
    ...contradictionsIn(brief),
  ];
}

function openIn(interview: Interview): readonly Gap[] {
  return interview.open.map((question) => openGap(interview, question, interview.answers[question.id]));
}

function openGap(interview: Interview, question: Question, answer: Answer | undefined): Gap {
  const base = { question: named(interview, question.id), next: interviewCommand(interview) };
  switch (answer?.open) {
    case "vague":
      return {
        kind: "vague",
        ...base,
        says: `The answer is not clear yet: ${question.text}${answer.missing ? ` Missing: ${answer.missing.join(" ")}` : ""}`,
      };
    case "unknown":
      return {
        kind: "unknown",
        ...base,
        says: `Nobody knows yet: ${question.text}`,
      };
    case "skipped":
      return { kind: "open", ...base, says: `It was put off: ${question.text}` };
    default:
      return { kind: "open", ...base, says: `It is not answered: ${question.text}` };
  }
}

/** Where questions are open, answering them comes first: this is for what cannot be covered by those. */
function tooFewIn(interview: Interview): readonly Gap[] {
  return categories.flatMap(({ id, title, least }): Gap[] => {
    const progress = interview.progress.categories.find((one) => one.id === id);
    const asked = progress?.asked ?? 0;
    return asked >= least
      ? []
      : [
          {
            kind: "count",
            question: id,
            says: `"${title}" rests on ${asked} questions; ${least} are the fewest.`,
            next: interviewCommand(interview),
          },
        ];
  });
}

function tooFewInAmendment(interview: Interview): readonly Gap[] {
  const { asked } = interview.progress;
  return asked >= leastOfAmendment
    ? []
    : [
        {
          kind: "count",
          question: interview.amendment ?? "",
          says: `The amendment "${interview.amendment}" rests on ${asked} questions; ${leastOfAmendment} are the fewest.`,
          next: interviewCommand(interview),
        },
      ];
}

function criteriaIn(interview: Interview, id: string): readonly Gap[] {
  if (!interview.questions.some((question) => question.id === id)) return [];
  return interview.facts.rows(id).flatMap((row): Gap[] => {
    if (row.priority !== "P0") return [];
    return linesOf(row.criteria).some(isTestable)
      ? []
      : [
          {
            kind: "criteria",
            question: named(interview, id),
            says: `"${textOf(row.name)}" is P0 and no criterion of it can be tested: say at least one such as "WHEN an order is placed THE SYSTEM SHALL reserve its stock", with numbers for words such as "fast".`,
            next: `lintel brief change ${named(interview, id)}`,
          },
        ];
  });
}

function metricsIn(interview: Interview): readonly Gap[] {
  return interview.facts.rows("scope.metrics").flatMap((row): Gap[] => {
    const missing = [
      ...(Number.isFinite(numberOf(row.target)) ? [] : ["a number with its unit"]),
      ...(textOf(row.measuredBy).trim() !== "" ? [] : ["how it is measured"]),
    ];
    return missing.length === 0
      ? []
      : [
          {
            kind: "metric",
            question: named(interview, "scope.metrics"),
            says: `The metric "${textOf(row.name)}" lacks ${missing.join(" and ")}.`,
            next: `lintel brief change ${named(interview, "scope.metrics")}`,
          },
        ];
  });
}

function contradictionsIn(brief: Brief): readonly Gap[] {
  return atOdds(brief).flatMap((found): Gap[] => {
    if (found.conceded !== undefined) return [];
    const [question = ""] = found.questions;
    return [
      {
        kind: "contradiction",
        question,
        says: `${found.says} (${found.code}) Ways out: ${found.ways.join(" | ")} | live with it, and say why: lintel interview`,
        next: `lintel brief change ${question}`,
      },
    ];
  });
}

function named({ amendment }: Interview, question: string): string {
  return amendment === undefined ? question : `${amendment}/${question}`;
}

function interviewCommand({ amendment }: Interview): string {
  return amendment === undefined ? "lintel interview" : `lintel interview --feature ${amendment}`;
}
