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
 * export function text(): Field<string> {
 *   return field({ kind: "text" }, originOf(text));
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

/** The file and line behind an origin, or undefined where the engine kept none. */
export function placeOf(origin: Origin): Place | undefined {
  const frame = origin.error.stack?.split("\n").find((line) => line.trimStart().startsWith("at "));
  const match = frame?.match(/(?:\()?((?:file:\/\/)?[^()\s]+?):(\d+):\d+\)?$/);
  if (!match?.[1] || !match[2]) return undefined;
  const file = match[1].startsWith("file://") ? decodeURIComponent(new URL(match[1]).pathname) : match[1];
  return { file, line: Number(match[2]) };
}
