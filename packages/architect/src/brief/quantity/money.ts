import { times } from "./number.js";
import { leadingNumber, withoutLead } from "./phrase.js";
import { type Amount, quoted } from "./reading.js";
import { readPer, seconds } from "./time.js";

const signs: { readonly [sign: string]: string } = {
  "€": "EUR",
  "£": "GBP",
  "¥": "JPY",
  $: "USD",
  "₹": "INR",
};
const names: { readonly [name: string]: string } = {
  euro: "EUR",
  euros: "EUR",
  dollar: "USD",
  dollars: "USD",
  pound: "GBP",
  pounds: "GBP",
  franc: "CHF",
  francs: "CHF",
  yen: "JPY",
  rupees: "INR",
};
/** ISO 4217, of what is in use. */
const codes = new Set(
  "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KES KRW KWD MAD MXN MYR NGN NOK NZD PEN PHP PKR PLN QAR RON RSD SAR SEK SGD THB TRY TWD UAH USD VND ZAR".split(
    " ",
  ),
);

const isCurrency = (code: string): boolean => codes.has(code);

function readCurrency(text: string): { readonly currency: string; readonly rest: string } | undefined {
  const sign = /^(?:US|C|A)?([€£¥$₹])\s*/.exec(text);
  const dollar = sign?.[0].startsWith("C") ? "CAD" : sign?.[0].startsWith("A") ? "AUD" : undefined;
  const ofSign = dollar ?? signs[sign?.[1] ?? ""];
  if (sign && ofSign) return { currency: ofSign, rest: text.slice(sign[0].length) };
  const word = /^([a-z]{3,7})(?![a-z])\s*/i.exec(text);
  const said = word?.[1] ?? "";
  const name = said.toLowerCase();
  const currency = Object.hasOwn(names, name)
    ? names[name]
    : isCurrency(said.toUpperCase())
      ? said.toUpperCase()
      : undefined;
  return word && currency ? { currency, rest: text.slice(word[0].length) } : undefined;
}

/** "€2,000 a month", "2000 EUR/month", "24k USD a year", "500 CHF" once. */
export function readMoney(text: string): Amount {
  const body = withoutLead(text);
  const minus = /^-\s?(?=[€£¥$₹])/.exec(body);
  const before = readCurrency(minus ? body.slice(minus[0].length) : body);
  const number = leadingNumber(before ? `${minus ? "-" : ""}${before.rest}` : body, { scales: true });
  if (!number)
    return {
      missing: `Which amount of which currency is meant by ${quoted(text)}, such as "2,000 EUR a month"?`,
    };
  if ("problem" in number || "missing" in number) return number;
  const after = before ? undefined : readCurrency(number.rest);
  const currency = before?.currency ?? after?.currency;
  if (!currency) return { missing: `In which currency is ${quoted(text)}, such as EUR or USD?` };
  const rest = after?.rest ?? number.rest;
  const per = readPer(rest);
  if (!per) return { amount: { value: number.value, currency }, rest };
  const value = times(number.value, seconds.month / seconds[per.unit]);
  return { amount: { value, currency, per: "month" }, rest: per.rest };
}
