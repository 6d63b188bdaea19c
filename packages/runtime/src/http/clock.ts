let millisecond = 0;
let text = "";

/** The moment now, RFC 3339 in UTC with milliseconds. Written anew only when the millisecond is another. */
export function timestamp(): string {
  const now = Date.now();
  if (now !== millisecond) {
    millisecond = now;
    text = new Date(now).toISOString();
  }
  return text;
}
