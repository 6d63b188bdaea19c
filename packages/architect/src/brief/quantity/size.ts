import { times } from "./number.js";
import { leadingNumber } from "./phrase.js";
import { type Amount, quoted } from "./reading.js";
import { readPer, seconds } from "./time.js";

/** Bytes of the units, the largest first: steps of a thousand, and of 1,024 with an "i". */
export const byteUnits: readonly (readonly [string, number])[] = [
  ...["EB", "PB", "TB", "GB", "MB", "kB"].map((unit, index) => [unit, 1_000 ** (6 - index)] as const),
  ...["EiB", "PiB", "TiB", "GiB", "MiB", "KiB"].map((unit, index) => [unit, 1_024 ** (6 - index)] as const),
];

const prefixes = ["k", "m", "g", "t", "p", "e"];
const written =
  /^(?:(k|m|g|t|p|e)(i)?(bytes?|bits?|b)|(kilo|mega|giga|tera|peta|exa|kibi|mebi|gibi|tebi|pebi|exbi)?(bytes?|bits?)|b)(?![a-z])/i;

/** A unit of bytes or bits at the beginning of a text: the bytes in it, and what stands after it. */
export function readByteUnit(text: string): { readonly bytes: number; readonly rest: string } | undefined {
  const found = written.exec(text) ?? /^([kmgt])(i)?(bps)(?![a-z])/i.exec(text);
  if (!found) return undefined;
  const [whole, letter = "", binary, unit = "", long = "", bytes = ""] = found;
  const noun = unit || bytes || "b";
  const isBits = /^b(?:it|ps)/i.test(noun);
  const prefix = letter.toLowerCase() || long.slice(0, 1).toLowerCase();
  const step = binary || /bi$/i.test(long) ? 1_024 : 1_000;
  const factor = prefix === "" ? 1 : step ** (prefixes.indexOf(prefix) + 1);
  // "Mbps" is bits in a second.
  const rest = text.slice(whole.length - (noun.toLowerCase() === "bps" ? 2 : 0));
  return { bytes: isBits ? factor / 8 : factor, rest: rest.trimStart() };
}

/** "512 KiB", "5 GB", "20 million bytes". */
export function readSize(text: string): Amount {
  const number = leadingNumber(text);
  if (!number) return { missing: `How many bytes are ${quoted(text)}, such as "512 KiB" or "5 GB"?` };
  if ("problem" in number || "missing" in number) return number;
  const unit = readByteUnit(number.rest);
  if (!unit) {
    if (number.value === 0 && number.rest === "") return { amount: { value: 0 }, rest: "" };
    return { missing: `In which unit is ${quoted(text)}: kB, MB, GB or TB?` };
  }
  if (readPer(unit.rest))
    return {
      unfit: `${quoted(text)} is bytes in a time, and what is asked for is a size, such as "5 GB".`,
    };
  return { amount: { value: times(number.value, unit.bytes) }, rest: unit.rest };
}

/** "5 GB a month", "100 Mbit/s". */
export function readTransfer(text: string): Amount {
  const number = leadingNumber(text);
  if (!number)
    return { missing: `How many bytes in which time are ${quoted(text)}, such as "5 GB a month"?` };
  if ("problem" in number || "missing" in number) return number;
  const unit = readByteUnit(number.rest);
  if (!unit) return { missing: `In which unit is ${quoted(text)}, such as "GB a month"?` };
  const per = readPer(unit.rest) ?? perSecond(unit.rest);
  if (!per) return { missing: `In which time are ${quoted(text)}: a second, a day or a month?` };
  const value = times(times(number.value, unit.bytes), seconds.month / seconds[per.unit]);
  return { amount: { value }, rest: per.rest };
}

function perSecond(text: string) {
  return /^ps\b/.test(text) ? { unit: "s" as const, rest: text.slice(2).trimStart() } : undefined;
}
