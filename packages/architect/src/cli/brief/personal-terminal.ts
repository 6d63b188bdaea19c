import { openSync } from "node:fs";
import { ReadStream } from "node:tty";
import { ToolError } from "../../tool-error.js";

/** What coding agents set for the commands that they run. */
const agents: { readonly [variable: string]: string } = {
  CLAUDECODE: "Claude Code",
  CURSOR_AGENT: "Cursor",
  CODEX_SANDBOX: "Codex",
  GEMINI_CLI: "Gemini CLI",
  AI_AGENT: "an agent",
};

/** What only a person does: "confirms a brief", and how they type it. */
export interface Personal {
  readonly does: string;
  readonly command: string;
}

const confirming: Personal = { does: "confirms a brief", command: "lintel brief confirm" };

/**
 * Refuses where nobody can be asked: what is read or written is no terminal, or a coding agent says that it runs the command.
 *
 * @throws ToolError PERSON_MISSING
 */
export function refuseWithoutPerson(personal: Personal = confirming): void {
  refuseAgent(personal);
  if (process.stdin.isTTY === true && process.stderr.isTTY === true) return;
  throw new ToolError(
    "PERSON_MISSING",
    `Only a person ${personal.does}, and standard input and standard error are not a terminal.`,
    ask(personal),
    { exitCode: 2 },
  );
}

/**
 * Refuses where a coding agent says that it runs the command.
 *
 * @throws ToolError PERSON_MISSING
 */
export function refuseAgent(personal: Personal): void {
  const agent = agentHere();
  if (agent === undefined) return;
  throw new ToolError(
    "PERSON_MISSING",
    `Only a person ${personal.does}, and this runs under ${agents[agent]} (${agent} is set).`,
    ask(personal),
    { exitCode: 2 },
  );
}

/** The variable by which a coding agent says that it runs the command. */
export function agentHere(): string | undefined {
  return Object.keys(agents).find((variable) => process.env[variable]);
}

function ask({ command }: Personal): string {
  return `Ask the person to type it in a terminal of their own: ${command}`;
}

/** The terminal of the session itself, whatever standard input is led to. */
export interface PersonalTerminal {
  readonly input: NodeJS.ReadableStream;
  close(): void;
}

/** @throws ToolError PERSON_MISSING where the process has no terminal */
export function openPersonalTerminal(): PersonalTerminal {
  if (process.platform === "win32") return { input: process.stdin, close: () => {} };
  try {
    const input = new ReadStream(openSync("/dev/tty", "r"));
    return { input, close: () => void input.destroy() };
  } catch (cause) {
    throw new ToolError(
      "PERSON_MISSING",
      "Only a person confirms a brief, and this process has no terminal of its own.",
      "Type it in a terminal: lintel brief confirm",
      { exitCode: 2, cause },
    );
  }
}
