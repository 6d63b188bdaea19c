import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareNumbers, fitsInt8, fitsNumeric } from "./exact-number.js";
import { isDate, toUtc } from "./moment.js";
import { splitValues } from "./parameters.js";
import { isEmail, isUrl } from "./scalar.js";

const years = {
  min: new Date("0001-01-02T00:00:00Z"),
  max: new Date("9999-12-30T00:00:00Z"),
  noInvalidDate: true,
};

describe("a moment", () => {
  it("is the same moment in UTC, whatever its offset", () => {
    fc.assert(
      fc.property(fc.date(years), fc.integer({ min: -1439, max: 1439 }), (date, offset) => {
        const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
        const clock = `${String(Math.trunc(Math.abs(offset) / 60)).padStart(2, "0")}:${String(Math.abs(offset) % 60).padStart(2, "0")}`;
        expect(toUtc(`${local}${offset < 0 ? "-" : "+"}${clock}`)).toBe(date.toISOString());
      }),
    );
  });

  it("keeps microseconds, and takes lower-case letters", () => {
    expect(toUtc("2026-11-23t09:30:00.123456z")).toBe("2026-11-23T09:30:00.123456Z");
    expect(toUtc("2026-11-23T09:30:60Z")).toBeUndefined();
    expect(toUtc("2026-11-23T09:30:00+24:00")).toBeUndefined();
  });
});

describe("a day", () => {
  it("exists exactly where the calendar has it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (y, m, d) => {
          const text = `${String(y).padStart(4, "0")}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
          const date = new Date(`${text}T00:00:00Z`);
          expect(isDate(text)).toBe(!Number.isNaN(date.getTime()) && date.toISOString().startsWith(text));
        },
      ),
    );
  });
});

describe("an exact number", () => {
  it("compares as a rational number does", () => {
    const decimals = fc
      .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 6 }))
      .map(([digits, scale]) => ({
        digits: digits * 10n ** BigInt(6 - scale),
        text: written(digits, scale),
      }));
    fc.assert(
      fc.property(decimals, decimals, (one, other) => {
        const difference = one.digits - other.digits;
        expect(Math.sign(compareNumbers(one.text, other.text))).toBe(
          difference < 0n ? -1 : difference > 0n ? 1 : 0,
        );
      }),
    );
  });

  it("fits where its column has the digits", () => {
    expect(fitsNumeric("99999999.99", { precision: 10, scale: 2 })).toBe(true);
    expect(fitsNumeric("-0.50", { precision: 2, scale: 2 })).toBe(true);
    expect(fitsNumeric("1", { precision: 2, scale: 2 })).toBe(false);
    expect(fitsInt8("-9223372036854775808")).toBe(true);
    expect(fitsInt8("-9223372036854775809")).toBe(false);
  });
});

describe("an address", () => {
  it.each(["ada@example.com", "a.b+c@x-y.co.uk", "o'neil@localhost"])("of e-mail is %s", (text) => {
    expect(isEmail(text)).toBe(true);
  });

  it.each([
    "ada",
    "@x.y",
    "a@",
    "a@-x.y",
    "a@x..y",
    "a b@x.y",
    `${"a".repeat(65)}@x.y`,
    `a@${"x".repeat(64)}.y`,
    "a@x.y\n",
  ])("of e-mail is not %j", (text) => {
    expect(isEmail(text)).toBe(false);
  });

  it("of the web is absolute and http", () => {
    expect(isUrl("HTTPS://example.com:8080/a?b#c")).toBe(true);
    expect(isUrl("//example.com")).toBe(false);
    expect(isUrl("ftp://example.com")).toBe(false);
    expect(isUrl("https://")).toBe(false);
    expect(isUrl("https://a\nb")).toBe(false);
  });
});

describe("a list of values", () => {
  it("comes back from quotes as it was", () => {
    const values = fc.array(fc.string(), { minLength: 1 });
    fc.assert(
      fc.property(values, (given) => {
        const text = given.map((value) => `"${value.replaceAll('"', '""')}"`).join();
        expect(splitValues(text)).toEqual(given);
      }),
    );
  });
});

function written(digits: bigint, scale: number): string {
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  const number = scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`;
  return digits < 0n ? `-${number}` : number;
}
