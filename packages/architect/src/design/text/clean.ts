/**
 * What cannot be seen and could change how the rest is read: control characters, marks that turn the direction of writing, and halves of surrogate
 * pairs. A tab or a line's end becomes a space.
 */
const unseen = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\p{Cs}\ufffe\uffff]/gu;

/** Text in one line, without what cannot be seen, trimmed. */
export function cleanLine(text: string): string {
  return text
    .replace(/[\s\u2028\u2029\u0085]+/gu, " ")
    .replace(unseen, "")
    .trim();
}

/** Code in one line: each space counts, and an end of a line or a tab is one. */
export function cleanCode(text: string): string {
  return text
    .replace(/\r\n|[\s\u2028\u2029\u0085]/gu, " ")
    .replace(unseen, "")
    .trim();
}

/** Text of several lines, without what cannot be seen but for tabs and ends of lines. */
export function cleanText(text: string): string {
  return text.replace(unseen, (mark) => (mark === "\n" || mark === "\t" ? mark : ""));
}
