import { formatAnswer } from "../answer/format-answer.js";
import { escaped } from "../answer/typed-rows.js";
import { answer, type Interview, interviewOf } from "../interview/interview.js";
import { featureQuestions, projectQuestions } from "../questions/index.js";
import type { Question } from "../questions/question.js";
import type { Draft, Origin, Unsure } from "./draft.js";

/** An answer that a specification gives, as it would be typed. */
interface DraftAnswer {
  readonly question: Question;
  /** What stands before the pieces: the titles of a table. */
  readonly head: string;
  readonly pieces: readonly Piece[];
  readonly between: string;
}

interface Piece {
  readonly text: string;
  readonly from: readonly Origin[];
}

/** What became of a specification in a brief. Nothing in it is confirmed, and no answer that was there is another now. */
export interface TakenDraft {
  readonly interview: Interview;
  readonly taken: readonly {
    readonly question: string;
    readonly restated: string;
    readonly from: readonly Origin[];
  }[];
  /** Begun, and kept as what it is: something is still missing. */
  readonly begun: readonly {
    readonly question: string;
    readonly missing: readonly string[];
    readonly from: readonly Origin[];
  }[];
  /** The brief says so already. */
  readonly same: readonly string[];
  /** The brief says otherwise, and keeps what it says. */
  readonly differing: readonly {
    readonly question: string;
    readonly brief: string;
    readonly specification: string;
    readonly from: readonly Origin[];
  }[];
  /** Questions that this project is not asked. */
  readonly unasked: readonly { readonly question: string; readonly from: readonly Origin[] }[];
  readonly unsure: readonly Unsure[];
}

/** Fills in what a specification says, where the brief says nothing yet. */
export function takeDraft(from: Interview, draft: Draft, at: string): TakenDraft {
  const taken: TakenDraft["taken"][number][] = [];
  const begun: TakenDraft["begun"][number][] = [];
  const same: string[] = [];
  const differing: TakenDraft["differing"][number][] = [];
  const unsure: Unsure[] = [...draft.unsure, ...(from.amendment === undefined ? [] : ofProjectAlone(draft))];
  const given: DraftAnswer[] = answersOf(draft, from.amendment !== undefined);
  let interview = from;
  for (const one of given) {
    const { question } = one;
    const { pieces, problems } = readable(interview, one, at);
    unsure.push(...problems);
    if (pieces.length === 0) continue;
    const text = textOf({ ...one, pieces });
    const origins = pieces.flatMap(({ from: some }) => some);
    const made = answer(interview, question.id, text, { at });
    const before = interview.answers[question.id];
    if (made.reading.outcome === "invalid" || made.reading.outcome === "unknown") {
      const [first = { file: "", line: 1 }] = origins;
      unsure.push({
        says: `${question.id}: ${JSON.stringify(text.slice(0, 100))} is no answer to it`,
        from: first,
      });
    } else if (before?.value !== undefined || before?.open === "vague") {
      const isSame =
        made.reading.outcome === "clear" &&
        JSON.stringify(made.reading.value) === JSON.stringify(before.value);
      if (isSame || before.said === text) same.push(question.id);
      else
        differing.push({
          question: question.id,
          brief: before.value ? formatAnswer(question, before.value) : before.said,
          specification: text,
          from: origins,
        });
    } else {
      interview = made.interview;
      if (made.reading.outcome === "clear")
        taken.push({ question: question.id, restated: made.reading.restated, from: origins });
      else begun.push({ question: question.id, missing: made.reading.missing, from: origins });
    }
  }
  const asked = new Set(interviewOf(interview.brief, interview.amendment).questions.map(({ id }) => id));
  const unasked = [...taken, ...begun]
    .filter(({ question }) => !asked.has(question))
    .map(({ question, from: origins }) => ({ question, from: origins }));
  const isAsked = ({ question }: { readonly question: string }) => asked.has(question);
  return {
    interview,
    taken: taken.filter(isAsked),
    begun: begun.filter(isAsked),
    same,
    differing,
    unasked,
    unsure,
  };
}

/** In an amendment, what a feature is asked in the place of what a project is. */
const ofFeature: { readonly [question: string]: string } = {
  "scope.features": "feature.behaviour",
  "data.entities": "feature.data",
  "data.edge-cases": "feature.edge-cases",
  "integration.systems": "feature.integration",
  "constraints.plan": "feature.release",
};

