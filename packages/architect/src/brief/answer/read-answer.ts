import type { Question } from "../questions/question.js";
import type { Reading } from "./reading.js";

/** Reads an answer to a question: a text as a person types it, or the same as data. */
export function readAnswer(question: Question, given: unknown): Reading {
  throw new TypeError(`Nothing reads ${question.id} yet: ${String(given)}`);
}
