import { leadingNumber } from "./phrase.js";
import { type Amount, quoted } from "./reading.js";
import { readByteUnit } from "./size.js";
import { readPer, readTimeUnit, seconds, type TimeUnit } from "./time.js";

const abbreviations: readonly (readonly [RegExp, TimeUnit])[] = [
  [/^(?:[rqteom]ps|tx\/s)(?![a-z])\s*/i, "s"],
  [/^[rqt]pm(?![a-z])\s*/i, "min"],
];

/** Words between a number and its time, or at its end, that are no name of a thing. */
const noThing =
  /^(?:at|during|on|in|with|without|while|for|when|whenever|under|between|from|outside|if|where|unless|except|as|per|a|an|each|every|after|before|by|of|across|including|excluding|or|max|min|hourly|daily|weekly|monthly|quarterly|yearly|annually|percent|total|overall)$/i;

/** The name of what is counted: up to four words. */
function readThing(text: string): { readonly thing: string; readonly rest: string } {
  const said: string[] = [];
  let rest = text;
  while (said.length < 4) {
    const word = /^[\p{L}][\p{L}'-]*(?=[\s/,(]|$)/u.exec(rest)?.[0];
    if (word === undefined || noThing.test(word)) break;
    if (said.length === 0 && (readTimeUnit(rest) || readByteUnit(rest))) break;
    said.push(word);
    rest = rest.slice(word.length).trimStart();
  }
  return { thing: said.join(" "), rest };
}

/** "2k rps", "120k requests/day", "3 million a month": in a second. */
export const readRate = (text: string) => readFlow(text, "s");
/** The same in a month. */
export const readCountRate = (text: string) => readFlow(text, "month");

function readFlow(text: string, unit: TimeUnit): Amount {
  const example = unit === "s" ? "200 requests a second" : "3 million a month";
  const number = leadingNumber(text, { scales: true });
  if (!number)
    return { missing: `Which number is meant by ${quoted(text)}, and in which time, such as "${example}"?` };
  if ("problem" in number || "missing" in number) return number;
  const inTime = (per: TimeUnit, rest: string): Amount => ({
    amount: {
      value:
        per === unit ? number.value : Number(((number.value * seconds[unit]) / seconds[per]).toPrecision(15)),
    },
    rest,
  });
  for (const [abbreviation, per] of abbreviations) {
    const found = abbreviation.exec(number.rest);
    if (found) return inTime(per, number.rest.slice(found[0].length));
  }
  const thing = readThing(number.rest);
  const per = readPer(thing.rest);
  if (per) return inTime(per.unit, per.rest);
  if (number.value === 0 && thing.rest === "") return inTime(unit, "");
  if (readByteUnit(thing.rest))
    return { unfit: `${quoted(text)} is bytes, and what is asked for is how often: such as "${example}".` };
  return { missing: `In which time are ${quoted(text)}: a second, an hour, a day or a month?` };
}

/** "1,200", "3 million rows", "10k concurrent users". */
export function readCount(text: string): Amount {
  if (/^(?:none|no one|nobody)$/i.test(text)) return { amount: { value: 0 }, rest: "" };
  const number = leadingNumber(text, { scales: true });
  if (!number) return { missing: `How many are ${quoted(text)}? A number, such as "1,200" or "3 million".` };
  if ("problem" in number || "missing" in number) return number;
  if (!Number.isInteger(number.value) && Number.isFinite(number.value))
    return { problem: `${quoted(text)} is no whole number.` };
  const { thing, rest } = readThing(number.rest);
  const isOther = thing === "" && (readTimeUnit(rest) || readByteUnit(rest) || /^[%$€£]/.test(rest));
  if (isOther || /^(?:[rqteo]ps|[rqt]pm)$/i.test(thing))
    return { unfit: `${quoted(text)} is no number of things: it has a unit.` };
  if (readPer(rest))
    return { unfit: `${quoted(text)} is a number in a time, and what is asked for is how many there are.` };
  return { amount: { value: number.value }, rest };
}
