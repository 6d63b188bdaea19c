/** A person at a terminal, for tests: `lintel` on a pseudo-terminal that `script` of util-linux makes. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { onTestFinished } from "vitest";
import { ofPerson, until } from "./scenario.js";

const binary = fileURLToPath(new URL("../../bin/lintel.js", import.meta.url));

/** Whether this machine has the `script` that takes a command, and gives back its exit code. */
export function hasPseudoTerminal(): boolean {
  try {
    return execFileSync("script", ["--version"], { encoding: "utf8" }).includes("util-linux");
  } catch {
    return false;
  }
}

export interface Session {
  readonly child: ChildProcess;
  /** All that was shown so far, without colours. */
  readonly shown: () => string;
  /** Waits until the terminal shows this, after what was waited for before. */
  sees(pattern: RegExp): Promise<RegExpExecArray>;
  /** Types a line, and Enter. */
  types(line: string): void;
  /** Waits for a prompt, then types a line. */
  answers(line: string): Promise<void>;
  /** Presses keys as they are, such as Ctrl-C. */
  presses(keys: string): void;
  readonly ended: Promise<number | null>;
}

export const CTRL_C = "\u0003";
const PROMPT = /> $/;

/** Types a command at a terminal of 80 columns. */
export function session(
  words: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: { readonly [name: string]: string } },
): Session {
  const command = ["stty cols 80 rows 24;", "exec", process.execPath, binary, ...words]
    .map((word, index) => (index < 2 ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(" ");
  const child = spawn("script", ["--quiet", "--flush", "--return", "--command", command, "/dev/null"], {
    cwd,
    env: { ...ofPerson(process.env), TERM: "xterm", SHELL: "/bin/sh", ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    child.stdin.destroy();
    await ended;
  });
  let seen = 0;
  const shown = () => stripVTControlCharacters(output).replaceAll("\r", "");
  const sees = (pattern: RegExp) =>
    until(`${pattern} in what is shown:\n${shown()}`, async () => {
      const match = pattern.exec(shown().slice(seen));
      if (!match) return undefined;
      seen += match.index + match[0].length;
      return match;
    });
  const types = (line: string) => void child.stdin.write(`${line}\r`);
  return {
    child,
    shown,
    sees,
    types,
    async answers(line) {
      await sees(PROMPT);
      types(line);
    },
    presses: (keys) => void child.stdin.write(keys),
    ended,
  };
}
