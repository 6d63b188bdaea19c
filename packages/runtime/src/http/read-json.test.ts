import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LintelError } from "../errors.js";
import { maxDepth, readJson } from "./read-json.js";

const read = (text: string) => readJson(Buffer.from(text));

function refusal(work: () => unknown): LintelError {
  try {
    work();
  } catch (error) {
    if (error instanceof LintelError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("reading JSON", () => {
  it("reads whatever JSON.stringify writes of well-formed values", () => {
    const text = fc.string({ unit: "binary" }).filter((one) => !one.includes("\0") && one !== "__proto__");
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6, withCrossShrink: true },
        fc.constantFrom(null, true, false),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        text,
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(text, tie("value"), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(value, (one) => {
        const written = JSON.stringify(one);
        expect(read(written)).toEqual(JSON.parse(written));
      }),
    );
  });

  it.each([
    ["an empty body", ""],
    ["words", "hello"],
    ["half a value", '{"a":'],
    ["NUL as an escape", '{"a":"x\\u0000"}'],
    ["NUL as it is", '{"a":"\0"}'],
    ["a lone high surrogate", '"\\ud83d"'],
    ["a lone low surrogate", '"\\ude00"'],
    ["two high surrogates", '"\\ud83d\\ud83d"'],
    ["a lone surrogate in a key", '{"\\udc00":1}'],
    ["a number beyond a double", '{"a":1e400}'],
    ["a negative number beyond a double", "-1e400"],
    ["a number of 400 digits", "9".repeat(400)],
    ["a prototype key", '{"__proto__":{"isAdmin":true}}'],
    ["a prototype key far within", '{"a":[{"__proto__":1}]}'],
    ["a prototype key in escapes", '{"\\u005f_proto__":1}'],
    ["a trailing comma", "[1,]"],
    ["two values", "1 2"],
  ])("refuses %s", (_, text) => {
    expect(refusal(() => read(text)).code).toBe("BODY_MALFORMED");
  });

  it("refuses what is not UTF-8", () => {
    for (const bytes of [[0x22, 0xff, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22], [0xc3]])
      expect(refusal(() => readJson(Uint8Array.from(bytes))).code).toBe("BODY_MALFORMED");
  });

  it("takes escaped backslashes, pairs of surrogates and large finite numbers for what they are", () => {
    expect(read('"\\\\u0000"')).toBe("\\u0000");
    expect(read('"\\ud83d\\ude00"')).toBe("😀");
    expect(read("[1e300,-0.5E-3]")).toEqual([1e300, -0.0005]);
  });

  it("goes as deep as the limit and no deeper, however long the body", () => {
    expect(read("[".repeat(maxDepth) + "]".repeat(maxDepth))).toBeInstanceOf(Array);
    expect(refusal(() => read("[".repeat(maxDepth + 1) + "]".repeat(maxDepth + 1))).message).toContain("32");
    expect(refusal(() => read('{"a":'.repeat(100_000))).code).toBe("BODY_MALFORMED");
    expect(read(`"${"[".repeat(100)}"`)).toHaveLength(100);
  });

  it("does not quote the body in its detail", () => {
    expect(refusal(() => read('{"password": hunter2}')).message).not.toContain("hunter2");
  });

  it.each([
    ["a whole number that no double is", "9007199254740993"],
    ["a negative one", "-9007199254740993"],
    ["one with a point", "9007199254740993.0"],
    ["one with an exponent", "9.007199254740993e15"],
    ["30 digits", "123456789012345678901234567890"],
    ["18 digits after the point", "0.123456789012345678"],
    ["a fraction of 29 digits", "1.2345678901234567890123456789"],
    ["one that would become zero", "1e-400"],
    ["one among the smallest, that would lose digits", "0.12345678901234567e-310"],
    ["a zero too many", `0.${"0".repeat(400)}1`],
    ["one beyond a double", `1${"0".repeat(400)}`],
  ])("refuses %s, and says where it is", (_, number) => {
    const { code, message } = refusal(() => read(`{"a":[1.5, ${number}]}`));
    expect(code).toBe("BODY_MALFORMED");
    expect(message).toContain(number.slice(0, 40));
    expect(message).toContain("character 11 ");
    expect(message).toContain("string");
  });

  it.each([
    "0.1",
    "0.10000000000000001",
    "0.30000000000000004",
    "123456.78901234567",
    "9007199254740992",
    "9007199254740994",
    "123456789012345680000",
    "1e21",
    "1E+23",
    "1.7976931348623157e308",
    "5e-324",
    "2.2250738585072014e-308",
    "0",
    "-0",
    "0.000000000000000000000000",
    "0e-999999999",
    "1.000000000000000000000000",
    `0.${"0".repeat(100)}5`,
    `1${"0".repeat(300)}`,
  ])("takes %s", (number) => expect(read(`[${number}]`)).toEqual([Number(number)]));

  it("never changes a whole number, nor the first 15 digits of a fraction", () => {
    const digits = fc.stringMatching(/^[1-9][0-9]{0,24}$/);
    fc.assert(
      fc.property(digits, fc.integer({ min: -30, max: 30 }), (written, exponent) => {
        const text = `${written}e${exponent}`;
        let value: unknown;
        try {
          value = read(text);
        } catch (error) {
          expect(error).toBeInstanceOf(LintelError);
          expect(written.replace(/0+$/, "").length).toBeGreaterThan(15);
          return;
        }
        const [mantissa = "", power = "0"] = String(value).split("e");
        const [whole = "", fraction = ""] = mantissa.split(".");
        const shift = Number(power) - fraction.length;
        const scale = Math.max(0, -shift, -exponent);
        const kept = BigInt(whole + fraction) * 10n ** BigInt(shift + scale);
        const sent = BigInt(written) * 10n ** BigInt(exponent + scale);
        if (sent % 10n ** BigInt(scale) === 0n) expect(kept).toBe(sent);
        const off = kept > sent ? kept - sent : sent - kept;
        expect(off * 10n ** 15n < sent).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("reads a body full of long numbers in time that grows with its length", () => {
    const zeros = "0".repeat(500_000);
    const began = process.cpuUsage();
    expect(refusal(() => read(`[1${zeros}1]`)).code).toBe("BODY_MALFORMED");
    expect(refusal(() => read(`[0.${zeros}1${zeros}]`)).code).toBe("BODY_MALFORMED");
    expect(read(`[${Array(20_000).fill("0.30000000000000004").join(",")}]`)).toHaveLength(20_000);
    const { user } = process.cpuUsage(began);
    expect(user / 1_000).toBeLessThan(5_000);
  });
});
