import { ToolError } from "../../../tool-error.js";

/** Nothing is known of a consumer before a process has worked for it. */
export function neverRun(name: string): ToolError {
  return new ToolError(
    "CONSUMER_NEVER_RAN",
    `${name} has never run on this database: it has no cursor.`,
    "Start the system: lintel start",
  );
}

export function noLetter(name: string, position: string): ToolError {
  return new ToolError(
    "LETTER_UNKNOWN",
    `${name} has no letter at ${JSON.stringify(position)}; expected the position of one that waits.`,
    `lintel log dead list ${name}`,
    { exitCode: 2 },
  );
}

export function notDead(name: string, position: number, state: string): ToolError {
  return new ToolError(
    "LETTER_NOT_DEAD",
    `The entry ${position} of ${name} is ${state}; expected one that is dead.`,
    `lintel log dead show ${name} ${position}`,
  );
}
