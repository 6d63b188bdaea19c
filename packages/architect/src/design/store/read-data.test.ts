import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { errorOf, projectFolder } from "../../brief/store/scenario.js";
import { designFiles, emptyDesign, openDesign, storedText } from "./index.js";
import { readData } from "./read-data.js";
import { design } from "./scenario.js";
import { sealedParts } from "./seals.js";

const text = storedText(design);
const schema = JSON.parse(
  readFileSync(new URL("../../../schemas/design.schema.json", import.meta.url), "utf8"),
);
const accepts = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).compile(schema);

const lineOf = (part: string) => text.slice(0, text.indexOf(part)).split("\n").length;

describe("the data of a design", () => {
  it("are read as they were written", () => {
    expect(readData(text)).toEqual(design);
    expect(storedText(readData(text))).toBe(text);
    expect(readData(storedText(emptyDesign))).toEqual(emptyDesign);
  });

  it("keep to their schema", () => {
    expect(accepts(JSON.parse(text)), JSON.stringify(accepts.errors)).toBe(true);
    expect(accepts(JSON.parse(storedText(emptyDesign)))).toBe(true);
    expect(schema.required).toEqual(["format", ...sealedParts]);
  });

  it.each<readonly [string, string, string, string, string]>([
    ["a number where a text must be", '"slug": "cut', '"slug": 1, "x": "cut', "DESIGN_UNREADABLE", "record"],
    ["an unknown member", '"overrides"', '"oversides"', "DESIGN_UNREADABLE", "oversides"],
    ["a comma too few", '"number": 1,', '"number": 1', "DESIGN_UNREADABLE", "not JSON"],
    ["a path that leads out", "services/orders.ts", "../../etc/passwd", "DESIGN_UNREADABLE", "etc/passwd"],
    ["a path from the root", "services/orders.ts", "/etc/passwd", "DESIGN_UNREADABLE", "etc/passwd"],
    ["a document elsewhere", '"system.md"', '"../system.md"', "DESIGN_UNREADABLE", "system.md"],
    ["a number twice", '"number": 2', '"number": 1', "DESIGN_UNREADABLE", "Record 2"],
    ["a status that is none", '"superseded"', '"buried"', "DESIGN_UNREADABLE", "one of"],
    ["a newer format", '"format": 1', '"format": 2', "DESIGN_FROM_NEWER_VERSION", "format 2"],
    [
      "half of a merge",
      '  "records": [\n',
      '<<<<<<< ours\n  "records": [\n=======\n>>>>>>> theirs\n',
      "DESIGN_UNREADABLE",
      "side by side",
    ],
    [
      "another draft",
      'export default \\"first\\"',
      'export default \\"second\\"',
      "DESIGN_EDITED",
      '"drafted"',
    ],
    ["another reason", "Two teams ship apart.", "Fashion.", "DESIGN_EDITED", '"overrides"'],
    ["another digest", '"system.md": "00"', '"system.md": "01"', "DESIGN_EDITED", '"documents"'],
  ])("are refused with %s, by line", (_what, before, after, code, says) => {
    expect(text).toContain(before);
    const error = errorOf(() => readData(text.replace(before, after)));
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(says)]);
    expect(error.where).toMatch(/^ai\/memory-bank\/design\.json:\d+$/);
    expect(error.next).not.toBe("");
  });

  it("names the line of the part that was edited, and takes it where the seals are out", () => {
    const other = text.replace("Two teams ship apart.", "Fashion.");
    expect(errorOf(() => readData(other)).where).toBe(`ai/memory-bank/design.json:${lineOf('"overrides"')}`);
    const { seals: _, ...unsealed } = JSON.parse(other);
    expect(readData(JSON.stringify(unsealed)).overrides[0]?.reason).toBe("Fashion.");
  });

  it("are refused cut anywhere, and never read as something else", () => {
    for (let end = 0; end < text.length - 2; end += 97)
      expect(errorOf(() => readData(text.slice(0, end))).code).toBe("DESIGN_UNREADABLE");
  });

  it.each<readonly [string, (file: string) => void]>([
    ["a folder", (file) => mkdirSync(file)],
    ["a link", (file) => symlinkSync("/etc/hostname", file)],
    ["Latin-1", (file) => writeFileSync(file, Buffer.from('{ "a": "\xe4" }', "latin1"))],
    ["nothing", (file) => writeFileSync(file, "")],
  ])("are refused where %s lies in their place", (_what, put) => {
    const folder = projectFolder();
    const { data } = designFiles(folder);
    expect(openDesign(folder)).toBeUndefined();
    mkdirSync(dirname(data), { recursive: true });
    put(data);
    expect(errorOf(() => openDesign(folder)).code).toBe("DESIGN_UNREADABLE");
  });

  it("are not written where they could not be read again", () => {
    const bad = { ...design, from: { "scope.kind": "\u0007" } };
    expect(errorOf(() => storedText(bad)).code).toBe("DESIGN_UNREADABLE");
  });
});
