import { formatQuantity } from "./format.js";
import { parseQuantity, readAs } from "./parse.js";
import type { Measure, Quantity } from "./quantity.js";
import { type QuantityReading, quoted } from "./reading.js";

/** As `parseQuantity`, where it may be of several measures: "99.9 % uptime" is an availability, and "80 %" a share. "rate: 5 a day" names the measure. */
export function parseQuantityOf(text: string, measures: readonly Measure[]): QuantityReading {
  const named = /^\s*([a-z]+)\s*:\s*(.*)$/is.exec(text);
  const measure = measures.find((one) => one.toLowerCase() === named?.[1]?.toLowerCase());
  if (measure) return parseQuantity(named?.[2] ?? "", measure);
  const [first, ...others] = measures;
  if (first && others.length === 0) return parseQuantity(text, first);
  const readings = likeliest(text, measures).map((one) => readAs(text, one));
  const clear = readings.find(({ outcome }) => outcome === "clear");
  if (clear?.outcome === "clear") return clear;
  const invalid = readings.find(({ outcome }) => outcome === "invalid");
  if (invalid?.outcome === "invalid") return invalid;
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
  const isLong =
    /\b(?:days?|daily|weeks?|weekly|months?|monthly|quarters?|quarterly|years?|yearly|annually)\b/i.test(
      text,
    );
  return order
    .filter((one) => measures.includes(one))
    .filter((one) => one !== "availability" || isUptime || !measures.includes("share"))
    .filter((one) => one !== "rate" || !isLong || !measures.includes("countRate"));
}
