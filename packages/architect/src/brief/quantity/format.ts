import { isoDay } from "./date.js";
import type { Quantity } from "./quantity.js";
import { byteUnits } from "./size.js";
import { seconds } from "./time.js";

/** A number with its thousands set off by commas, which reads back as itself. */
export function formatNumber(value: number): string {
  const text = String(value);
  const [, sign = "", whole = "", decimals = ""] = /^(-?)(\d+)(\.\d+)?$/.exec(text) ?? [];
  if (whole === "") return text;
  // "1.531" could be 1,531: a nought more, and it cannot.
  const unmistakable = decimals.length === 4 && whole !== "0" && whole.length < 4 ? `${decimals}0` : decimals;
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${unmistakable}`;
}

/**
 * A quantity as a person may type it, in the unit in which it is shortest. Read as its measure, it gives the very same quantity.
 */
export function formatQuantity(quantity: Quantity): string {
  const { condition } = quantity;
  return condition === undefined ? amountOf(quantity) : `${amountOf(quantity)} ${condition}`;
}

function amountOf({ measure, value, percentile, currency, per }: Quantity): string {
  switch (measure) {
    case "rate":
      return inUnits(value, [
        [1, "per second"],
        [1 / 60, "per minute"],
        [1 / 3_600, "per hour"],
        [1 / seconds.day, "per day"],
        [1 / seconds.month, "per month"],
      ]);
    case "countRate":
      return inUnits(value, [
        [1, "per month"],
        [seconds.month / seconds.day, "per day"],
        [1 / 12, "per year"],
      ]);
    case "latency":
      return `p${percentile} within ${inUnits(value, [
        [1_000, "s"],
        [1, "ms"],
      ])}`;
    case "duration":
      return inUnits(value, [
        [seconds.year, "years"],
        [seconds.month, "months"],
        [seconds.day, "days"],
        [seconds.h, "h"],
        [seconds.min, "min"],
        [1, "s"],
        [0.001, "ms"],
      ]).replace(/^1 (year|month|day)s$/, "1 $1");
    case "size":
      return inBytes(value, 1, "");
    case "transfer":
      return inBytes(value, 1, " per month");
    case "count":
      return formatNumber(value);
    case "share":
      return `${value} %`;
    case "availability":
      return `${value} % uptime`;
    case "growth":
      return `${formatNumber(value).replace(/(?<=^-?\d{1,3}\.\d{3})0$/, "")} % a month`;
    case "money":
      return `${formatNumber(value)} ${currency}${per ? " a month" : ""}`;
    case "date":
      return isoDay(value);
  }
}

type Unit = readonly [factor: number, name: string];

/**
 * In the first unit that gives a whole number of few digits; otherwise in the unit of the measure, in full. A unit is taken only where the way
 * back gives the same number.
 */
function inUnits(value: number, units: readonly Unit[]): string {
  for (const digits of [4, 7]) {
    for (const [factor, name] of units) {
      const amount = Number((value / factor).toPrecision(digits));
      const isBack =
        Number((amount * factor).toPrecision(15)) === value || (factor === 1 && amount === value);
      if (isBack && amount >= 1 && Number.isInteger(amount)) return `${formatNumber(amount)} ${name}`;
    }
  }
  const base = units.find(([factor]) => factor === 1);
  return `${formatNumber(value)} ${base?.[1] ?? ""}`.trim();
}

function inBytes(value: number, factor: number, suffix: string): string {
  const isNatural = value > 0 && [...byteUnits].some(([, bytes]) => value % bytes === 0);
  const units: Unit[] = byteUnits.map(([name, bytes]) => [bytes * factor, `${name}${suffix}`]);
  return isNatural
    ? inUnits(value, [...units, [1, `bytes${suffix}`]])
    : `${formatNumber(value)} bytes${suffix}`;
}
