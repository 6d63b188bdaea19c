import { type Given, recommendationFor } from "../../brief/index.js";
import type { Question, Recommendation } from "../../brief/questions/question.js";
import type { Paint } from "../terminal.js";
import { shortcomingsOf } from "./shortcomings.js";
import type { Look } from "./show-question.js";
import type { Talk } from "./talk.js";
import { wrap } from "./wrap.js";

/** Says what was understood of an answer. Gives back what is recommended, where the person does not know. */
export function tellReading(
  talk: Talk,
  question: Question,
  given: Given | undefined,
): Recommendation | undefined {
  const { prompter, look } = talk;
  const { paint, width } = look;
  const listed = (head: string, lines: readonly string[]) => prompter.say(listOf(head, lines, look));
  const reading = given?.reading;
  switch (reading?.outcome) {
    case undefined:
      return undefined;
    case "clear":
      prompter.say(headed("Understood:", wrap(`Understood: ${reading.restated}`, width, "", "  "), paint));
      return undefined;
    case "vague":
      listed(talk.interview.answers[question.id]?.value === undefined ? MISSING : UNCLEAR, reading.missing);
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

const MISSING = "Kept, and this is still missing:";
const UNCLEAR = "Not taken, and the answer before it holds, as this is missing:";

function listOf(head: string, lines: readonly string[], { paint, width }: Look): string {
  return [paint("yellow", head), ...lines.map((line) => wrap(`- ${line}`, width, "  ", "    "))].join("\n");
}

function headed(head: string, text: string, paint: Paint): string {
  return text.replace(head, paint("green", head));
}

/** Says what a clear answer lacks all the same; whether it lacks anything. */
export function tellShortcomings({ interview, prompter, look }: Talk, id: string): boolean {
  const lacking = shortcomingsOf(interview).filter((one) => one.id === id);
  if (lacking.length === 0) return false;
  prompter.say(
    listOf(
      MISSING,
      lacking.map(({ says }) => says),
      look,
    ),
  );
  prompter.say("Type the rows that change, or Enter alone to leave it so.");
  return true;
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
