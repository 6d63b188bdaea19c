import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { brief, briefText, faults, planted } from "./fixture.js";
import { type JsonNode, parseJson } from "./json-text.js";
import { readData } from "./read-data.js";
import { errorOf, smallBank } from "./scenario.js";
import { writtenOf } from "./written.js";

const file = "project-brief.json";
const text = briefText;
const read = (given: string) => readData(given, file, smallBank);

describe("the data of a brief", () => {
  it("are read as they were written", () => {
    expect(read(text).brief).toEqual(brief);
    expect(read(text).written).toEqual(writtenOf(brief, "# Shop\n", undefined));
  });

  it.each(faults)("are refused with %s, by line", (_case, before, after, code, says) => {
    const fault = planted(before, after);

    const error = errorOf(() => read(fault.text));

    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
    const line = Number(error.where?.split(":").at(-1));
    expect(Math.abs(line - fault.line), `${error.where}: ${error.message}`).toBeLessThanOrEqual(
      code === "BRIEF_DUPLICATE" ? 16 : 1,
    );
    expect(error.next).not.toBe("");
  });

  it("are refused with marks of a merge, at the first of them", () => {
    const fault = planted(
      '      "said": "one",\n',
      '<<<<<<< HEAD\n      "said": "one",\n=======\n      "said": "two",\n>>>>>>> other\n',
    );

    const error = errorOf(() => read(fault.text));

    expect([error.code, error.where]).toEqual([
      "BRIEF_MERGE_CONFLICT",
      `ai/memory-bank/project-brief.json:${fault.line}`,
    ]);
  });

  it("are refused wherever they were cut off, and never taken for less", () => {
    for (let length = 0; length < text.trimEnd().length; length += 7) {
      const error = errorOf(() => read(text.slice(0, length)));
      expect(["BRIEF_TRUNCATED", "BRIEF_NOT_JSON"]).toContain(error.code);
    }
    expect(errorOf(() => read(text.slice(0, 900))).next).toContain("project-brief.previous.json");
  });

  it("never make it crash, whatever byte is another", () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 3 }), (at, put) => {
        const damaged = text.slice(0, at) + put + text.slice(at + put.length);
        try {
          read(damaged);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^BRIEF_/) });
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("JSON with lines", () => {
  it("is read as JSON.parse reads it", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 2), (value, indent) => {
        const json = JSON.stringify(value, null, indent);
        const parsed = parseJson(json);
        expect("root" in parsed && plain(parsed.root)).toEqual(JSON.parse(json));
      }),
    );
  });

  it("is refused where JSON.parse refuses it", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]:,"\\ntrue01.e-+ '.split("")) }), (json) => {
        const isJson = (() => {
          try {
            JSON.parse(json);
            return true;
          } catch {
            return false;
          }
        })();
        expect("root" in parseJson(json)).toBe(isJson);
      }),
      { numRuns: 2_000 },
    );
  });

  it("ends the nesting somewhere", () => {
    expect(parseJson("[".repeat(100_000))).toMatchObject({ complaint: { code: "BRIEF_NOT_JSON" } });
  });
});

function plain({ value }: JsonNode): unknown {
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([name, node]: [string, JsonNode]) => [name, plain(node)]));
  return Array.isArray(value) ? value.map(plain) : value;
}
