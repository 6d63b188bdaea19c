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
  const read = readAs(text, measure);
  return read.outcome === "unfit" ? { outcome: "invalid", problem: read.problem } : read;
}

/** `unfit`: it is a quantity, of another measure. */
export type MeasureReading = QuantityReading | { readonly outcome: "unfit"; readonly problem: string };

/** As `parseQuantity`, and tells what is of another measure from what cannot be at all. */
export function readAs(text: string, measure: Measure): MeasureReading {
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
  if (condition.condition !== undefined && namesAnother(condition.condition, measure))
    return { outcome: "vague", missing: `Which one number stands for ${quoted(said.line)}?` };
  return { outcome: "clear", quantity: { ...amount, ...spoken(condition) } };
}

/** "on average and 150 rps": a condition that holds a second quantity of the same measure. Things may be counted in one. */
function namesAnother(condition: string, measure: Measure): boolean {
  if (measure === "count") return false;
  const words = condition.split(" ");
  return words.some(
    (word, position) =>
      /^[\d€$£]/.test(word) && "amount" in readers[measure](words.slice(position).join(" ")),
  );
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
