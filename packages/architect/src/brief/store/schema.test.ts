import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { brief, briefText, faults, planted } from "./fixture.js";
import { parts } from "./written.js";

const file = new URL("../../../schemas/project-brief.schema.json", import.meta.url);
const schema = JSON.parse(readFileSync(file, "utf8"));
const accepts = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).compile(schema);

/** What a schema cannot see: what the bank has, and rows of one name. */
const onlyByReading = [
  "an unknown question",
  "an unknown question of features",
  "half a character",
  "an unknown option",
  "an unknown part",
  "another measure",
  "an unknown column",
  "a row twice",
  "a name twice",
  "no comma",
];

describe("the schema of a brief's data", () => {
  it("accepts what is written", () => {
    expect(accepts(JSON.parse(briefText)), JSON.stringify(accepts.errors)).toBe(true);
    expect(schema.properties.written.properties.parts.required).toEqual(parts);
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(Object.keys(brief)));
  });

  it.each(faults.filter(([fault]) => !onlyByReading.includes(fault)))(
    "refuses %s",
    (_fault, before, after) => {
      expect(accepts(JSON.parse(planted(before, after).text))).toBe(false);
    },
  );

  it("knows of every fault whether it can see it", () => {
    expect(faults.map(([fault]) => fault)).toEqual(expect.arrayContaining(onlyByReading));
  });
});
