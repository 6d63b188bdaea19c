import { formatQuantity } from "./format.js";
import type { Measure, Quantity } from "./quantity.js";

/** What a number may be, in the measure's unit: beyond it, somebody slipped. */
const sane: { readonly [measure in Measure]: readonly [least: number, most: number] } = {
  rate: [0, 1e9],
  latency: [0.001, 86_400_000],
  duration: [0, 31_536_000_000],
  size: [0, 1e21],
  transfer: [0, 1e21],
  count: [0, 1e15],
  countRate: [0, 1e15],
  share: [0, 100],
  growth: [-100, 100_000],
  availability: [50, 99.9999999],
  money: [0, 1e12],
  date: [-25_567, 84_005],
};

/** Why a quantity cannot be: what it is, and the rule that it breaks; undefined where it can. */
export function breach(quantity: Quantity, said: string): string | undefined {
  const { measure, value } = quantity;
  if (!Number.isFinite(value)) return `${said} is no finite number.`;
  if (measure === "availability" && value >= 100)
    return value === 100
      ? `${said} cannot be promised: whatever runs is down at times. 99.99 % is 53 min down in a year.`
      : `${said} is more than all of the year.`;
  const [least, most] = sane[measure];
  if (value < 0 && least === 0) return `${said} is below nought.`;
  if (measure === "latency" && value <= 0) return `${said} is no time in which anything can be answered.`;
  const limit = (bound: number) => formatQuantity({ ...quantity, value: bound });
  if (value < least) return `${said} is less than can be meant: ${limit(least)} at least.`;
  if (value > most) return `${said} is more than can be meant: ${limit(most)} at most.`;
  return undefined;
}
