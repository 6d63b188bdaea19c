import { Refusal } from "./refusal.js";

/** The answer that a call gives: a text or data, and one of them. */
export function givenAnswer(answer: string | undefined, data: unknown): unknown {
  if ((answer === undefined) !== (data === undefined)) return answer ?? data;
  throw new Refusal(
    "ARGUMENTS_INVALID",
    answer === undefined ? "Neither `answer` nor `data` is given." : "Both `answer` and `data` are given.",
    "Give `answer` as a person says it, or `data`, and not both.",
  );
}
