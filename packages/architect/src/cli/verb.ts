import { Command } from "commander";
import { createTerminal, type Terminal } from "./terminal.js";

/** 0: done. 1: a check or promise failed. 2: wrong use. */
export type ExitCode = 0 | 1 | 2;

export interface Given {
  readonly terminal: Terminal;
  readonly arguments: readonly string[];
  readonly options: { readonly [name: string]: unknown };
  /** An option that takes a text, or undefined where it was not given. */
  text(name: string): string | undefined;
}

export interface Verb {
  readonly name: string;
  readonly summary: string;
  /** Lines that can be typed as they are. */
  readonly examples: readonly string[];
  /** Adds arguments and options beyond --json and --blueprint. */
  readonly declare?: (command: Command) => Command;
  run(given: Given): Promise<ExitCode>;
}

/** The verb as a command, which tells `finish` its exit code. */
export function commandOf(verb: Verb, finish: (code: ExitCode) => void): Command {
  const command = new Command(verb.name).description(verb.summary).exitOverride();
  command.configureOutput({
    ...output,
    outputError: (text, write) => write(`${text}(${pathOf(command)} --help tells more)\n`),
  });
  verb.declare?.(command);
  command
    .option("--blueprint <file>", "the blueprint (default: the nearest blueprint.ts upward)")
    .option("--json", "give the result as JSON")
    .addHelpText("after", `\nExamples:\n${verb.examples.map((line) => `  ${line}`).join("\n")}`)
    .action(async () => {
      const options: Given["options"] = command.opts();
      finish(
        await verb.run({
          terminal: createTerminal(options.json === true),
          arguments: command.args,
          options,
          text: (name) => (typeof options[name] === "string" ? options[name] : undefined),
        }),
      );
    });
  return command;
}

/** How a command is typed, with those that it stands below: `lintel brief change`. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/** Help goes where it was asked for; complaints go to stderr. */
export const output = {
  writeOut: (text: string) => void process.stdout.write(text),
  writeErr: (text: string) => void process.stderr.write(text),
};
