import type { Brief } from "./brief.js";
import { type CategoryId, categories } from "./category.js";
import { type Interview, interviewOf } from "./interview/interview.js";
import type { Priority, Question } from "./questions/question.js";
import { slugOf } from "./requirement-id.js";
import { requirementsOfRows } from "./requirement-rows.js";

/** Something that the system shall do or be. Designs, tests and proofs refer to it by its id. */
export interface Requirement {
  /**
   * `REQ-PERF-002` of a question, by its number; of a row of a table by its name: `REQ-FEAT-PLACE-ORDER` of a feature, `REQ-METRIC-` of a metric,
   * `REQ-RULE-` of a rule, `REQ-EDGE-` of an edge case, `REQ-DOWN-` of a system that may be down. What an amendment asks for has the amendment's
   * name in front: `REQ-REFUNDS-DATA-003`. The same for the same answers, whatever was asked or changed in between.
   */
  readonly id: string;
  readonly category: CategoryId;
  /** The question that it comes from. */
  readonly question: string;
  readonly amendment?: string;
  readonly statement: string;
  readonly priority: Priority;
  /** Acceptance criteria in the form of EARS; `REQ-FEAT-PLACE-ORDER/2` is the second. */
  readonly criteria: readonly string[];
}

/** What a brief asks for, in the order of the bank, then that of its amendments; of answers that count. */
export function requirementsOf(brief: Brief): readonly Requirement[] {
  return [undefined, ...Object.keys(brief.amendments).sort()].flatMap((amendment) =>
    requirementsIn(interviewOf(brief, amendment)),
  );
}

function requirementsIn(interview: Interview): readonly Requirement[] {
  const { amendment, questions, answers } = interview;
  const prefix = amendment === undefined ? "REQ" : `REQ-${slugOf(amendment)}`;
  const origin = amendment === undefined ? {} : { amendment };
  return questions.flatMap((question): Requirement[] => {
    const value = answers[question.id]?.value;
    if (!value) return [];
    const { id, category } = question;
    const base = { category, question: id, ...origin };
    const { statement, priority } = question.requirement(value, interview.facts);
    return [
      { ...base, id: `${prefix}-${numbered(question)}`, statement, priority, criteria: [] },
      ...(value.kind === "table" ? requirementsOfRows(id, value.rows) : []).map((row) => ({
        ...base,
        ...row,
        id: `${prefix}-${row.id}`,
      })),
    ];
  });
}

function numbered({ category, number }: Question): string {
  const code = categories.find(({ id }) => id === category)?.code ?? category.toUpperCase();
  return `${code}-${String(number).padStart(3, "0")}`;
}
