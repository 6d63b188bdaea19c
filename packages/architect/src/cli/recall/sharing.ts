import { whatIsKept, whatIsNotKept } from "../../memory/index.js";
import { homeFiles, readSharing, writeSharing } from "../../memory/store/index.js";
import { ToolError } from "../../tool-error.js";
import { atPrompt } from "../brief/at-prompt.js";
import { agentHere, refuseAgent } from "../brief/personal-terminal.js";
import { fit } from "../interview/wrap.js";
import type { Terminal } from "../terminal.js";

/** What is typed for yes; anything else is no. */
const YES = "yes";

/**
 * Notes a person's choice. An agent may switch it off, and not on.
 *
 * @throws ToolError OPTION_MISPLACED, PERSON_MISSING, HOME_NOT_WRITABLE
 */
export function chooseSharing(choice: string): void {
  if (choice !== "on" && choice !== "off")
    throw new ToolError(
      "OPTION_MISPLACED",
      `Received ${JSON.stringify(choice.slice(0, 40))}; it is on or off.`,
      "lintel recall --share on, or lintel recall --share off",
      { where: "--share", exitCode: 2 },
    );
  if (choice === "on") refuseAgent({ does: "agrees to that", command: "lintel recall --share on" });
  writeSharing({ choice, at: new Date().toISOString() });
}

/**
 * Asks the person once, at a terminal, whether facts of their designs are kept across their projects; and never where nobody is there, an agent runs the command,
 * or they chose before. What is not typed is no. A choice that cannot be kept is told, and asked again another time.
 */
export async function askToShareOnce(terminal: Pick<Terminal, "canAsk">): Promise<void> {
  if (!terminal.canAsk || agentHere() !== undefined || readSharing() !== undefined) return;
  await atPrompt(async (prompter, { width }) => {
    const { memories } = homeFiles();
    prompter.say(
      fit(
        [
          "A new design can recall the nearest of your earlier ones, of other projects too. For that, these facts of each are kept for you alone, in",
          `${memories}:`,
          ...whatIsKept.map((kept) => `- ${kept}.`),
          whatIsNotKept,
        ].join("\n"),
        width,
      ),
    );
    const { text, ended } = await prompter.ask(`Keep them? Type "${YES}" to agree: `, "line");
    // Whoever went away was not asked.
    if (ended && text === "") return;
    const choice = text.trim().toLowerCase() === YES ? "on" : "off";
    try {
      writeSharing({ choice, at: new Date().toISOString() });
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      prompter.say(fit(`${error.message} ${error.next}`, width));
      return;
    }
    prompter.say(fit(`Noted: ${choice}. lintel recall --share on|off changes it.`, width));
  });
}

export function sharingData() {
  const { folder, memories } = homeFiles();
  return { choice: readSharing()?.choice ?? "off", chosen: readSharing() !== undefined, folder, memories };
}

export function sharingLines(): readonly string[] {
  const { choice, memories } = sharingData();
  return choice === "on"
    ? [
        `Facts of your designs are kept for you alone, in ${memories}, and recalled by the next ones:`,
        ...whatIsKept.map((kept) => `- ${kept}.`),
        whatIsNotKept,
        "lintel recall --share off ends it.",
      ]
    : [
        `Nothing is kept across projects any more, and nothing recalled. What was kept before lies in ${memories}: take it away where you want it gone.`,
      ];
}
