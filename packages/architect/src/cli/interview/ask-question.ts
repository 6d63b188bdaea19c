import {
  acceptRecommendation,
  answer,
  type Given,
  questionOf,
  recommendationFor,
  skip,
} from "../../brief/index.js";
import type { Question, Recommendation } from "../../brief/questions/question.js";
import { commandIn, helpText } from "./commands.js";
import type { Extent } from "./prompter.js";
import { showQuestion, showWhy } from "./show-question.js";
import type { Step, Talk } from "./talk.js";
import { waysToRead } from "./ways-to-read.js";
import { wrap } from "./wrap.js";

/**
 * Puts one question, until it is answered, put off or left. Whatever was answered has been kept by then, also where it was vague.
 * `reason` is why an answer that takes the place of another does so.
 */
export async function askQuestion(talk: Talk, id: string, reason?: string): Promise<Step> {
  const { prompter, look } = talk;
  const question = questionOf(talk.interview, id);
  prompter.say(`\n${showQuestion(talk.interview, question, look)}`);
  let offered: Recommendation | undefined;
  for (;;) {
    const typed = await prompter.ask("> ", extentOf(question));
    if (typed.text.trim() !== "") {
      const text = typed.text.trim();
      const taken = offered && isYes(text) ? accept(talk, question) : take(talk, question, text, reason);
      offered = tell(talk, question, taken);
      if (taken?.reading.outcome === "clear" && typed.command === undefined && !typed.ended) return "next";
    }
    if (typed.ended) return "stop";
    const command = typed.command === undefined ? undefined : commandIn(typed.command);
    if (command === "stop" || command === "back") return command;
    if (command === "skip") {
      // What was said stays, even where it was vague.
      if (talk.interview.answers[id] === undefined) talk.keep(skip(talk.interview, id));
      return "next";
    }
    if (command === "why") prompter.say(showWhy(question, look));
    if (command === "help") prompter.say(helpText);
    if (command !== undefined || typed.text.trim() !== "") continue;
    const { value, open } = talk.interview.answers[id] ?? {};
    if (value !== undefined) return "next";
    if (offered || open === "unknown") return "next";
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

/** Reads what was typed in whichever way makes it clear, and keeps what it came to. */
function take(talk: Talk, { id }: Question, text: string, reason: string | undefined): Given | undefined {
  const { interview } = talk;
  const question = questionOf(interview, id);
  const earlier = interview.answers[id];
  const before = earlier?.open === "vague" ? earlier.said : undefined;
  const alone = answer(interview, id, text, { reason, at: talk.now() });
  const readings =
    alone.reading.outcome === "unknown"
      ? [alone]
      : waysToRead(question, text, before).map((one) =>
          answer(interview, id, one, { reason, at: talk.now() }),
        );
  const given =
    readings.find(({ reading }) => reading.outcome === "clear") ??
    readings.find(({ reading }) => reading.outcome === "vague") ??
    readings[0];
  if (given) talk.keep(given.interview);
  return given;
}

/** Says what was understood of an answer. Gives back what is recommended, where the person does not know. */
function tell(talk: Talk, question: Question, given: Given | undefined): Recommendation | undefined {
  const { prompter, look } = talk;
  const { paint, width } = look;
  const listed = (head: string, lines: readonly string[]) =>
    prompter.say(
      [paint("yellow", head), ...lines.map((line) => wrap(`- ${line}`, width, "  ", "    "))].join("\n"),
    );
  const reading = given?.reading;
  switch (reading?.outcome) {
    case undefined:
      return undefined;
    case "clear":
      prompter.say(`${paint("green", "Understood:")} ${wrap(reading.restated, width, "", "  ").trim()}`);
      return undefined;
    case "vague":
      listed("Kept, and this is still missing:", reading.missing);
      prompter.say('Add it, or answer anew; "?" where you do not know, "skip" to put it off.');
      return undefined;
    case "invalid":
      listed(
        "That cannot be taken:",
        reading.problems.map(({ at, message }) => (at === "" ? message : `${at}: ${message}`)),
      );
      return undefined;
    case "unknown":
      return offer(talk, question);
  }
}

function offer({ interview, prompter, look }: Talk, question: Question): Recommendation | undefined {
  const recommended = recommendationFor(interview, question);
  const { paint, width } = look;
  if (!recommended) {
    prompter.say(
      wrap(
        "Nothing can be recommended from what is known so far. It is kept as open; Enter alone goes on, and it can be answered at any time.",
        width,
      ),
    );
    return undefined;
  }
  const from = recommended.from.map((id) => `"${sourceOf(interview, id)}"`);
  prompter.say(
    [
      `${paint("cyan", "Recommended:")} ${recommended.answer.includes("\n") ? `\n${recommended.answer}` : wrap(recommended.answer, width - 13)}`,
      wrap(recommended.reason, width, "  "),
      ...(from.length > 0 ? [wrap(`It follows from: ${from.join("; ")}`, width, "  ")] : []),
      wrap('Type "accept" to take it, or another answer. Enter alone leaves it open.', width),
    ].join("\n"),
  );
  return recommended;
}

/** A question by its words, also one of the brief that an amendment adds to. */
function sourceOf(interview: Talk["interview"], id: string): string {
  return interview.questions.find((one) => one.id === id)?.text ?? id;
}
