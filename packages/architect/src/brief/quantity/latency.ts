import { times } from "./number.js";
import { leadingNumber } from "./phrase.js";
import { type Amount, quoted } from "./reading.js";
import { readTimeUnit, seconds } from "./time.js";

const forms: readonly (readonly [RegExp, (said: string) => number])[] = [
  [/\bp\s?(\d{2,5}(?:[.,]\d+)?)\b/i, ofDigits],
  [/\b(\d{2,3}(?:[.,]\d+)?)(?:st|nd|rd|th)?[\s-]?(?:percentile|pctl)\b/i, plain],
  [/\bpercentile\s?(\d{2,3}(?:[.,]\d+)?)\b/i, plain],
  [/\b(median)\b/i, () => 50],
  [
    /^(\d{2,3}(?:[.,]\d+)?)\s?(?:%|percent\b|per cent\b)(?=\s?(?:of|under|within|in|below|less|at most|faster|<|answered|:))(?:\s?of (?:all |the )?(?:[a-z]+))?(?:\s(?:are )?(?:answered|done|served|complete|faster))?/i,
    plain,
  ],
  [
    /\b(\d{2,3}(?:[.,]\d+)?)\s?(?:%|percent|per cent) of (?:all |the )?(?:requests|calls|reads|writes|queries|answers|responses|cases|them|the time)\b/i,
    plain,
  ],
  [
    /\b(always|worst[ -]case|every (?:single )?(?:request|call|one)|all (?:requests|calls)|the slowest)\b/i,
    () => 100,
  ],
];

function plain(said: string): number {
  return Number(said.replace(",", "."));
}

/** "p999" is 99.9. */
function ofDigits(said: string): number {
  return /^9{3,5}$|^99[0-9]{1,3}$/.test(said) ? Number(`${said.slice(0, 2)}.${said.slice(2)}`) : plain(said);
}

/** "p99 under 150 ms", "95th percentile below 0.2 s", "150 ms p95": never without its percentile. */
export function readLatency(text: string): Amount {
  const form = forms
    .map(([pattern, value]) => ({ found: pattern.exec(text), value }))
    .find(({ found }) => found);
  const found = form?.found;
  const said = found ? `${text.slice(0, found.index)}  ${text.slice(found.index + found[0].length)}` : text;
  const number = leadingNumber(
    said
      .replace(/\b(?:at|for|in|as|on)?\s*(?:the|a)?\s {2}(?:\s*[:=-])?/i, " ")
      .replace(/\( {2}\)/, " ")
      .replace(/\s+/g, " ")
      .replace(
        /^\s*(?:(?:latency|response times?|responses?|answers?|requests?|calls)\s+)*(?:of\s+(?:all\s+)?[a-z]+s\s+)?(?:(?:of|is|are)\s)?/i,
        "",
      ),
  );
  if (!number)
    return { missing: `Within how many milliseconds, at which percentile? Such as "p95 within 150 ms".` };
  if ("problem" in number || "missing" in number) return number;
  const unit = readTimeUnit(number.rest);
  if (!unit) return { missing: `In which unit is ${quoted(text)}: ms or s?` };
  if (!found || !form) {
    const average = /\b(?:average|avg|mean|typical(?:ly)?|usually)\b/i.exec(text);
    return {
      missing: average
        ? `At which percentile, instead of "${average[0]}", which hides the slow ones? Such as "p95 within 150 ms".`
        : `At which percentile is ${quoted(text)}? Such as "p95 within 150 ms": 95 of 100 answers come in time.`,
    };
  }
  const percentile = form.value(found[1] ?? "");
  if (!(percentile >= 50 && percentile <= 100))
    return { problem: `${quoted(found[0])} is no percentile from 50 to 100.` };
  const value = times(number.value, seconds[unit.unit] === 0.001 ? 1 : seconds[unit.unit] * 1_000);
  return { amount: { value, percentile }, rest: unit.rest };
}