/** What a specification of a feature says and only a whole project is asked. */
function ofProjectAlone({ rows, parts, choices, texts }: Draft): Unsure[] {
  const found = [
    ...rows.map(({ question, from }) => ({ question, from: from[0] })),
    ...parts,
    ...choices,
    ...texts,
  ];
  return found.flatMap(({ question, from }) =>
    from === undefined || Object.hasOwn(ofFeature, question)
      ? []
      : [{ says: `${question} is asked of the project, and not of a feature`, from }],
  );
}

/** Without the pieces that cannot be taken, and why not. */
function readable(
  interview: Interview,
  given: DraftAnswer,
  at: string,
): { readonly pieces: readonly Piece[]; readonly problems: readonly Unsure[] } {
  const problems: Unsure[] = [];
  let pieces = given.pieces;
  for (;;) {
    const { reading } = answer(interview, given.question.id, textOf({ ...given, pieces }), { at });
    if (reading.outcome !== "invalid" || pieces.length === 0) return { pieces, problems };
    const wrong = new Map(
      reading.problems.map((problem) => [pieceAt(given, pieces, problem.at), problem.message]),
    );
    for (const [piece, message] of wrong) {
      const [from = { file: "", line: 1 }] = piece?.from ?? pieces[0]?.from ?? [];
      problems.push({ says: `${given.question.id}: ${message}`, from });
    }
    if (wrong.has(undefined)) return { pieces: [], problems };
    pieces = pieces.filter((piece) => !wrong.has(piece));
  }
}

function pieceAt({ question }: DraftAnswer, pieces: readonly Piece[], at: string): Piece | undefined {
  const row = /^rows\[(\d+)\]/.exec(at)?.[1];
  if (question.answer.kind === "table") return row === undefined ? undefined : pieces[Number(row)];
  return question.answer.kind === "quantities"
    ? pieces.find(({ text }) => text.startsWith(`${at}:`))
    : undefined;
}

function textOf({ head, pieces, between }: DraftAnswer): string {
  return `${head}${pieces.map(({ text }) => text).join(between)}`;
}

/** In the order of the bank, since what is asked hangs on the answers before. */
function answersOf(draft: Draft, isFeature: boolean): DraftAnswer[] {
  const bank = isFeature ? featureQuestions : projectQuestions;
  const said = new Map<Question, { head: string; between: string; pieces: Piece[] }>();
  const known = (id: string) => bank.find((question) => question.id === (isFeature ? ofFeature[id] : id));
  const add = (id: string, piece: Piece, between: string, head = "") => {
    const question = known(id);
    if (!question) return;
    const before = said.get(question) ?? { head, between, pieces: [] };
    before.pieces.push(piece);
    said.set(question, before);
  };
  for (const { question, text, from } of draft.texts) add(question, { text, from: [from] }, "\n");
  for (const row of draft.rows) {
    const kind = known(row.question)?.answer;
    if (kind?.kind !== "table") continue;
    const cells = kind.columns.map(({ id }) => {
      const cell = row.cells[id];
      return typeof cell === "string" ? escaped(cell) : (cell?.map(escaped).join("; ") ?? "-");
    });
    const head = `${kind.columns.map(({ id }) => id).join(" | ")}\n`;
    add(row.question, { text: cells.join(" | "), from: row.from }, "\n", head);
  }
  const parts = new Set<string>();
  for (const { question, part, text, from } of draft.parts) {
    const kind = known(question)?.answer;
    const isKnown = kind?.kind === "quantities" && kind.parts.some(({ id }) => id === part);
    if (!isKnown || parts.has(`${question} ${part}`)) continue;
    parts.add(`${question} ${part}`);
    add(question, { text: `${part}: ${text}`, from: [from] }, "; ");
  }
  const options = new Set<string>();
  for (const { question, option, from } of draft.choices) {
    if (options.has(`${question} ${option}`)) continue;
    options.add(`${question} ${option}`);
    add(question, { text: option, from: [from] }, ", ");
  }
  return bank.flatMap((question) => {
    const found = said.get(question);
    return found ? [{ question, ...found }] : [];
  });
}
