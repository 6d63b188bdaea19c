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
});
