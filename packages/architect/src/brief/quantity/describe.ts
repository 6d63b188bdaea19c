import { spokenDay } from "./date.js";
import { formatNumber, formatQuantity } from "./format.js";
import type { Quantity } from "./quantity.js";
import { seconds } from "./time.js";

/** A quantity in plain words: how it is said back to whoever gave it. */
export function describeQuantity(quantity: Quantity): string {
  const { condition, ...amount } = quantity;
  return condition === undefined ? words(amount) : `${words(amount)} ${condition}`;
}

function words(quantity: Quantity): string {
  const { measure, value } = quantity;
  switch (measure) {
    case "availability":
      return `${value} % of a year: ${span(((100 - value) / 100) * seconds.year)} down at most`;
    case "latency":
      return `${quantity.percentile === 100 ? "every answer" : `${quantity.percentile} of 100 answers`} within ${formatQuantity(quantity).replace(/^p\S+ within /, "")}`;
    case "growth":
      return value === 0
        ? "no growth"
        : `${formatNumber(Number(value.toPrecision(3)))} % a month, which is ${formatNumber(Number(((1 + value / 100) ** 12).toPrecision(3)))} times as much after a year`;
    case "date":
      return spokenDay(value);
    case "rate":
    case "countRate":
    case "transfer":
      return formatQuantity(quantity)
        .replace(/\bper (hour)/, "an $1")
        .replace(/\bper /, "a ");
    default:
      return formatQuantity(quantity);
  }
}

/** In the two largest units that say something: "8 h 46 min". */
function span(given: number): string {
  const units: readonly (readonly [number, string])[] = [
    [seconds.day, "days"],
    [seconds.h, "h"],
    [seconds.min, "min"],
    [1, "s"],
  ];
  const first = units.findIndex(([size]) => given >= size);
  const [large, small] = [units[first], units[first + 1]];
  if (!large) return `${formatNumber(Number((given * 1_000).toPrecision(3)))} ms`;
  if (!small) return `${formatNumber(Number(given.toPrecision(3)))} s`;
  const inSmall = Math.round(given / small[0]);
  const perLarge = large[0] / small[0];
  const [wholes, parts] = [Math.floor(inSmall / perLarge), inSmall % perLarge];
  const name = large[1] === "days" && wholes === 1 ? "day" : large[1];
  return parts === 0 ? `${wholes} ${name}` : `${wholes} ${name} ${parts} ${small[1]}`;
}
