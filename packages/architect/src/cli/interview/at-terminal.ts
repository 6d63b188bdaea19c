import { type Interview, readName, saveBrief, withBriefLock } from "../../brief/index.js";
import { findFolder } from "../../project/index.js";
import { ToolError } from "../../tool-error.js";
import { atPrompt } from "../brief/at-prompt.js";
import { closingOf, showClosing } from "../brief/closing.js";
import type { ExitCode, Given } from "../verb.js";
import { commandIn } from "./commands.js";
import { holdInterview } from "./hold-interview.js";
import { beginInterview, openInterview, usualName } from "./open-interview.js";
import type { Prompter } from "./prompter.js";
import { createTalk } from "./talk.js";

/**
 * Holds an interview with a person at a terminal. Nobody else can write the brief meanwhile.
 *
 * @throws ToolError TERMINAL_MISSING, BATCH_INVALID; any of the brief's files
 */
export async function atTerminal({ terminal, text }: Given): Promise<ExitCode> {
  if (!terminal.canAsk) {
    throw new ToolError(
      "TERMINAL_MISSING",
      "An interview asks a person, and there is no terminal to ask at.",
      "Answer from a file: lintel interview --from answers.yaml",
      { exitCode: 2 },
    );
  }
  const size = batchOf(text("batch") ?? "");
  const directory = findFolder(process.cwd(), text("blueprint"));
  return withBriefLock<ExitCode>(directory, async () => {
    const opened = openInterview(directory, text("feature"));
    return atPrompt<ExitCode>(async (prompter, look) => {
      prompter.say('An answer is saved as soon as it is given. "help" tells what else can be typed.');
      for (const edit of opened.edits) prompter.say(`Edited by hand: ${edit}`);
      const first = opened.interview ?? (await begin(prompter, directory));
      if (first) saveBrief(directory, first.brief);
      if (!first) return 0;
      const talk = createTalk({ prompter, look }, first, ({ brief }) => saveBrief(directory, brief));
      const ending = await holdInterview(talk, size);
      const { brief, progress } = talk.interview;
      const closing = closingOf(brief);
      const { answered, asked } = progress;
      terminal.result({ ending, answered, asked, ...closing }, (paint) =>
        ending === "stopped"
          ? `\nSaved: ${answered} of ${asked} answered.\n${paint("dim", "next:")} ${commandOf(talk.interview)}`
          : `\n${showClosing(closing, paint, look.width)}`,
      );
      return 0;
    });
  });
}

/** What goes on with an interview. */
function commandOf({ amendment }: Interview): string {
  return amendment === undefined ? "lintel interview" : `lintel interview --feature ${amendment}`;
}

async function begin(prompter: Prompter, directory: string): Promise<Interview | undefined> {
  const usual = usualName(directory);
  for (;;) {
    const { text, command, ended } = await prompter.ask(`What is the project called? [${usual}] `, "line");
    if (ended || (command !== undefined && commandIn(command) === "stop")) return undefined;
    if (command === undefined) {
      const read = readName(text.trim() || usual);
      if ("name" in read) return beginInterview(read.name);
      prompter.say(read.problem);
    } else prompter.say('Type a name, Enter alone for the one in brackets, or "stop".');
  }
}

const MOST = 20;

function batchOf(given: string): number {
  const size = Number(given);
  if (Number.isInteger(size) && size >= 1 && size <= MOST) return size;
  throw new ToolError(
    "BATCH_INVALID",
    `"${given}" is not a number of questions that come together: 1 to ${MOST}.`,
    "Write it so: lintel interview --batch 6",
    { where: "--batch", exitCode: 2 },
  );
}
