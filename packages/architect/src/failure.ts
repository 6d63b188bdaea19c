import type { LintelError } from "@lintel/runtime";

/** A failure as data: it can be shown, sent to another process, or printed as JSON. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** `file:line`, where there is one. */
  readonly where?: string | undefined;
  /** What to type or do to go on. */
  readonly next: string;
  readonly exitCode: 1 | 2;
}

/** Whatever was thrown, as a failure with a code and a way out. */
export function asFailure(error: unknown): Failure {
  if (isOfRuntime(error)) {
    const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
    return { code: error.publicCode, message: `${error.message}${cause}`, next: nextOf(error), exitCode: 1 };
  }
  if (isTold(error)) {
    const exitCode = error.exitCode === 2 ? 2 : 1;
    return { code: error.code, message: error.message, where: error.where, next: error.next, exitCode };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    code: "UNEXPECTED",
    message: stack,
    next: "Look at the lines above; if they are not your own, report them with `node --version`.",
    exitCode: 1,
  };
}

/**
 * Known by its name, not by its class: the class comes with the whole runtime, which a command that only starts
 * other processes need not wait for, and a project may have a copy of the runtime of its own.
 */
function isOfRuntime(error: unknown): error is LintelError {
  if (!(error instanceof Error) || error.name !== "LintelError") return false;
  return typeof (error as Partial<LintelError>).publicCode === "string";
}

interface Told {
  readonly code: string;
  readonly message: string;
  readonly next: string;
  readonly where?: string;
  readonly exitCode?: number;
}

/** The errors of this package's folders all carry a code and the next step. */
function isTold(error: unknown): error is Told {
  if (!(error instanceof Error)) return false;
  const { code, next } = error as { code?: unknown; next?: unknown };
  return typeof code === "string" && typeof next === "string";
}

const nextSteps: { readonly [code: string]: string } = {
  DATABASE_UNAVAILABLE: "Check that PostgreSQL runs, and what DATABASE_URL or --database-url says.",
  LOG_ARCHIVE_BROKEN: "Put the file back from a backup; until then read from the position after it: --from.",
  LOG_POSITION_GONE:
    "Read from the first that is kept, which lintel log status tells, or what was archived: --archive <folder>.",
  LOG_POSITION_AHEAD: "lintel log status tells the last position that was given.",
  LOG_EPOCH_OTHER:
    "lintel log status tells the epoch that is; what is of another may be archived: --archive <folder>.",
};

function nextOf(error: LintelError): string {
  return nextSteps[error.code] ?? "Mend what the message names, then run the command again.";
}
