import { describe, expect, it } from "vitest";
import {
  measures as all,
  describeQuantity,
  formatQuantity,
  type Measure,
  parseQuantity,
  parseQuantityOf,
} from "./index.js";

const year = 31_536_000;

describe("what people type", () => {
  it.each<[Measure, string, number]>([
    ["rate", "2k rps", 2_000],
    ["rate", "2,000 requests per second", 2_000],
    ["rate", "2 000 req/s", 2_000],
    ["rate", "2'000 messages a second", 2_000],
    ["rate", "about 2krps", 2_000],
    ["rate", "two thousand events per second", 2_000],
    ["rate", "120k requests/day", 120_000 / 86_400],
    ["rate", "up to 600 sensor readings per minute", 10],
    ["rate", "1e3 rps", 1_000],
    ["rate", "10^3 rps", 1_000],
    ["rate", "0", 0],
    ["countRate", "3 million a month", 3e6],
    ["countRate", "100 orders daily", (100 * 365) / 12],
    ["count", "1,200", 1_200],
    ["count", "1.200.000 rows", 1_200_000],
    ["count", "10k concurrent users", 10_000],
    ["count", "half a million customers", 500_000],
    ["count", "a dozen", 12],
    ["count", "2.5 million", 2_500_000],
    ["size", "512 KiB", 524_288],
    ["size", "5 GB", 5e9],
    ["size", "1,5 TB", 1.5e12],
    ["transfer", "5 GB a month", 5e9],
    ["transfer", "8 Mbit/s", 1e6 * 2_628_000],
    ["transfer", "8 Mbps", 1e6 * 2_628_000],
    ["duration", "15 minutes", 900],
    ["duration", "1h30", 5_400],
    ["duration", "1 hour and 30 minutes", 5_400],
    ["duration", "1.5 h", 5_400],
    ["duration", "half an hour", 1_800],
    ["duration", "90 days", 90 * 86_400],
    ["duration", "7 years", 7 * year],
    ["duration", "12 months", year],
    ["duration", "250ms", 0.25],
    ["duration", "zero", 0],
    ["share", "80 %", 80],
    ["share", "at least 80 percent", 80],
    ["share", "99.999%", 99.999],
    ["availability", "99.95%", 99.95],
    ["availability", "99,95 %", 99.95],
    ["availability", "99.999 %", 99.999],
    ["availability", "99.9", 99.9],
    ["availability", "3 nines", 99.9],
    ["availability", "four nines", 99.99],
    ["availability", "3.5 nines", 99.95],
    ["availability", "73 hours of downtime a year", 100 - (73 / 8_760) * 100],
    ["growth", "10% a month", 10],
    ["growth", "doubles every year", 5.94630943593],
    ["growth", "2x a year", 5.94630943593],
    ["growth", "100 % per year", 5.94630943593],
    ["growth", "doubles in 12 months", 5.94630943593],
    ["growth", "shrinks by 5 % a month", -5],
    ["growth", "no growth", 0],
    ["money", "€2,000 a month", 2_000],
    ["money", "2000 EUR/month", 2_000],
    ["money", "24k euros per year", 2_000],
    ["money", "2.000,50 EUR", 2_000.5],
    ["date", "2027-03-31", 20_908],
    ["date", "31 March 2027", 20_908],
    ["date", "March 31st, 2027", 20_908],
    ["date", "by 31.3.2027", 20_908],
    ["date", "31/03/2027", 20_908],
    ["date", "Q1 2027", 20_908],
    ["date", "2027-Q1", 20_908],
    ["date", "March 2027", 20_908],
  ])("reads a %s from %j", (measure, text, value) => {
    expect(parseQuantity(text, measure)).toMatchObject({
      outcome: "clear",
      quantity: { measure, value: expect.closeTo(value, 9) },
    });
  });

  it.each<[string, number, number, string?]>([
    ["p99 under 150 ms", 99, 150],
    ["95th percentile below 0.2s", 95, 200],
    ["150ms p95", 95, 150],
    ["150 ms at the 95th percentile", 95, 150],
    ["99% of requests within 150 ms", 99, 150],
    ["p99.9 < 1s", 99.9, 1_000],
    ["p999: 1 s", 99.9, 1_000],
    ["p95 response time under 200 ms", 95, 200],
    ["p95 of reads within 200 ms", 95, 200],
    ["median 40 ms", 50, 40],
    ["always under 2 seconds", 100, 2_000],
    ["150ms p95 at 2k rps", 95, 150, "at 2,000 per second"],
    ["p95 150 ms (during the sale)", 95, 150, "during the sale"],
    ["p95 within 150 ms at 80 % CPU", 95, 150, "at 80 % CPU"],
  ])("reads a latency from %j", (text, percentile, value, condition) => {
    expect(parseQuantity(text, "latency")).toEqual({
      outcome: "clear",
      quantity: { measure: "latency", value, percentile, ...(condition && { condition }) },
    });
  });

  it("keeps the currency, and whether it is a month's", () => {
    const money = (text: string) => {
      const read = parseQuantity(text, "money");
      return read.outcome === "clear" ? [read.quantity.currency, read.quantity.per] : read;
    };
    expect(money("$500")).toEqual(["USD", undefined]);
    expect(money("500 chf a quarter")).toEqual(["CHF", "month"]);
    expect(money("£3k monthly")).toEqual(["GBP", "month"]);
  });
});

