import type { Command } from "commander";
import { commandOf, type ExitCode, type Verb } from "../verb.js";
import { guardVerb } from "./guard.js";
import { installVerb, removeVerb } from "./hooks.js";
import { pushVerb } from "./push.js";

export { guardVerb } from "./guard.js";
export { describeHook } from "./hooks.js";

/** What stands below `lintel guard`. */
export const guardVerbs: readonly Verb[] = [pushVerb, installVerb, removeVerb];

/** `lintel guard` with what stands below it. */
export function guardCommand(finish: (code: ExitCode) => void): Command {
  // Options after the name of a command below are of that command.
  const command = commandOf(guardVerb, finish).enablePositionalOptions();
  for (const verb of guardVerbs) command.addCommand(commandOf(verb, finish));
  return command;
}
