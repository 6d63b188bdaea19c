import {
  answer,
  type Brief,
  type Interview,
  interviewOf,
  type Reading,
  saveBrief,
  staleOf,
  standingOf,
  withBriefLock,
} from "../../brief/index.js";
import { findFolder } from "../../project/index.js";
import { ToolError } from "../../tool-error.js";
import { askQuestion } from "../interview/ask-question.js";
import { placeOfQuestion } from "../interview/place-of-question.js";
import type { Prompter } from "../interview/prompter.js";
import { createTalk } from "../interview/talk.js";
import { widthOf, wrap } from "../interview/wrap.js";
import type { ExitCode, Given } from "../verb.js";
import { atPrompt } from "./at-prompt.js";
import { requiredBrief } from "./required-brief.js";
import { describeStanding, nextOf } from "./standing.js";

/**
 * Answers one question anew, and keeps the old answer with the reason.
 *
 * @throws ToolError QUESTION_UNKNOWN, ANSWER_UNCLEAR, REASON_MISSING, TERMINAL_MISSING; any of the brief's files
 */
export async function changeAnswer(given: Given): Promise<ExitCode> {
  const { terminal, text, arguments: words } = given;
  const [reference = ""] = words;
  const directory = findFolder(process.cwd(), text("blueprint"));
  requiredBrief(directory);
  return withBriefLock<ExitCode>(directory, async () => {
    const { brief, edits } = requiredBrief(directory);
    const before = interviewAt(brief, reference);
    for (const edit of edits) terminal.note(() => `Edited by hand: ${edit}`);
    const to = text("to");
    const after =
      to === undefined
        ? await asked(given, before, reference, directory)
        : answered(before, reference, to, text("reason"));
    if (!after) {
      terminal.note(() => "Nothing was changed.");
      return 1;
    }
    if (after !== before) saveBrief(directory, after.brief);
    const told = toldOf(before, after, reference);
    terminal.result(told, (paint) => {
      const width = widthOf(process.stdout);
      const line = (label: string, what: string) => wrap(`${label} ${what}`, width, "  ", "       ");
      return [
        `${paint("green", told.changed ? "changed" : "unchanged")}  ${reference}`,
        line("old:", told.from ?? "not answered"),
        line("new:", told.to ?? "not answered"),
        ...(told.reason === undefined ? [] : [line("why:", told.reason)]),
        ...told.stale.map(
          (one) => `${paint("yellow", "stale")}  ${one.kind} ${one.path}: ${one.questions.join(", ")}`,
        ),
        describeStanding(after.brief, standingOf(after.brief)),
        ...(told.next === undefined ? [] : [`${paint("dim", "next:")} ${told.next}`]),
      ].join("\n");
    });
    return 0;
  });
}

/** The interview of which a question is one that is asked. */
function interviewAt(brief: Brief, reference: string): Interview {
  const { amendment, id } = placeOfQuestion(reference);
  const next =
    "Name one that `lintel brief show` has, such as performance.load, or a feature's: refunds/feature.data";
  if (amendment !== undefined && !Object.hasOwn(brief.amendments, amendment))
    throw unknown(`There is no feature "${amendment}" in the brief.`, next);
  const interview = interviewOf(brief, amendment);
  if (interview.questions.some((one) => one.id === id)) return interview;
  throw unknown(`"${reference}" is no question that this project is asked.`, next);
}

function unknown(message: string, next: string): ToolError {
  return new ToolError("QUESTION_UNKNOWN", message, next, { exitCode: 2 });
}

function answered(
  interview: Interview,
  reference: string,
  to: string,
  reason: string | undefined,
): Interview {
  const { id } = placeOfQuestion(reference);
  if (!reason?.trim() && interview.answers[id]?.value !== undefined) {
    throw new ToolError(
      "REASON_MISSING",
      "A change of an answer is kept with its reason.",
      `Say it: lintel brief change ${reference} --to "..." --reason "..."`,
      { where: "--reason", exitCode: 2 },
    );
  }
  const given = answer(interview, id, to, { reason: reason?.trim(), at: new Date().toISOString() });
  if (given.reading.outcome === "clear") return given.interview;
  const example = interview.questions.find((one) => one.id === id)?.example ?? "";
  throw new ToolError(
    "ANSWER_UNCLEAR",
    [`"${to}" cannot be taken:`, ...faultsOf(given.reading).map((one) => `- ${one}`)].join("\n"),
    `For example: ${example}`,
    { where: "--to", exitCode: 2 },
  );
}

function faultsOf(reading: Reading): readonly string[] {
  if (reading.outcome === "vague") return reading.missing;
  if (reading.outcome === "invalid")
    return reading.problems.map(({ at, message }) => (at === "" ? message : `${at}: ${message}`));
  return ["it says that the answer is not known, and the one before would be lost."];
}

/** Asks a person for the reason and the new answer; undefined where they stopped. */
async function asked(
  { terminal, text }: Given,
  interview: Interview,
  reference: string,
  directory: string,
): Promise<Interview | undefined> {
  const { id } = placeOfQuestion(reference);
  if (!terminal.canAsk) {
    throw new ToolError(
      "TERMINAL_MISSING",
      "The new answer is not given, and there is no terminal to ask at.",
      `lintel brief change ${reference} --to "..." --reason "..."`,
      { exitCode: 2 },
    );
  }
  return atPrompt(async (prompter, look) => {
    const isChange = interview.answers[id]?.value !== undefined;
    const reason = text("reason")?.trim() || (isChange ? await reasonFor(prompter) : undefined);
    if (isChange && reason === undefined) return undefined;
    const talk = createTalk({ prompter, look }, interview, ({ brief }) => saveBrief(directory, brief));
    await askQuestion(talk, id, reason);
    return talk.interview === interview ? undefined : talk.interview;
  });
}

/** Undefined where the person stopped. */
async function reasonFor(prompter: Prompter): Promise<string | undefined> {
  for (;;) {
    const { text, command, ended } = await prompter.ask("Why does it change? ", "line");
    if (ended || command !== undefined) return undefined;
    if (text.trim() !== "") return text.trim();
    prompter.say('A change is kept with its reason: say it, or "stop" to leave the answer as it is.');
  }
}

/** What a change came to, as data. */
function toldOf(before: Interview, after: Interview, reference: string) {
  const { id } = placeOfQuestion(reference);
  const made = after.brief.history
    .slice(before.brief.history.length)
    .find(({ question }) => question === reference);
  return {
    question: reference,
    changed: after.answers[id] !== before.answers[id],
    from: before.answers[id]?.said,
    to: after.answers[id]?.said,
    reason: made?.reason,
    stale: staleOf(after.brief).map(({ derived: { kind, path }, questions }) => ({ kind, path, questions })),
    next: nextOf(standingOf(after.brief)),
  };
}