describe("what may be of several measures", () => {
  const measures = Object.keys(all) as Measure[];
  it.each<[string, Measure]>([
    ["99.9 % uptime", "availability"],
    ["80 %", "share"],
    ["10 % a month", "growth"],
    ["p95 under 150 ms", "latency"],
    ["5 minutes", "duration"],
    ["200 orders a day", "countRate"],
    ["200 rps", "rate"],
    ["5 GB", "size"],
    ["5 GB a day", "transfer"],
    ["2,000 EUR", "money"],
    ["Q2 2027", "date"],
    ["1,200 customers", "count"],
    ["rate: 200 a day", "rate"],
  ])("takes %j for a %s", (text, measure) => {
    expect(parseQuantityOf(text, measures)).toMatchObject({ outcome: "clear", quantity: { measure } });
  });

  it("asks for a number, and says what a number cannot be", () => {
    expect(parseQuantityOf("happy users", measures)).toMatchObject({
      outcome: "vague",
      missing: expect.stringContaining('"80 %"'),
    });
    expect(parseQuantityOf("120 %", measures)).toMatchObject({ outcome: "invalid" });
    expect(parseQuantityOf("2.000 rps", measures)).toMatchObject({
      problem: expect.stringContaining("can be 2 or 2000"),
    });
  });
});

describe("what is asked for", () => {
  it.each<[Measure, string, RegExp]>([
    ["rate", "fast", /which number/i],
    ["rate", "a lot", /which number/i],
    ["rate", "2000", /which time/i],
    ["rate", "2,000 requests", /which time/i],
    ["rate", "10-20 rps", /which one number/i],
    ["rate", "between 10 and 20 rps", /which one number/i],
    ["rate", "50 rps foo bar", /what does "foo bar" mean/i],
    ["latency", "150 ms", /percentile/],
    ["latency", "p99 150", /unit/],
    ["latency", "fast", /percentile/],
    ["latency", "150 ms on average", /instead of "average"/],
    ["duration", "15", /unit/],
    ["duration", "forever", /how many years/i],
    ["size", "5", /unit/],
    ["size", "5M", /unit/],
    ["transfer", "5 GB", /which time/i],
    ["share", "80", /per cent/],
    ["availability", "high", /how long/i],
    ["availability", "24/7", /down in a year/],
    ["growth", "10 %", /which time/i],
    ["growth", "fast", /per cent/],
    ["money", "2000", /currency/],
    ["money", "cheap", /amount/],
    ["count", "many", /how many/i],
    ["date", "soon", /which day/i],
    ["date", "2027", /which day/i],
    ["date", "next spring", /which day/i],
  ])("asks of a %s in %j", (measure, text, asks) => {
    expect(parseQuantity(text, measure)).toEqual({ outcome: "vague", missing: expect.stringMatching(asks) });
  });
});

