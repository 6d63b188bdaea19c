import { LintelError } from "../errors.js";

/** What may be logged of an error. */
export interface SafeError {
  readonly type: string;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  /** Of PostgreSQL: which constraint, table or column. Names of the blueprint, never values. */
  readonly constraint?: string | undefined;
  readonly table?: string | undefined;
  readonly column?: string | undefined;
  /** Where it came from, one frame a line, without the message. */
  readonly stack?: string | undefined;
  readonly cause?: SafeError | undefined;
}

const deepest = 3;
const mostFrames = 12;
const longest = 1_000;

/**
 * An error without what people wrote into their requests. PostgreSQL's `detail` and `where`, parameters and any other
 * property are left out. So is the detail of a `LintelError`, which names the value that was received. Where an
 * error quotes its input (a parser's, or PostgreSQL's "data exception"), the message ends before the quotation. Never throws,
 * whatever was thrown: a message may be no text, and looking at an error may fail.
 */
export function safeError(error: unknown, depth = 0): SafeError {
  try {
    return described(error, depth);
  } catch {
    return { type: "unreadable" };
  }
}

function described(error: unknown, depth: number): SafeError {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = textOf(error, "code");
  return {
    type: textOf(error, "name") ?? "Error",
    code: error instanceof LintelError ? error.publicCode : code,
    message: messageOf(error, code),
    constraint: textOf(error, "constraint"),
    table: textOf(error, "table"),
    column: textOf(error, "column"),
    stack: framesOf(error),
    cause: error.cause !== undefined && depth < deepest ? safeError(error.cause, depth + 1) : undefined,
  };
}

/** The same on one line, for whoever reads why something did not work: `Error ECONNREFUSED: connect ...`. */
export function errorLine(error: unknown): string {
  const { type, code, message, cause } = safeError(error);
  const parts = [code === undefined ? type : `${type} ${code}`, message, cause?.message];
  return parts
    .filter((part) => part)
    .join(": ")
    .slice(0, longest);
}

function messageOf(error: Error, code: string | undefined): string | undefined {
  if (error instanceof LintelError) return error.code === "DECLARED" ? error.publicCode : error.title;
  const quotes = error instanceof SyntaxError || code?.startsWith("22");
  const written: unknown = error.message;
  if (typeof written !== "string") return undefined;
  const message = written.slice(0, longest);
  return quotes ? message.replace(/\s*["':][\s\S]*$/, " [...]") : message;
}

function textOf(error: Error, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value.slice(0, 200) : undefined;
}

/** The stack's frames. The message before them is cut off: it has been made safe by itself. */
function framesOf(error: Error): string | undefined {
  const stack: unknown = error.stack;
  if (typeof stack !== "string") return undefined;
  const frames = stack.match(/^ {4}at .*$/gm);
  return frames?.slice(0, mostFrames).join("\n");
}
