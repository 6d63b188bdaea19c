import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Brief } from "../brief.js";
import { type JsonNode, parseJson } from "./json-text.js";
import { readData } from "./read-data.js";
import { errorOf, smallBank } from "./scenario.js";
import { writeData } from "./write-data.js";
import { writtenOf } from "./written.js";

const brief: Brief = {
  format: 1,
  name: "Shop",
  answers: {
    "some.load": {
      said: "400 rps, p99 150 ms",
      value: {
        kind: "quantities",
        parts: {
          peak: { measure: "rate", value: 400, condition: "in a sale" },
          read: { measure: "latency", value: 150, percentile: 99 },
        },
      },
    },
    "some.style": {
      said: "one",
      value: { kind: "choice", chosen: ["one"], other: "three" },
      accepted: { reason: "It is enough.", from: ["some.load"] },
    },
    "some.things": {
      said: "ball",
      value: {
        kind: "table",
        rows: [
          {
            name: "ball",
            criteria: ["THE SYSTEM SHALL roll"],
            now: { measure: "count", value: 5 },
            level: "low",
          },
          { name: "bat" },
        ],
      },
    },
    "some.goal": { said: "fast", open: "vague", missing: ["How fast?"] },
  },
  amendments: {
    refunds: {
      title: "Refunds",
      answers: { "feature.goal": { said: "Money back.", value: { kind: "text", text: "Money back." } } },
    },
  },
  concessions: { "two-at-odds": "We live with it." },
  history: [
    { question: "some.load", from: "300 rps", to: "400 rps", reason: "More.", at: "2026-11-30T08:00:00Z" },
  ],
  confirmation: { name: "Ada", at: "2026-11-30T09:00:00Z", digest: "00" },
  derived: [{ kind: "design", path: "docs/architecture", from: { "some.load": "11" } }],
};

const file = "project-brief.json";
const text = writeData(brief, writtenOf(brief, "# Shop\n", undefined), smallBank);
const read = (given: string) => readData(given, file, smallBank);

/** The text with one thing planted, and the line where it was. */
function planted(before: string, after: string): { readonly text: string; readonly line: number } {
  const at = text.indexOf(before);
  expect(at, before).toBeGreaterThan(-1);
  return { text: text.replace(before, () => after), line: text.slice(0, at).split("\n").length };
}

describe("the data of a brief", () => {
  it("are read as they were written", () => {
    expect(read(text).brief).toEqual(brief);
    expect(read(text).written).toEqual(writtenOf(brief, "# Shop\n", undefined));
  });

  it.each([
    ["a number where a text must be", '"said": "one"', '"said": 1', "BRIEF_INVALID", "must be a text"],
    ["an unknown question", '"some.goal"', '"some.gaol"', "BRIEF_UNKNOWN_QUESTION", 'is it "some.'],
    [
      "an unknown question of features",
      '"feature.goal"',
      '"some.goal"',
      "BRIEF_UNKNOWN_QUESTION",
      "some.goal",
    ],
    ["a control character", "in a sale", "in a \\u0007sale", "BRIEF_CONTROL_CHARACTER", "U+0007"],
    ["half a character", "in a sale", "in a \\ud800sale", "BRIEF_CONTROL_CHARACTER", "U+D800"],
    ["an unknown option", '"one"\n', '"eleven"\n', "BRIEF_INVALID", "one of one, two"],
    ["an unknown part", '"peak":', '"peek":', "BRIEF_INVALID", 'no part "peek"'],
    ["another measure", '"measure": "rate"', '"measure": "count"', "BRIEF_INVALID", "measured as count"],
    ["no measure", '"measure": "rate"', '"measure": "speed"', "BRIEF_INVALID", "must be one of rate"],
    [
      "an impossible percentile",
      '"percentile": 99',
      '"percentile": 199',
      "BRIEF_INVALID",
      "must be 0 to 100",
    ],
    ["an unknown column", '"level"', '"label"', "BRIEF_INVALID", 'no "label"'],
    ["a row twice", '"name": "bat"', '"name": "Ball"', "BRIEF_DUPLICATE", 'two rows "Ball"'],
    ["a name twice", '"some.goal":', '"some.load":', "BRIEF_DUPLICATE", "for the second time"],
    ["another kind of value", '"kind": "text"', '"kind": "choice"', "BRIEF_INVALID", "must be one of text"],
    ["an unknown member", '"concessions":', '"confessions":', "BRIEF_INVALID", "confessions"],
    ["a list of texts with a number", '"How fast?"', "7", "BRIEF_INVALID", "must be a text"],
    ["an unknown reason to be open", '"open": "vague"', '"open": "later"', "BRIEF_INVALID", "vague, unknown"],
    ["a name of an amendment that is none", '"refunds": {', '"Re funds": {', "BRIEF_INVALID", "kebab-case"],
    ["a newer format", '"format": 1', '"format": 2', "BRIEF_FROM_NEWER_VERSION", "formats up to 1"],
    ["no comma", '"name": "Shop",', '"name": "Shop"', "BRIEF_NOT_JSON", "column"],
  ])("are refused with %s, by line", (_case, before, after, code, says) => {
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