describe("what cannot be", () => {
  it.each<[Measure, string, RegExp]>([
    ["rate", "2.000 rps", /can be 2 or 2000/],
    ["size", "1.024 MB", /can be 1.024 or 1024/],
    ["count", "1,2,3", /three digits each/],
    ["count", "1,234,5.67", /no number/],
    ["rate", "-5 rps", /below nought/],
    ["rate", "NaN", /no finite number/],
    ["rate", "Infinity rps", /./],
    ["rate", "10^30 rps", /more than can be meant/],
    ["rate", "1e999 rps", /no finite number/],
    ["rate", "5 MB per second", /bytes/],
    ["count", "2.5", /no whole number/],
    ["count", "100 a day", /in a time/],
    ["count", "5 minutes", /has a unit/],
    ["size", "5 GB a month", /in a time/],
    ["share", "120 %", /more than can be meant/],
    ["share", "5 GB", /no share/],
    ["availability", "100 %", /cannot be promised/],
    ["availability", "101 %", /more than all/],
    ["availability", "9.99 %", /less than can be meant/],
    ["availability", "30 nines", /no availability/],
    ["growth", "-200 % a month", /less than can be meant/],
    ["latency", "p20 within 5 ms", /no percentile/],
    ["latency", "p95 0 ms", /no time/],
    ["date", "2027-02-30", /no day/],
    ["date", "2027-13", /no month/],
    ["date", "03/04/2027", /can be 3 April 2027 or 4 March 2027/],
    ["date", "9999-01-01", /more than can be meant/],
    ["money", "€-5", /below nought/],
    ["duration", "5000 years", /more than can be meant/],
    ["rate", `${"9".repeat(400)} rps`, /at most 300/],
    ["rate", "5\u0000 rps", /cannot be seen/],
    ["rate", "5\ud800 rps", /cannot be seen/],
  ])("refuses of a %s %j", (measure, text, says) => {
    const read = parseQuantity(text, measure);
    if (text === "Infinity rps") return expect(read.outcome).not.toBe("clear");
    expect(read).toEqual({ outcome: "invalid", problem: expect.stringMatching(says) });
  });
});

describe("what is said back", () => {
  it.each<[Measure, string, string, string]>([
    ["availability", "99.9%", "99.9 % uptime", "99.9 % of a year: 8 h 46 min down at most"],
    ["availability", "99.95%", "99.95 % uptime", "99.95 % of a year: 4 h 23 min down at most"],
    ["availability", "five nines", "99.999 % uptime", "99.999 % of a year: 5 min 15 s down at most"],
    ["rate", "120k a day", "5,000 per hour", "5,000 an hour"],
    ["rate", "100 a day", "100 per day", "100 a day"],
    ["rate", "2k rps", "2,000 per second", "2,000 a second"],
    [
      "latency",
      "p95 150ms at 2k rps",
      "p95 within 150 ms at 2,000 per second",
      "95 of 100 answers within 150 ms at 2,000 per second",
    ],
    ["latency", "always 2 s", "p100 within 2 s", "every answer within 2 s"],
    ["duration", "1h30", "90 min", "90 min"],
    ["duration", "7 years", "7 years", "7 years"],
    ["duration", "zero", "0 s", "0 s"],
    ["size", "512 KiB", "512 KiB", "512 KiB"],
    ["size", "2000 MB", "2 GB", "2 GB"],
    ["transfer", "5 GB a month", "5 GB per month", "5 GB a month"],
    [
      "growth",
      "doubles every year",
      "5.94630943593 % a month",
      "5.95 % a month, which is 2 times as much after a year",
    ],
    ["money", "€2k/month", "2,000 EUR a month", "2,000 EUR a month"],
    ["date", "Q2 2027", "2027-06-30", "30 June 2027"],
    ["count", "3 million", "3,000,000", "3,000,000"],
    ["countRate", "100 a day", "100 per day", "100 a day"],
  ])("of a %s in %j", (measure, text, typed, described) => {
    const read = parseQuantity(text, measure);
    if (read.outcome !== "clear") throw new Error(JSON.stringify(read));
    expect(formatQuantity(read.quantity)).toBe(typed);
    expect(describeQuantity(read.quantity)).toBe(described);
  });
});
