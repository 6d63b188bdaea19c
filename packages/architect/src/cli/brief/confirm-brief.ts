import { execFileSync } from "node:child_process";
import {
  type Brief,
  confirm,
  readName,
  saveBrief,
  standingOf,
  summarise,
  withBriefLock,
} from "../../brief/index.js";
import { incomplete } from "../../gate/incomplete.js";
import { findFolder } from "../../project/index.js";
import { ToolError } from "../../tool-error.js";
import type { Prompter } from "../interview/prompter.js";
import { fit } from "../interview/wrap.js";
import type { ExitCode, Given } from "../verb.js";
import { atPrompt } from "./at-prompt.js";
import { openPersonalTerminal, refuseWithoutPerson } from "./personal-terminal.js";
import { requiredBrief } from "./required-brief.js";
import { describeStanding } from "./standing.js";

/** What a person types, so that a key held down or an Enter too many confirms nothing. */
const WORD = "confirmed";

/**
 * Asks a person whether the brief is what is to be built, and notes it. Nothing but what is typed at a terminal answers.
 *
 */
export async function confirmBrief({ terminal, text }: Given): Promise<ExitCode> {
  refuseWithoutPerson();
  const directory = findFolder(process.cwd(), text("blueprint"));
  requiredBrief(directory);
  return withBriefLock<ExitCode>(directory, async () => {
    const { brief, edits } = requiredBrief(directory);
    const standing = standingOf(brief);
    if (standing.state === "incomplete") throw incomplete("A brief is confirmed whole", standing.gaps);
    if (standing.state === "confirmed" && edits.length === 0) {
      terminal.result({ ...standing.confirmation }, () => describeStanding(brief, standing));
      return 0;
    }
    const name = await askPerson(brief, edits, text("name"), directory);
    if (name === undefined) {
      terminal.result({ confirmed: false }, () => "Nothing was confirmed.");
      return 1;
    }
    const confirmed = confirm(brief, { name, at: new Date().toISOString() });
    saveBrief(directory, confirmed);
    terminal.result({ ...confirmed.confirmation }, (paint) =>
      [
        `${paint("green", "confirmed")}  ${brief.name}, by ${name}`,
        `${paint("dim", "next:")} commit ai/memory-bank, then build: lintel dev`,
      ].join("\n"),
    );
    return 0;
  });
}

/** The name of the person who confirmed; undefined where they did not. */
async function askPerson(
  brief: Brief,
  edits: readonly string[],
  given: string | undefined,
  directory: string,
): Promise<string | undefined> {
  const personal = openPersonalTerminal();
  try {
    return await atPrompt(async (prompter, look) => {
      prompter.say(fit(summarise(brief).trimEnd(), look.width));
      for (const edit of edits) prompter.say(`Edited by hand: ${edit}`);
      prompter.say("");
      const said = given?.trim() || (await nameOf(prompter, directory));
      if (!said) return undefined;
      const name = nameFrom(said);
      const typed = await prompter.ask(
        `${name}, is this what is to be built? Type "${WORD}" to say so: `,
        "line",
      );
      return typed.text.trim().toLowerCase() === WORD ? name : undefined;
    }, personal.input);
  } finally {
    personal.close();
  }
}

function nameFrom(said: string): string {
  const read = readName(said);
  if ("name" in read) return read.name;
  throw new ToolError("NAME_INVALID", read.problem, 'lintel brief confirm --name "Ada Lovelace"', {
    where: "--name",
    exitCode: 2,
  });
}

async function nameOf(prompter: Prompter, directory: string): Promise<string | undefined> {
  const usual = gitName(directory);
  const { text, ended } = await prompter.ask(`Your name${usual ? ` [${usual}]` : ""}: `, "line");
  return ended ? undefined : text.trim() || usual;
}

function gitName(directory: string): string | undefined {
  try {
    const name = execFileSync("git", ["config", "user.name"], {
      cwd: directory,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 5_000,
    });
    return name.trim() || undefined;
  } catch {
    return undefined;
  }
}
