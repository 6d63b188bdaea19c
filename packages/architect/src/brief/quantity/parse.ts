import { breach } from "./bounds.js";
import { readDate } from "./date.js";
import { readDuration } from "./duration.js";
import { readCount, readCountRate, readRate } from "./flow.js";
import { formatQuantity } from "./format.js";
import { readLatency } from "./latency.js";
import { readMoney } from "./money.js";
import { readAvailability, readGrowth, readShare } from "./percent.js";
import { readCondition, tidy, withoutLead } from "./phrase.js";
import type { Measure, Quantity } from "./quantity.js";
import { type Amount, type QuantityReading, quoted } from "./reading.js";
import { readSize, readTransfer } from "./size.js";

const readers: { readonly [measure in Measure]: (text: string) => Amount } = {
  rate: readRate,
  latency: readLatency,
  duration: readDuration,
  size: readSize,
  transfer: readTransfer,
  count: readCount,
  countRate: readCountRate,
  share: readShare,
  growth: readGrowth,
  availability: readAvailability,
  money: readMoney,
  date: readDate,
};

/**
 * Reads a quantity of a measure as a person types it: "2k rps", "p99 under 150 ms", "3 nines". The same for the same meaning, in the measure's unit.
 * A number that could be two is refused, and both are named; so is what cannot be: a share above 100, or 10^30 of anything.
 */
export function parseQuantity(text: string, measure: Measure): QuantityReading {
  const read = readOne(text, measure);
  return read.outcome === "unfit" ? { outcome: "invalid", problem: read.problem } : read;
}

/** The same, where it may be of several measures: "99.9 % uptime" is an availability, and "80 %" a share. "rate: 5 a day" names the measure. */
export function parseQuantityOf(text: string, measures: readonly Measure[]): QuantityReading {
  const named = /^\s*([a-z]+)\s*:\s*(.*)$/is.exec(text);
  const measure = measures.find((one) => one.toLowerCase() === named?.[1]?.toLowerCase());
  if (measure) return parseQuantity(named?.[2] ?? "", measure);
  const readings = likeliest(text, measures).map((one) => readOne(text, one));
  const clear = readings.find(({ outcome }) => outcome === "clear");
  if (clear?.outcome === "clear") return clear;
  const invalid = readings.find(({ outcome }) => outcome === "invalid");
  if (invalid?.outcome === "invalid") return invalid;
  const [only] = measures.length === 1 ? readings : [];
  if (only?.outcome === "vague") return only;
  return {
    outcome: "vague",
    missing: `Which number with its unit is meant by ${quoted(text.trim())}, such as "80 %", "p95 within 150 ms" or "200 a day"?`,
  };
}

/** As `formatQuantity`, so that `parseQuantityOf` gives the same quantity. */
export function formatQuantityOf(quantity: Quantity, measures: readonly Measure[]): string {
  const text = formatQuantity(quantity);
  const read = parseQuantityOf(text, measures);
  const isSame = read.outcome === "clear" && read.quantity.measure === quantity.measure;
  return isSame ? text : `${quantity.measure}: ${text}`;
}

const order: readonly Measure[] = [
  "date",
  "money",
  "latency",
  "transfer",
  "size",
  "availability",
  "growth",
  "share",
  "rate",
  "countRate",
  "duration",
  "count",
];

/** The measures with the one first whose units say most; a rate of days or months is rather a number in a month. */
function likeliest(text: string, measures: readonly Measure[]): readonly Measure[] {
  const isUptime = /\b(?:nines?|9s|up|uptime|available|availability|down|downtime|service)\b/i.test(text);
  const isLong = /\b(?:day|week|month|quarter|year|dai|week|month|quarter|year|annual)(?:s|ly)?\b/i.test(
    text,
  );
  return order
    .filter((one) => measures.includes(one))
    .filter((one) => one !== "availability" || isUptime || !measures.includes("share"))
    .filter((one) => one !== "rate" || !isLong || !measures.includes("countRate"));
}

type Read = QuantityReading | { readonly outcome: "unfit"; readonly problem: string };

function readOne(text: string, measure: Measure): Read {
  const said = tidy(text);
  if ("problem" in said) return { outcome: "invalid", problem: said.problem };
  if (/^[+-]?(?:nan|inf(?:inity)?|∞)$/i.test(withoutLead(said.line)))
    return { outcome: "invalid", problem: `${quoted(said.line)} is no finite number.` };
  const read = readers[measure](said.line);
  if ("problem" in read) return { outcome: "invalid", problem: read.problem };
  if ("unfit" in read) return { outcome: "unfit", problem: read.unfit };
  if ("missing" in read) return { outcome: "vague", missing: read.missing };
  const amount = { measure, ...read.amount };
  const broken = breach(amount, quoted(said.line));
  if (broken !== undefined) return { outcome: "invalid", problem: broken };
  const condition = readCondition(read.rest);
  if ("missing" in condition) return { outcome: "vague", missing: condition.missing };
  return { outcome: "clear", quantity: { ...amount, ...spoken(condition) } };
}

/** A condition that is a rate is kept in a rate's unit: "at 2k rps" is "at 2,000 per second". */
function spoken({ condition }: { readonly condition?: string }): { readonly condition?: string } {
  if (condition === undefined) return {};
  const [, word = "", rest = ""] = /^(at|with|under|during)\s+(.+)$/i.exec(condition) ?? [];
  const rate = rest === "" ? undefined : parseQuantity(rest, "rate");
  if (rate?.outcome !== "clear" || rate.quantity.value === 0) return { condition };
  const kept: Quantity = rate.quantity;
  return { condition: `${word.toLowerCase()} ${formatQuantity(kept)}` };
}
