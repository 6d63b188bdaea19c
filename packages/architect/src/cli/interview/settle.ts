import { type AtOdds, atOdds, concede, type Interview, interviewOf } from "../../brief/index.js";
import { askQuestion } from "./ask-question.js";
import { commandIn } from "./commands.js";
import { placeOfQuestion } from "./place-of-question.js";
import { createTalk, type Step, type Talk } from "./talk.js";
import { wrap } from "./wrap.js";

/**
 * Puts each contradiction that is new to the person: to answer one of its questions anew, to live with it and say why, or to leave it for later.
 * `seen` are those that were put already in this talk.
 */
export async function settle(talk: Talk, seen: Set<string>): Promise<Step> {
  for (;;) {
    const next = atOdds(talk.interview.brief).find(
      ({ code, conceded }) => conceded === undefined && !seen.has(code),
    );
    if (!next) return "next";
    seen.add(next.code);
    const step = await put(talk, next);
    if (step !== "next") return step;
  }
}

async function put(talk: Talk, contradiction: AtOdds): Promise<Step> {
  const { code, questions, says } = contradiction;
  const { prompter } = talk;
  prompter.say(showContradiction(talk, contradiction));
  for (;;) {
    const { text, command, ended } = await prompter.ask("> ", "line");
    const chosen = (command ?? text).trim().toLowerCase();
    if (ended || chosen === "stop") return "stop";
    if (chosen === "back") return "back";
    if (chosen === "later" || chosen === "skip") return "next";
    if (chosen === "live") return live(talk, code);
    const reference = /^\d+$/.test(chosen) ? questions[Number(chosen) - 1] : undefined;
    if (reference !== undefined) return anew(talk, reference, `To settle: ${says}`);
    prompter.say(`Type a number from 1 to ${questions.length}, "live", "later", "back" or "stop".`);
  }
}

function showContradiction({ interview, look }: Talk, { questions, says, ways }: AtOdds): string {
  const { paint, width } = look;
  const line = (text: string) => wrap(text, width, "  ", "     ");
  return [
    `\n${paint("yellow", "Two answers are at odds.")}`,
    wrap(says, width, "  "),
    "  Ways out:",
    ...ways.map((way) => line(`- ${way}`)),
    ...questions.map((reference, index) =>
      line(`${index + 1}. Answer anew: ${textOf(interview, reference)}`),
    ),
    line('Or type "live" to live with it and say why, "later" to leave it open.'),
  ].join("\n");
}

function textOf({ brief }: Interview, reference: string): string {
  const { amendment, id } = placeOfQuestion(reference);
  return interviewOf(brief, amendment).questions.find((one) => one.id === id)?.text ?? id;
}

async function live(talk: Talk, code: string): Promise<Step> {
  const { text, command, ended } = await talk.prompter.ask("Why is it right as it is? ", "line");
  if (ended || (command !== undefined && commandIn(command) === "stop")) return "stop";
  if (text.trim() === "") {
    talk.prompter.say("Without a reason it is left open.");
    return "next";
  }
  talk.keep(concede(talk.interview, code, text.trim()));
  talk.prompter.say("Kept, with your reason.");
  return "next";
}

/** Asks one of the questions again: it may be one of the brief itself, or of another amendment. */
function anew(talk: Talk, reference: string, reason: string): Promise<Step> {
  const { amendment, id } = placeOfQuestion(reference);
  const { interview } = talk;
  if (interview.amendment === amendment) return askQuestion(talk, id, reason);
  const other = createTalk(talk, interviewOf(interview.brief, amendment), ({ brief }) =>
    talk.keep(interviewOf(brief, interview.amendment)),
  );
  return askQuestion(other, id, reason);
}
