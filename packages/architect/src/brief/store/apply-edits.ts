import type { Answer, Answers, Brief, Change } from "../brief.js";
import { digestOfData } from "../canonical.js";
import { editSentence } from "../document/index.js";
import type { Question } from "../questions/question.js";

/** One answer as it is after an edit by hand. */
export interface HandEdit {
  readonly key: string;
  readonly question: Question;
  /** As it was before; undefined where it was not answered, or where nobody knows any more. */
  readonly before: Answer | undefined;
  /** Undefined where it was taken out. */
  readonly answer: Answer | undefined;
  /** The name of the file. */
  readonly file: string;
  /** RFC 3339, UTC. */
  readonly at: string;
}

/** The brief with these edits, each noted in its history, and told as a sentence. */
export function applyEdits(
  brief: Brief,
  edits: readonly HandEdit[],
): { readonly brief: Brief; readonly edits: readonly string[] } {
  return {
    brief: edits.reduce(applyEdit, brief),
    edits: edits.map(({ key, question, before, answer }) =>
      editSentence(key, question, before, answer ?? { said: "", open: "skipped" }),
    ),
  };
}

function applyEdit(brief: Brief, { key, before, answer, file, at }: HandEdit): Brief {
  const isChange =
    before?.value !== undefined && digestOfData(before.value) !== digestOfData(answer?.value ?? null);
  const change: Change = {
    question: key,
    from: before?.said ?? "",
    to: answer?.said ?? "",
    reason: `Edited in ${file}.`,
    at,
  };
  const history = isChange ? [...brief.history, change] : brief.history;
  const [name = "", id] = key.split("/");
  if (id === undefined) return { ...brief, history, answers: put(brief.answers, key, answer) };
  const amendment = brief.amendments[name];
  if (!amendment) return { ...brief, history };
  return {
    ...brief,
    history,
    amendments: {
      ...brief.amendments,
      [name]: { ...amendment, answers: put(amendment.answers, id, answer) },
    },
  };
}

function put(answers: Answers, id: string, answer: Answer | undefined): Answers {
  const { [id]: _before, ...others } = answers;
  return answer ? { ...answers, [id]: answer } : others;
}
