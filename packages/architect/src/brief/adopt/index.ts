import { resolve, type System } from "@lintel/runtime/tools";
import { formatAnswer } from "../answer/format-answer.js";
import { readAnswer } from "../answer/read-answer.js";
import { type Answer, type Brief, emptyBrief } from "../brief.js";
import { projectQuestions } from "../questions/index.js";
import { type Draft, draftsOf } from "./drafts.js";
import { sourceIn, takenFrom } from "./source.js";

export { type Against, blueprintAgainst } from "./against-blueprint.js";

/**
 * A draft of a brief from a blueprint that is there: what it tells is answered, and marked as taken from it with the places; what it tells in part is
 * open, with the part as a draft; what it cannot tell is not answered, and the interview asks it. `brief` may hold answers already: those stay.
 *
 * @param directory the project's, from which files are named
 */
export function adoptBlueprint(
  system: System,
  directory: string,
  brief: Brief = emptyBrief(system.name),
): Brief {
  const source = sourceIn(directory);
  const answers: { [question: string]: Answer } = {};
  for (const draft of draftsOf(resolve(system), system.origin)) {
    const adopted = adopt(draft, takenFrom(source, draft.origins));
    if (adopted) answers[draft.question] = adopted;
  }
  return Object.freeze({ ...brief, answers: Object.freeze({ ...answers, ...brief.answers }) });
}

function adopt({ question: id, given, missing }: Draft, source: string): Answer | undefined {
  const question = projectQuestions.find((one) => one.id === id);
  if (!question) return undefined;
  const reading = missing.length > 0 ? ({ outcome: "vague", missing } as const) : readAnswer(question, given);
  switch (reading.outcome) {
    case "clear":
      return { said: source, value: reading.value };
    case "vague":
      // As it could be typed, so that a person has only to fill it up.
      return { said: formatAnswer(question, given), open: "vague", missing: [...reading.missing, source] };
    default:
      return undefined;
  }
}
