import type { Readable } from "node:stream";

/** Longer than any answer that a brief takes. */
export const MOST_BYTES = 4_194_304;

const LINE_END = 0x0a;

/**
 * The lines of a stream, as text. Of one that is longer than `MOST_BYTES` nothing is kept: it comes as undefined, and the next line is read as ever.
 */
export async function* linesOf(input: Readable): AsyncGenerator<string | undefined> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    let rest: Buffer = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    for (let end = rest.indexOf(LINE_END); end >= 0; end = rest.indexOf(LINE_END)) {
      size += end;
      if (size <= MOST_BYTES) parts.push(rest.subarray(0, end));
      yield size > MOST_BYTES ? undefined : Buffer.concat(parts).toString("utf8");
      rest = rest.subarray(end + 1);
      parts = [];
      size = 0;
    }
    size += rest.length;
    if (size > MOST_BYTES) parts = [];
    else parts.push(rest);
  }
}
