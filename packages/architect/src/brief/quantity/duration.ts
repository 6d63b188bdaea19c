import { readNumber, times } from "./number.js";
import { leadingNumber } from "./phrase.js";
import { type Amount, quoted } from "./reading.js";
import { readTimeUnit, seconds, type TimeUnit } from "./time.js";

const after: { readonly [unit in TimeUnit]?: TimeUnit } = { h: "min", min: "s" };

/** "15 minutes", "1h30", "1 hour and 30 minutes", "half an hour", "7 years"; nought needs no unit. */
export function readDuration(text: string): Amount {
  if (/^(?:forever|indefinitely|always|permanently)\b/i.test(text))
    return { missing: "For how many years, at least, is that?" };
  const first = leadingNumber(text);
  if (!first) return { missing: `Which span of time is meant by ${quoted(text)}, such as "15 minutes"?` };
  if ("problem" in first || "missing" in first) return first;
  if (first.value === 0 && first.rest === "") return { amount: { value: 0 }, rest: "" };
  const unit = readTimeUnit(first.rest);
  if (!unit) return { missing: `In which unit is ${quoted(text)}: seconds, minutes, hours, days or years?` };
  return withSmaller(times(first.value, seconds[unit.unit]), unit.unit, unit.rest);
}

/** "30 minutes" behind "1 hour", and so on downwards. A number alone after hours is minutes, after minutes seconds. */
function withSmaller(value: number, unit: TimeUnit, text: string): Amount {
  const next = readNumber(text.replace(/^(?:and|,)\s+/, ""));
  if (!next || "problem" in next) return { amount: { value }, rest: text };
  const bare = next.rest === "" ? after[unit] : undefined;
  const named = readTimeUnit(next.rest) ?? (bare && { unit: bare, rest: "" });
  if (!named || seconds[named.unit] >= seconds[unit]) return { amount: { value }, rest: text };
  const sum = Number((value + next.value * seconds[named.unit]).toPrecision(15));
  return withSmaller(sum, named.unit, named.rest);
}
