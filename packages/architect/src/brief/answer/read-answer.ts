import type { Question } from "../questions/question.js";
import { dataProblem, isMapping, longestAnswer, own, shown, textProblem } from "./given.js";
import { readChoice, restateChoice } from "./read-choice.js";
import { readQuantities, restateQuantities } from "./read-quantities.js";
import { readTable, restateTable } from "./read-table.js";
import { readText, restateText } from "./read-text.js";
import type { Reading } from "./reading.js";
import { saysUnknown } from "./said.js";
import type { AnswerValue } from "./value.js";

/**
 * Reads an answer to a question: a text as a person types it, or the same as data of YAML or JSON. The same value for the same meaning, whatever its form. Never
 * throws: what cannot be an answer is `invalid`, and each problem names the value, the rule and the place.
 */
export function readAnswer({ answer }: Question, given: unknown): Reading {
  if (typeof given === "string") {
    const problem = textProblem(given, "", longestAnswer[answer.kind]);
    if (problem) return { outcome: "invalid", problems: [problem] };
    if (given.trim() === "") return nothing("An empty text");
    if (saysUnknown(given)) return { outcome: "unknown" };
  }
  if (given === undefined || given === null) return nothing("Nothing");
  if (
    typeof given === "boolean" ||
    typeof given === "function" ||
    typeof given === "symbol" ||
    typeof given === "bigint"
  )
    return nothing(shown(given));
  const wrong = typeof given === "object" ? dataProblem(given) : undefined;
  if (wrong !== undefined) return { outcome: "invalid", problems: [{ at: "", message: wrong }] };
  switch (answer.kind) {
    case "quantities":
      return readQuantities(answer.parts, kept(given, "quantities", "parts"));
    case "choice":
      return readChoice(answer, given);
    case "text":
      return readText(answer.aspects, kept(given, "text", "text"));
    case "table":
      return readTable(answer, given);
  }
}

/** What was understood, in a sentence or two, with every number in its unit. "" where the value is no answer to the question. */
export function restate({ answer }: Question, value: AnswerValue): string {
  if (answer.kind === "quantities" && value.kind === "quantities")
    return restateQuantities(answer.parts, value.parts);
  if (answer.kind === "choice" && value.kind === "choice") return restateChoice(answer, value);
  if (answer.kind === "text" && value.kind === "text") return restateText(value.text);
  return answer.kind === "table" && value.kind === "table" ? restateTable(answer, value.rows) : "";
}

/** What a value as a brief keeps it holds. */
function kept(given: unknown, kind: string, key: string): unknown {
  const isKept = isMapping(given) && own(given, "kind") === kind && Object.keys(given).length === 2;
  return isKept ? own(given, key) : given;
}

function nothing(what: string): Reading {
  const message = `${what} is no answer. Who does not know says "I don't know".`;
  return { outcome: "invalid", problems: [{ at: "", message }] };
}
