import type { TableRow } from "../answer/value.js";
import { type AtOdds, atOdds } from "../at-odds.js";
import { type AuthenticationDecision, authenticationDecision } from "../authentication.js";
import type { Answer, Brief } from "../brief.js";
import { textOf } from "../cells.js";
import type { Gap } from "../completeness.js";
import { type Standing, standingOf } from "../confirmation.js";
import { type Interview, interviewOf } from "../interview/interview.js";
import type { Question } from "../questions/question.js";
import { type Requirement, requirementsOf } from "../requirements.js";

/** A brief as the document shows it: everything derived once. */
export interface View {
  readonly brief: Brief;
  readonly project: Interview;
  /** By name. */
  readonly amendments: readonly Interview[];
  readonly decision: AuthenticationDecision | undefined;
  readonly atOdds: readonly AtOdds[];
  readonly gaps: readonly Gap[];
  readonly standing: Standing;
  /** Of a question by its key. */
  requirementsOf(key: string): Required;
}

export interface Required {
  readonly own: Requirement | undefined;
  /** Of the rows of a table, each with its row. */
  readonly rows: readonly { readonly row: TableRow; readonly requirement: Requirement | undefined }[];
}

export function viewOf(brief: Brief): View {
  const all = new Map<string, Requirement[]>();
  for (const requirement of requirementsOf(brief)) {
    const key = keyOf(requirement.question, requirement.amendment);
    all.set(key, [...(all.get(key) ?? []), requirement]);
  }
  const project = interviewOf(brief);
  const standing = standingOf(brief);
  return {
    brief,
    project,
    amendments: Object.keys(brief.amendments)
      .sort()
      .map((name) => interviewOf(brief, name)),
    decision: authenticationDecision(project.facts),
    atOdds: atOdds(brief),
    gaps: standing.state === "incomplete" ? standing.gaps : [],
    standing,
    requirementsOf(key) {
      const [own, ...ofRows] = all.get(key) ?? [];
      const left = [...ofRows];
      return {
        own,
        rows: rowsOf(answerAt(brief, key)).map((row) => ({
          row,
          requirement: left.length > 0 && isRequired(row, key) ? left.shift() : undefined,
        })),
      };
    },
  };
}

/** `performance.latency`, or `refunds/feature.behaviour` of an amendment. */
export function keyOf(question: string, amendment: string | undefined): string {
  return amendment === undefined ? question : `${amendment}/${question}`;
}

export function answerAt(brief: Brief, key: string): Answer | undefined {
  const [name, id] = key.split("/");
  return id === undefined ? brief.answers[key] : brief.amendments[name ?? ""]?.answers[id];
}

/** The question in an interview, where it is asked. */
export function askedIn({ questions }: Interview, id: string): Question | undefined {
  return questions.find((question) => question.id === id);
}

function rowsOf(answer: Answer | undefined): readonly TableRow[] {
  return answer?.value?.kind === "table" ? answer.value.rows : [];
}

/** A system of which nobody said what happens while it is away asks for nothing. */
function isRequired(row: TableRow, key: string): boolean {
  return !/(^|\.)integration(\.|$)/.test(key) || textOf(row.whenDown).trim() !== "";
}
