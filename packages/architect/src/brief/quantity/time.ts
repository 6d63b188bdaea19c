/** Seconds of the spans that people name. A year has 365 days, and a month is a twelfth of it. */
export const seconds = Object.freeze({
  ms: 0.001,
  s: 1,
  min: 60,
  h: 3_600,
  day: 86_400,
  week: 604_800,
  month: 2_628_000,
  quarter: 7_884_000,
  year: 31_536_000,
});

export type TimeUnit = keyof typeof seconds;

const spellings: { readonly [unit in TimeUnit]: string } = {
  ms: "ms|msecs?|millis|milliseconds?",
  s: "s|secs?|seconds?",
  min: "m|mins?|minutes?",
  h: "h|hrs?|hours?",
  day: "d|days?",
  week: "w|wks?|weeks?",
  month: "mo|mos|mths?|months?",
  quarter: "quarters?",
  year: "y|yrs?|years?|p\\.?a",
};

const units = Object.keys(seconds) as readonly TimeUnit[];
const beginnings = units.map(
  (unit) => [unit, new RegExp(`^(?:${spellings[unit]})(?![a-z])\\.?`, "i")] as const,
);

/** The unit of time at the beginning of a text, and what stands after it. */
export function readTimeUnit(text: string): { readonly unit: TimeUnit; readonly rest: string } | undefined {
  for (const [unit, beginning] of beginnings) {
    const found = beginning.exec(text);
    if (found) return { unit, rest: text.slice(found[0].length).trimStart() };
  }
  return undefined;
}

const adverbs: readonly (readonly [RegExp, TimeUnit])[] = [
  [/^hourly\b/i, "h"],
  [/^daily\b/i, "day"],
  [/^weekly\b/i, "week"],
  [/^monthly\b/i, "month"],
  [/^quarterly\b/i, "quarter"],
  [/^(?:yearly|annually|p\.?\s?a\b\.?)/i, "year"],
];

/** "a month", "per second", "/s", "every day", "daily" at the beginning of a text. */
export function readPer(text: string): { readonly unit: TimeUnit; readonly rest: string } | undefined {
  for (const [adverb, unit] of adverbs) {
    const found = adverb.exec(text);
    if (found) return { unit, rest: text.slice(found[0].length).trimStart() };
  }
  const per = /^(?:\/\s?|(?:per|an?|each|every|in an?|in one)\s+)(?=[a-z])/i.exec(text);
  return per ? readTimeUnit(text.slice(per[0].length)) : undefined;
}
