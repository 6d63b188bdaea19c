import { expect } from "vitest";
import type { Brief } from "../brief.js";
import { smallBank } from "./scenario.js";
import { writeData } from "./write-data.js";
import { writtenOf } from "./written.js";

/** For tests: a brief with something of everything, of the small bank. */
export const brief: Brief = {
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

export const briefText = writeData(brief, writtenOf(brief, "# Shop\n", undefined), smallBank);

/** For tests: faults to plant in the text of the brief, what stood there, and what is said of them. */
export const faults: readonly (readonly [
  fault: string,
  before: string,
  after: string,
  code: string,
  says: string,
])[] = [
  ["a number where a text must be", '"said": "one"', '"said": 1', "BRIEF_INVALID", "must be a text"],
  ["an unknown question", '"some.goal"', '"some.gaol"', "BRIEF_UNKNOWN_QUESTION", 'is it "some.'],
  ["an unknown question of features", '"feature.goal"', '"some.goal"', "BRIEF_UNKNOWN_QUESTION", "some.goal"],
  ["a control character", "in a sale", "in a \\u0007sale", "BRIEF_CONTROL_CHARACTER", "U+0007"],
  ["half a character", "in a sale", "in a \\ud800sale", "BRIEF_CONTROL_CHARACTER", "U+D800"],
  ["an unknown option", '"one"\n', '"eleven"\n', "BRIEF_INVALID", "one of one, two"],
  ["an unknown part", '"peak":', '"peek":', "BRIEF_INVALID", 'no part "peek"'],
  ["another measure", '"measure": "rate"', '"measure": "count"', "BRIEF_INVALID", "measured as count"],
  ["no measure", '"measure": "rate"', '"measure": "speed"', "BRIEF_INVALID", "must be one of rate"],
  ["an impossible percentile", '"percentile": 99', '"percentile": 199', "BRIEF_INVALID", "must be 0 to 100"],
  ["an unknown column", '"level"', '"label"', "BRIEF_INVALID", 'no "label"'],
  ["a row twice", '"name": "bat"', '"name": "Ball"', "BRIEF_DUPLICATE", 'two rows "Ball"'],
  ["a name twice", '"some.goal":', '"some.load":', "BRIEF_DUPLICATE", "for the second time"],
  ["another kind of value", '"kind": "text"', '"kind": "choice"', "BRIEF_INVALID", "must be one of text"],
  ["an unknown member", '"concessions":', '"confessions":', "BRIEF_INVALID", "confessions"],
  ["a list of texts with a number", '"How fast?"', "7", "BRIEF_INVALID", "must be a text"],
  ["an unknown reason to be open", '"open": "vague"', '"open": "later"', "BRIEF_INVALID", "vague, unknown"],
  [
    "a value of what is open",
    '"open": "vague"',
    '"open": "vague", "value": { "kind": "text", "text": "x" }',
    "BRIEF_INVALID",
    "one of the two",
  ],
  ["a name of an amendment that is none", '"refunds": {', '"Re funds": {', "BRIEF_INVALID", "kebab-case"],
  ["a newer format", '"format": 1', '"format": 2', "BRIEF_FROM_NEWER_VERSION", "formats up to 1"],
  ["no comma", '"name": "Shop",', '"name": "Shop"', "BRIEF_NOT_JSON", "column"],
];

/** For tests: the text with one thing planted, and the line where it was. */
export function planted(before: string, after: string): { readonly text: string; readonly line: number } {
  const at = briefText.indexOf(before);
  expect(at, before).toBeGreaterThan(-1);
  return { text: briefText.replace(before, () => after), line: briefText.slice(0, at).split("\n").length };
}
