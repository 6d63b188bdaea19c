import { readDuration } from "./duration.js";
import { leadingNumber, withoutLead } from "./phrase.js";
import { type Amount, quoted } from "./reading.js";
import { readPer, seconds } from "./time.js";

const sign = /^(?:%|percent(?![a-z])|per cent(?![a-z])|pct(?![a-z]))\s*/i;

/** "80 %", "80 percent". */
export function readShare(text: string): Amount {
  const number = leadingNumber(text, { decimal: "point-or-comma" });
  if (!number) return { missing: `How many per cent are ${quoted(text)}, such as "80 %"?` };
  if ("problem" in number || "missing" in number) return number;
  const found = sign.exec(number.rest);
  if (!found) {
    if (/^[a-z$€£]/i.test(number.rest))
      return { unfit: `${quoted(text)} is no share: say it in per cent, such as "80 %".` };
    return { missing: `Is ${quoted(text)} in per cent? Say it so: "80 %".` };
  }
  return { amount: { value: number.value }, rest: number.rest.slice(found[0].length) };
}

/** "99.95 %", "3 nines", "8 h down a year". Without a sign where it can be nothing else. */
export function readAvailability(text: string): Amount {
  if (/^(?:always|24\s?[/x]\s?7|around the clock|all the time)\b/i.test(text))
    return { missing: 'How long may it be down in a year? Say it in per cent, such as "99.9 %".' };
  const body = withoutLead(text);
  const downtime = readDuration(body);
  if ("amount" in downtime) {
    const said = /^(?:of\s+)?(?:down(?:time)?|outages?)\s*/i.exec(downtime.rest);
    const per = said && readPer(downtime.rest.slice(said[0].length));
    if (said && per) {
      const value = Number((100 - (downtime.amount.value / seconds[per.unit]) * 100).toPrecision(15));
      return { amount: { value }, rest: per.rest };
    }
  }
  const number = leadingNumber(body, { decimal: "point-or-comma" });
  if (!number)
    return { missing: `How long may it be down? Say it in per cent, such as "99.9 %", not ${quoted(text)}.` };
  if ("problem" in number || "missing" in number) return number;
  const nines = /^(?:nines|9s|9's|nine)(?![a-z])\s*/i.exec(number.rest);
  if (nines) {
    if (number.value < 1 || number.value > 9 || (number.value * 2) % 1 !== 0)
      return { problem: `${quoted(text)} is no availability: two nines are 99 %, five are 99.999 %.` };
    return {
      amount: { value: ofNines(number.value) },
      rest: withoutUptime(number.rest.slice(nines[0].length)),
    };
  }
  const found = sign.exec(number.rest);
  const isPlain = number.rest === "" && number.value > 50;
  if (!found && !isPlain)
    return { missing: `Is ${quoted(text)} in per cent of a year? Say it so: "99.9 %".` };
  return { amount: { value: number.value }, rest: withoutUptime(number.rest.slice(found?.[0].length ?? 0)) };
}

/** Three and a half nines are 99.95 %. */
function ofNines(nines: number): number {
  const whole = Math.floor(nines);
  const digits = "9".repeat(whole) + (nines > whole ? "5" : "");
  return Number(`${digits.slice(0, 2).padEnd(2, "0")}.${digits.slice(2) || "0"}`);
}

function withoutUptime(rest: string): string {
  return rest
    .replace(/^(?:uptime|available|availability|up|in service)(?![a-z])\s*/i, "")
    .replace(/^(?:a|per|of the|of a|of) year\b\s*/i, "");
}

const grown = new Map([
  ["doubles", 2],
  ["double", 2],
  ["doubling", 2],
  ["triples", 3],
  ["triple", 3],
  ["tripling", 3],
  ["quadruples", 4],
  ["quadruple", 4],
]);

/** "10 % a month", "doubles every year", "10x in 18 months", "no growth". */
export function readGrowth(text: string): Amount {
  if (/^(?:none|no growth|not at all|flat|steady|zero)$/i.test(text))
    return { amount: { value: 0 }, rest: "" };
  const shrinks = /^(?:it\s+)?(?:shrinks?|falls?|declines?|drops?|shrinking|falling)\s+(?:by\s+)?/i.exec(
    text,
  );
  const body = text
    .slice(shrinks?.[0].length ?? 0)
    .replace(/^(?:it\s+)?(?:grows?|growing|growth of|rises?|\+)\s*(?:by\s+)?/i, "");
  const verb = /^(?:it\s+)?([a-z]+)\s+(?=every|each|per|a |an |in )/i.exec(body);
  const factor = grown.get((verb?.[1] ?? "").toLowerCase());
  if (verb && factor !== undefined) return compounded(text, factor, body.slice(verb[0].length));
  const number = leadingNumber(body, { decimal: "point" });
  if (!number)
    return {
      missing: `By how many per cent, and in which time, such as "10 % a month"? ${quoted(text)} does not say.`,
    };
  if ("problem" in number || "missing" in number) return number;
  const multiple = /^(?:x|times|-?fold)(?![a-z])\s*/i.exec(number.rest);
  if (multiple) return compounded(text, number.value, number.rest.slice(multiple[0].length));
  const found = sign.exec(number.rest);
  if (!found) {
    if (number.value === 0 && number.rest === "") return { amount: { value: 0 }, rest: "" };
    return { missing: `Is ${quoted(text)} in per cent, and in which time? Say it so: "10 % a month".` };
  }
  const share = shrinks ? -number.value : number.value;
  const rest = number.rest.slice(found[0].length).replace(/^(?:growth|more)\s+/i, "");
  const per = readPer(rest);
  if (!per)
    return rest === "" || /^\W/.test(rest) || share === 0
      ? { missing: `In which time does it grow by ${quoted(text)}: a month or a year?` }
      : compounded(text, 1 + share / 100, rest);
  if (per.unit === "month") return { amount: { value: share }, rest: per.rest };
  return inMonth(1 + share / 100, seconds[per.unit], per.rest);
}

function compounded(text: string, factor: number, rest: string): Amount {
  const per = readPer(rest);
  if (per) return inMonth(factor, seconds[per.unit], per.rest);
  const span = readDuration(rest.replace(/^(?:every|each|per|in|over|within)\s+(?:the next\s+)?/i, ""));
  if (!("amount" in span) || span.amount.value <= 0)
    return { missing: `In which time does it grow so: a month or a year? ${quoted(text)} does not say.` };
  return inMonth(factor, span.amount.value, span.rest);
}

/** The growth in a month that makes the factor in a span: it compounds. */
function inMonth(factor: number, span: number, rest: string): Amount {
  const value = ((factor < 0 ? Number.NaN : factor) ** (seconds.month / span) - 1) * 100;
  return { amount: { value: Number(value.toPrecision(12)) || 0 }, rest };
}
