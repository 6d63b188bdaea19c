import { type Amount, quoted } from "./reading.js";

const DAY_MS = 86_400_000;
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const longMonths =
  "january february march april may june july august september october november december".split(" ");

/** The day's number since 1970-01-01 in UTC; undefined where the calendar has no such day. */
function dayNumber(year: number, month: number, day: number): number | undefined {
  const time = Date.UTC(year, month - 1, day);
  const made = new Date(time);
  const isDay =
    made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
  return isDay && year >= 1000 ? time / DAY_MS : undefined;
}

/** "2027-03-31". */
export function isoDay(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

function monthOf(word: string): number {
  const said = word.toLowerCase().replace(/\.$/, "");
  const long = longMonths.indexOf(said);
  return (long >= 0 ? long : months.indexOf(said === "sept" ? "sep" : said)) + 1;
}

const asked = (text: string): Amount => ({
  missing: `Which day is meant by ${quoted(text)}? Say it so: "2027-03-31", "31 March 2027" or "Q2 2027".`,
});

/** "2027-03-31", "31 March 2027", "31.3.2027"; of a month, a quarter or the end of a year, the last day. */
export function readDate(said: string): Amount {
  const text = said
    .replace(/^(?:by|on|before|until|till|in|at|the|not later than|no later than)\s+/gi, "")
    .replace(/^the\s+/i, "");
  const at = (year: string, month: number, day: number, rest: string): Amount => {
    const value = dayNumber(Number(year), month, day);
    return value === undefined
      ? { problem: `${quoted(said)} is no day of the calendar.` }
      : { amount: { value }, rest };
  };
  const endOf = (year: string, month: number, rest: string): Amount => {
    if (month < 1 || month > 12) return { problem: `${quoted(said)} is no month of a year.` };
    return { amount: { value: Date.UTC(Number(year), month, 0) / DAY_MS }, rest };
  };
  let found = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:T[\d:.]+Z?)?(?![\d-])\s*(.*)$/i.exec(text);
  if (found) return at(found[1] ?? "", Number(found[2]), Number(found[3]), found[4] ?? "");
  found = /^(\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?([a-z]{3,9}\.?),?\s+(\d{4})(?!\d)\s*(.*)$/i.exec(text);
  if (found && monthOf(found[2] ?? "") > 0)
    return at(found[3] ?? "", monthOf(found[2] ?? ""), Number(found[1]), found[4] ?? "");
  found = /^([a-z]{3,9}\.?)\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)\s*(.*)$/i.exec(text);
  if (found && monthOf(found[1] ?? "") > 0)
    return at(found[3] ?? "", monthOf(found[1] ?? ""), Number(found[2]), found[4] ?? "");
  found = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)\s*(.*)$/.exec(text);
  if (found) return at(found[3] ?? "", Number(found[2]), Number(found[1]), found[4] ?? "");
  found = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?!\d)\s*(.*)$/.exec(text);
  if (found) return slashed(said, Number(found[1]), Number(found[2]), found[3] ?? "", at, found[4] ?? "");
  found = /^q([1-4])[\s/-]*(?:of\s+)?(\d{4})(?!\d)\s*(.*)$/i.exec(text);
  if (found) return endOf(found[2] ?? "", Number(found[1]) * 3, found[3] ?? "");
  found = /^(\d{4})[\s/-]*q([1-4])(?!\d)\s*(.*)$/i.exec(text);
  if (found) return endOf(found[1] ?? "", Number(found[2]) * 3, found[3] ?? "");
  found = /^(\d{4})-(\d{1,2})(?![\d-])\s*(.*)$/.exec(text);
  if (found) return endOf(found[1] ?? "", Number(found[2]), found[3] ?? "");
  found = /^(?:end of\s+)?([a-z]{3,9}\.?),?\s+(?:of\s+)?(\d{4})(?!\d)\s*(.*)$/i.exec(text);
  if (found && monthOf(found[1] ?? "") > 0)
    return endOf(found[2] ?? "", monthOf(found[1] ?? ""), found[3] ?? "");
  found = /^(?:the\s+)?end of\s+(?:the\s+year\s+)?(\d{4})(?!\d)\s*(.*)$/i.exec(text);
  if (found) return endOf(found[1] ?? "", 12, found[2] ?? "");
  return asked(said);
}

/** Day and month with strokes: which is which, where only one of them can be the month. */
function slashed(
  said: string,
  first: number,
  second: number,
  year: string,
  at: (year: string, month: number, day: number, rest: string) => Amount,
  rest: string,
): Amount {
  if (first > 12 || first === second) return at(year, second, first, rest);
  if (second > 12) return at(year, first, second, rest);
  const asDay = (month: number, day: number) =>
    `${day} ${longMonths[month - 1]?.replace(/^./, (letter) => letter.toUpperCase())} ${year}`;
  return {
    problem: `${quoted(said)} can be ${asDay(second, first)} or ${asDay(first, second)}: write it as one of them.`,
  };
}

/** "31 March 2027". */
export function spokenDay(number: number): string {
  const [year, month, day] = isoDay(number).split("-").map(Number);
  const name = longMonths[(month ?? 1) - 1] ?? "";
  return `${day} ${name.slice(0, 1).toUpperCase()}${name.slice(1)} ${year}`;
}
