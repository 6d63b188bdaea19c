import { fileURLToPath } from "node:url";

/**
 * Where in the user's files a piece of the blueprint was written. Kept as an unread `Error`: making one is
 * cheap, and only a finding or an error message pays for turning it into a file and a line.
 */
export interface Origin {
  readonly error: Error;
}

/** A place in the user's files. `line` counts from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/**
 * Remembers the caller of `builder`, the public function that the user called.
 *
 * @example
 * export function percentage() {
 *   return { unit: "%", origin: originOf(percentage) };
 * }
 */
export function originOf(builder: (...arguments_: never[]) => unknown): Origin {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  const holder = new Error("origin");
  Error.captureStackTrace(holder, builder);
  Error.stackTraceLimit = limit;
  return { error: holder };
}

/**
 * The file and line behind an origin: of the TypeScript source where the process reads source maps. Undefined where
 * the engine kept none, as for `anyone`, which is made once and called by nobody.
 */
export function placeOf(origin: Origin): Place | undefined {
  const frame = origin.error.stack?.split("\n").find((line) => line.startsWith("    at "));
  const match = frame && /^(.+):(\d+):\d+$/.exec(locationIn(frame.slice("    at ".length)));
  if (!match?.[1] || !match[2]) return undefined;
  const file = match[1].startsWith("file://") ? fileURLToPath(match[1]) : match[1];
  return { file, line: Number(match[2]) };
}

/** `file:1:2` of a frame: `builder (file:1:2)`, or the location alone. A path may hold spaces and parentheses. */
function locationIn(frame: string): string {
  if (!frame.endsWith(")")) return frame.replace(/^async /, "");
  return frame.slice(frame.indexOf(" (") + 2, -1);
}
