import { ToolError } from "../../tool-error.js";
import { formatAnswer } from "../answer/format-answer.js";
import { readAnswer } from "../answer/read-answer.js";
import type { Answer, Brief } from "../brief.js";
import { digestOfData } from "../canonical.js";
import type { Question } from "../questions/question.js";
import { placeOf } from "./files.js";
import { allAnswers, partsOf, saidDigest, valueDigest, type Written } from "./written.js";

/** An answer that a person changed in the data; undefined where it was taken out. */
export interface DataEdit {
  readonly key: string;
  readonly answer: Answer | undefined;
}

/** Looks for the answers that were edited in the data since they were written, and reads each anew. */
export function dataEdits(
  brief: Brief,
  written: Written | undefined,
  questionOf: (key: string) => Question | undefined,
): readonly DataEdit[] {
  const edits: DataEdit[] = [];
  const now = new Map(allAnswers(brief));
  for (const [key, answer] of now) {
    const question = questionOf(key);
    if (!question) continue;
    const isToBeRead = !answer.value && !answer.open;
    const [said, value] = written?.answers[key]?.split(".") ?? [];
    const isSaid = !isToBeRead && (!written || said === saidDigest(answer.said));
    const isValue = !written || value === valueDigest(answer.value);
    if (isSaid && isValue) continue;
    edits.push({
      key,
      answer: isSaid ? fromValue(key, question, answer) : fromSaid(key, question, answer, !isValue),
    });
  }
  for (const key of Object.keys(written?.answers ?? {})) {
    if (!now.has(key)) edits.push({ key, answer: undefined });
  }
  return edits;
}

/** The value was edited, and what was said follows from it. */
function fromValue(key: string, question: Question, answer: Answer): Answer {
  const { value, accepted: _accepted, ...open } = answer;
  if (!value) return open;
  const said = formatAnswer(question, value);
  const reading = readAnswer(question, said);
  if (reading.outcome === "clear") return { said, value: reading.value };
  const why =
    reading.outcome === "vague"
      ? reading.missing.join(" ")
      : reading.outcome === "invalid"
        ? reading.problems.map(({ message }) => message).join(" ")
        : "Nobody knows it.";
  throw unfit(key, why);
}

/** What was said was edited: its value follows from it, and may not say otherwise where it was edited too. */
function fromSaid(key: string, question: Question, answer: Answer, isValueEdited: boolean): Answer {
  if (answer.said.trim() === "") {
    if (isValueEdited && answer.value) return fromValue(key, question, answer);
    return { said: "", open: "skipped" };
  }
  const reading = readAnswer(question, asData(answer.said));
  const { said } = answer;
  if (reading.outcome === "invalid")
    throw unfit(key, reading.problems.map(({ message }) => message).join(" "));
  if (reading.outcome === "unknown") return { said, open: "unknown" };
  if (reading.outcome === "vague") return { said, open: "vague", missing: reading.missing };
  if (isValueEdited && answer.value && digestOfData(answer.value) !== digestOfData(reading.value))
    throw unfit(
      key,
      `What was said ("${said.slice(0, 120)}") and its value were both edited, and are not the same.`,
    );
  return { said, value: reading.value };
}

/** An answer that a program gave is kept as JSON. */
function asData(said: string): unknown {
  if (!/^\s*[[{]/.test(said)) return said;
  try {
    return JSON.parse(said);
  } catch {
    return said;
  }
}

function unfit(key: string, why: string): ToolError {
  return new ToolError(
    "BRIEF_INVALID",
    `The answer to ${key} was edited, and is none. ${why}`,
    `Mend what stands under "said" of ${key}, and take its "value" out or leave it as it was. Or undo the edit.`,
    { where: placeOf("project-brief.json") },
  );
}

/** What else was edited in the data. A confirmation that was written by hand is none. */
export function otherDataEdits(
  brief: Brief,
  written: Written | undefined,
): { readonly brief: Brief; readonly edits: readonly string[] } {
  const is = partsOf(brief);
  const isSame = (part: keyof typeof is) => !written || is[part] === written.parts[part];
  const edits = [
    ...(isSame("name") ? [] : [`name: ${brief.name}`]),
    ...(isSame("titles") ? [] : ["amendments: a title was changed, or one was added or taken out"]),
    ...(isSame("concessions") ? [] : ["concessions: changed, and a confirmation is of what they were"]),
    ...(isSame("history") ? [] : ["history: changed by hand"]),
    ...(isSame("derived") ? [] : ["derived: changed by hand"]),
  ];
  const isByHand =
    brief.confirmation !== undefined && (!written || is.confirmation !== written.parts.confirmation);
  if (!isByHand) return { brief, edits };
  const { confirmation: _confirmation, ...unconfirmed } = brief;
  return {
    brief: unconfirmed,
    edits: [
      ...edits,
      "confirmation: written by hand, and does not count; a person confirms with lintel brief confirm",
    ],
  };
}
