import { type Interview, nextBatch } from "../../brief/index.js";
import { askQuestion } from "./ask-question.js";
import { settle } from "./settle.js";
import { shortcomingsOf } from "./shortcomings.js";
import { showProgress } from "./show-question.js";
import type { Talk } from "./talk.js";

/** How an interview ended: nothing is left to ask in this talk, or the person stopped. */
export type Ending = "through" | "stopped";

/**
 * Holds the interview at a terminal, batch after batch, until every question was answered or left open. What was put off comes once more after
 * the others; what the person does not know, or has left vague, does not come again by itself.
 */
export async function holdInterview(talk: Talk, size: number): Promise<Ending> {
  const { prompter, look } = talk;
  const passed = new Map<string, number>();
  const settled = new Set<string>();
  const trail: string[] = [];
  let queue: readonly string[] = [];
  for (;;) {
    if (queue.length === 0) {
      queue = nextBatch({ ...talk.interview, open: toAsk(talk.interview, passed) }, size).map(({ id }) => id);
      // What was left at odds in an earlier session is put once in this one too.
      if (queue.length === 0) return (await settle(talk, settled)) === "stop" ? "stopped" : "through";
      prompter.say(`\n${showProgress(talk.interview, look)}`);
    }
    const [id = "", ...others] = queue;
    queue = others;
    // An answer of this batch may have made it a question that is not asked any more.
    if (!talk.interview.questions.some((one) => one.id === id)) continue;
    let step = await askQuestion(talk, id);
    if (step === "next") step = await settle(talk, settled);
    if (step === "stop") return "stopped";
    if (step === "next") {
      passed.set(id, (passed.get(id) ?? 0) + 1);
      trail.push(id);
      continue;
    }
    const before = trail.pop();
    if (before === undefined) prompter.say("There is none before: this is where this session began.");
    queue = [...(before === undefined ? [] : [before]), id, ...queue];
  }
}

/** What is open, and what is answered and does not suffice, as far as this session has not asked it. */
function toAsk(interview: Interview, passed: ReadonlyMap<string, number>): Interview["open"] {
  const { open, answers, questions } = interview;
  const lacking = new Set(shortcomingsOf(interview).map(({ id }) => id));
  return questions
    .filter((one) => open.includes(one) || lacking.has(one.id))
    .filter(({ id }) => (passed.get(id) ?? 0) < (answers[id]?.open === "skipped" ? 2 : 1));
}
