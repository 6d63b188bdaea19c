import type { Answer } from "../brief.js";
import type { Column, Question } from "../questions/question.js";
import { formatAnswer } from "./format-answer.js";
import { isMapping, own } from "./given.js";
import { escaped } from "./typed-rows.js";

/** What was said to a question as a person would have typed it, also where a program said it as data. */
export function asTyped(question: Question, { said, value }: Answer): string {
  const data = dataOf(said);
  if (data === undefined) return said;
  if (value) return formatAnswer(question, value);
  const { answer } = question;
  if (answer.kind === "table") return rowsAsTyped(answer.columns, data) ?? said;
  if (answer.kind === "quantities" && isMapping(data))
    return answer.parts.flatMap(({ id }) => textOf(own(data, id), (text) => `${id}: ${text}`)).join("; ");
  return said;
}

function dataOf(said: string): unknown {
  if (!/^\s*[[{]/.test(said)) return undefined;
  try {
    return JSON.parse(said);
  } catch {
    return undefined;
  }
}

function rowsAsTyped(columns: readonly Column[], data: unknown): string | undefined {
  if (!Array.isArray(data)) return undefined;
  if (data.every((row) => typeof row === "string")) return data.join("\n");
  if (!data.every(isMapping)) return undefined;
  const head = columns.map(({ id }) => id);
  const rows = data.map((row) => head.map((id) => textOf(own(row, id), escaped)[0] ?? ""));
  return [head, ...rows].map((cells) => cells.join(" | ")).join("\n");
}

/** None where it is neither a text nor a number, nor a list of such. */
function textOf(cell: unknown, write: (text: string) => string): readonly string[] {
  const pieces = Array.isArray(cell) ? cell : [cell];
  const texts = pieces.filter((one) => typeof one === "string" || typeof one === "number");
  return texts.length === 0 ? [] : [texts.map((one) => write(String(one))).join("; ")];
}
