import { asTyped } from "../../brief/answer/as-typed.js";
import { acceptRecommendation, answer, type Given, questionOf, skip } from "../../brief/index.js";
import type { Question, Recommendation } from "../../brief/questions/question.js";
import { commandIn, helpText } from "./commands.js";
import type { Extent } from "./prompter.js";
import { shortcomingsOf } from "./shortcomings.js";
import { showQuestion, showWhy } from "./show-question.js";
import type { Step, Talk } from "./talk.js";
import { tellReading, tellShortcomings } from "./tell-reading.js";
import { waysToRead } from "./ways-to-read.js";

/**
 * Puts one question, until it is answered, put off or left. Whatever was answered has been kept by then, also where it was vague.
 * `reason` is why an answer that takes the place of another does so.
 */
export async function askQuestion(talk: Talk, id: string, reason?: string): Promise<Step> {
  const { prompter, look } = talk;
  const question = questionOf(talk.interview, id);
  prompter.say(`\n${showQuestion(talk.interview, question, look)}`);
  let offered: Recommendation | undefined;
  let isUnknown = false;
  /** The beginning of an answer that is not kept, since a clear one is there. */
  let said: string | undefined;
  for (;;) {
    const typed = await prompter.ask("> ", extentOf(question));
    if (typed.text.trim() !== "") {
      const text = typed.text.trim();
      const isAccepted = offered !== undefined && isYes(text);
      const read = isAccepted ? undefined : take(talk, question, { text, said, reason });
      if (read?.reading.outcome === "vague") said = read.said;
      const taken = isAccepted ? accept(talk, question) : read;
      offered = tellReading(talk, question, taken);
      isUnknown = taken?.reading.outcome === "unknown";
      const isClear = taken?.reading.outcome === "clear" && !tellShortcomings(talk, id);
      if (isClear && typed.command === undefined && !typed.ended) return "next";
    }
    if (typed.ended) return "stop";
    const command = typed.command === undefined ? undefined : commandIn(typed.command);
    if (command === "stop" || command === "back") return command;
    if (command === "skip") {
      if (talk.interview.answers[id] === undefined) talk.keep(skip(talk.interview, id));
      return "next";
    }
    if (command === "why") prompter.say(showWhy(question, look));
    if (command === "help") prompter.say(helpText);
    if (command !== undefined || typed.text.trim() !== "") continue;
    const { value, open } = talk.interview.answers[id] ?? {};
    if (value !== undefined) return "next";
    if (isUnknown || open === "unknown") return "next";
    prompter.say('Type an answer, "?" where you do not know, or "help".');
  }
}

function extentOf({ answer: { kind } }: Question): Extent {
  if (kind === "table") return "rows";
  return kind === "text" ? "paste" : "line";
}

function isYes(text: string): boolean {
  return /^(?:a|accept|yes|y)$/i.test(text);
}

function accept(talk: Talk, question: Question): Given | undefined {
  const given = acceptRecommendation(talk.interview, question.id, talk.now());
  if (given) talk.keep(given.interview);
  return given;
}

interface Typed {
  readonly text: string;
  /** What was said before in this place, and was not kept. */
  readonly said: string | undefined;
  readonly reason: string | undefined;
}

/** Reads what was typed in whichever way makes it clear, and keeps what it came to. `said` is what was read. */
function take(
  talk: Talk,
  { id }: Question,
  { text, said, reason }: Typed,
): (Given & { readonly said: string }) | undefined {
  const { interview } = talk;
  const question = questionOf(interview, id);
  const earlier = interview.answers[id];
  const isPartial = earlier?.open === "vague" || shortcomingsOf(interview).some((one) => one.id === id);
  const before = isPartial && earlier ? asTyped(question, earlier) : said;
  const read = (one: string) => ({
    ...answer(interview, id, one, { reason, at: talk.now() }),
    said: one,
  });
  const alone = read(text);
  const readings =
    alone.reading.outcome === "unknown" ? [alone] : waysToRead(question, text, before).map(read);
  const given =
    readings.find(({ reading }) => reading.outcome === "clear") ??
    readings.find(({ reading }) => reading.outcome === "vague") ??
    readings[0];
  if (given) talk.keep(given.interview);
  return given;
}
