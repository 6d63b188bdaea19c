import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonEntry } from "./json-entry.js";
import { readJsonText } from "./json-text.js";
import { ownFile } from "./own-file.js";
import type { Edit, Part } from "./part.js";
import { sectionOf } from "./section.js";

const section = sectionOf("AGENTS.md", "## What to do\n\nAsk first.\n");
const newer = sectionOf("AGENTS.md", "## What to do\n\nAsk first, then ask again.\n");
const entry = jsonEntry(".mcp.json", "mcpServers", { command: "npx", args: ["--no", "lintel", "mcp"] });
const file = ownFile(".claude/agents/backend-architect.md", "---\nname: x\n---\n\nAsk first.\n");

function written(edit: Edit): string {
  if (edit.kind !== "write") throw new Error(`It was to be written: ${JSON.stringify(edit)}`);
  return edit.text;
}

const install = (part: Part, text: string | undefined, replace = false) => part.install(text, replace);
const remove = (part: Part, text: string | undefined, replace = false) => part.remove(text, replace);

const lines = fc
  .array(fc.constantFrom("# Title", "text", "", "  - item", "```", "<!-- a comment -->", "ä€😀", "\tend  "))
  .chain((parts) =>
    fc
      .tuple(fc.constantFrom("\n", "\r\n"), fc.boolean())
      .map(([end, ends]) => parts.join(end) + (ends ? end : "")),
  );

describe("a section", () => {
  it("comes and goes, and leaves every other byte as it was", () => {
    fc.assert(
      fc.property(
        lines.filter((text) => text !== ""),
        lines,
        (before, after) => {
          const once = written(install(section, before));
          expect(once.startsWith(before)).toBe(true);
          expect(install(section, once)).toEqual({ kind: "same" });
          expect(remove(section, once)).toEqual({ kind: "write", text: before });
          // A person goes on below it.
          const longer = `${once}${after}`;
          const updated = written(install(newer, longer));
          expect(updated.startsWith(before)).toBe(true);
          expect(updated.endsWith(after)).toBe(true);
          expect(remove(newer, updated)).toEqual({ kind: "write", text: `${before}${after}` });
        },
      ),
    );
  });

  it("is a file of its own where there was none, and takes it away", () => {
    const made = written(install(section, undefined));
    expect(made).toMatch(/^<!-- lintel agent: begin sha256=[0-9a-f]{64} -->\n## What to do\n/);
    expect(remove(section, made)).toEqual({ kind: "delete" });
    expect(remove(section, undefined)).toEqual({ kind: "same" });
    expect(remove(section, "# Mine\n")).toEqual({ kind: "same" });
  });

  it("has the ends of lines of its file, and is known again when Git changed them", () => {
    const windows = written(install(section, "# Mine\r\n"));
    expect(windows.replaceAll("\r\n", "")).not.toContain("\n");
    expect(install(section, windows.replaceAll("\r\n", "\n"))).toEqual({ kind: "same" });
  });

  it("stays as a person changed it, until it is told to be written anew", () => {
    const made = written(install(section, "# Mine\n"));
    const edited = made.replace("Ask first.", "Ask last.");
    expect(install(section, edited)).toMatchObject({
      kind: "leave",
      why: expect.stringContaining("by hand"),
    });
    expect(remove(section, edited)).toMatchObject({ kind: "leave" });
    expect(install(section, edited, true)).toEqual({ kind: "write", text: made });
    expect(remove(section, edited, true)).toEqual({ kind: "write", text: "# Mine\n" });
  });

  it.each([
    ["no end", (made: string) => made.replace(/<!-- lintel agent: end -->\n/, "")],
    ["no beginning", (made: string) => made.replace(/<!-- lintel agent: begin.*\n/, "")],
    ["two of them", (made: string) => made + made],
    ["a changed mark", (made: string) => made.replace("begin sha256=", "begin sha256=x")],
    [
      "an indented mark",
      (made: string) => made.replace("<!-- lintel agent: end", "  <!-- lintel agent: end"),
    ],
  ])("is left alone with %s", (_, spoil) => {
    const spoilt = spoil(written(install(section, "# Mine\n")));
    for (const edit of [install(section, spoilt, true), remove(section, spoilt, true)])
      expect(edit).toMatchObject({ kind: "leave", why: expect.stringContaining("do not pair") });
  });
});

describe("a file of its own", () => {
  it("is written, known again, brought up to date and taken away", () => {
    const made = written(install(file, undefined));
    expect(install(file, made)).toEqual({ kind: "same" });
    expect(install(file, made.replaceAll("\n", "\r\n"))).toEqual({ kind: "same" });
    const later = ownFile(file.path, "---\nname: y\n---\n");
    expect(install(later, made)).toMatchObject({ kind: "write", text: written(install(later, undefined)) });
    expect(remove(later, made)).toEqual({ kind: "delete" });
  });

  it("stays where a person changed it, and where it is a person's", () => {
    const edited = written(install(file, undefined)).replace("Ask", "Do not ask");
    expect(install(file, edited)).toMatchObject({ kind: "leave" });
    expect(remove(file, edited)).toMatchObject({ kind: "leave" });
    expect(remove(file, edited, true)).toEqual({ kind: "delete" });
    for (const replace of [false, true]) {
      expect(install(file, "mine", replace)).toMatchObject({
        kind: "leave",
        why: expect.stringContaining("did not write"),
      });
      expect(remove(file, "mine", replace)).toEqual({ kind: "same" });
    }
  });
});

describe("an entry of a JSON file", () => {
  // Text has no -0.
  const value = fc
    .jsonValue({ maxDepth: 2 })
    .map((given) => JSON.parse(JSON.stringify(given)) as typeof given);
  const others = fc.dictionary(
    fc.string({ minLength: 1, maxLength: 6 }).filter((key) => key !== "lintel" && key !== "__proto__"),
    value,
    { maxKeys: 4 },
  );
  const space = fc.constantFrom(undefined, "  ", "\t", "    ");
  const ends = fc.constantFrom("\n", "\r\n");

  it("comes and goes in what others wrote, however they wrote it, and changes no byte of it", () => {
    fc.assert(
      fc.property(others, others, space, ends, fc.boolean(), (servers, rest, indent, end, isFirst) => {
        const all = isFirst ? { mcpServers: servers, ...rest } : { ...rest, mcpServers: servers };
        const before = JSON.stringify(all, null, indent).replaceAll("\n", end);
        const once = written(install(entry, before));
        expect(JSON.parse(once)).toEqual({
          ...all,
          mcpServers: { ...servers, lintel: { command: "npx", args: ["--no", "lintel", "mcp"] } },
        });
        expect(install(entry, once)).toEqual({ kind: "same" });
        expect(isWithin(before, once)).toBe(true);
        const removed = remove(entry, once);
        expect(removed).toEqual({ kind: "write", text: before });
      }),
    );
  });

  it.each([
    [
      "comments",
      '{\n  // mine\n  "mcpServers": {\n    "a": { "command": "x" } // runs x\n    /* more */\n  }\n}\n',
    ],
    ["a comma at the end", '{\n\t"mcpServers": {\n\t\t"a": {}, // one\n\t},\n}\n'],
    ["everything on a line", '{ "x": 1, "mcpServers": { "a": {"url":"http://localhost:1/{}"} } }'],
    ["a mark of the order of bytes", '\uFEFF{\n    "mcpServers": {\n        "a": {}\n    }\n}'],
    ["brackets within texts", '{"mcpServers":{"a":{"args":["}","\\"lintel\\":{"]}}}'],
    ["a comment that ends its line", '{"mcpServers":{"a":1 // one\n}}'],
  ])("keeps %s", (_, before) => {
    const once = written(install(entry, before));
    expect(isWithin(before, once)).toBe(true);
    expect(readJsonText(once).value).toMatchObject({
      mcpServers: { lintel: { command: "npx" }, a: expect.anything() },
    });
    expect(install(entry, once)).toEqual({ kind: "same" });
    expect(remove(entry, once)).toEqual({ kind: "write", text: before });
  });

  it("is put where there is none yet", () => {
    const made = written(install(entry, undefined));
    expect(made).toBe(
      '{\n  "mcpServers": {\n    "lintel": {\n      "command": "npx",\n      "args": [\n        "--no",\n        "lintel",\n        "mcp"\n      ]\n    }\n  }\n}\n',
    );
    expect(remove(entry, made)).toEqual({ kind: "delete" });
    expect(written(install(entry, "{}"))).toBe(made.trimEnd());
    const beside = written(install(entry, '{\n  "inputs": []\n}\n'));
    expect(beside).toMatch(/^\{\n {2}"inputs": \[\],\n {2}"mcpServers": \{\n {4}"lintel": \{/);
    expect(remove(entry, beside)).toEqual({
      kind: "write",
      text: '{\n  "inputs": [],\n  "mcpServers": {}\n}\n',
    });
  });

  it("is taken from between others", () => {
    const between =
      '{"mcpServers":{"a":1, "lintel":{"command":"npx","args":["--no","lintel","mcp"]}, /* b */ "b":2}}';
    expect(written(remove(entry, between))).toBe('{"mcpServers":{"a":1, /* b */ "b":2}}');
    const first = '{"mcpServers":{"lintel":{"command":"npx","args":["--no","lintel","mcp"]},"b":2}}';
    expect(written(remove(entry, first))).toBe('{"mcpServers":{"b":2}}');
  });

  it("is taken from behind a comment that ends its line, which keeps that end", () => {
    const behind =
      '{"mcpServers":{"a":1, // one\n"lintel":{"command":"npx","args":["--no","lintel","mcp"]}}}';
    const left = written(remove(entry, behind));
    expect(left).toContain("// one\n");
    expect(readJsonText(left).value).toEqual({ mcpServers: { a: 1 } });
  });

  it("stays as a person changed it, until it is told to be written anew", () => {
    const mine = '{\n  "mcpServers": {\n    "lintel": { "command": "bunx" }, // mine\n    "b": 1\n  }\n}\n';
    expect(install(entry, mine)).toMatchObject({ kind: "leave", why: expect.stringContaining('"lintel"') });
    expect(remove(entry, mine)).toMatchObject({ kind: "leave" });
    const anew = written(install(entry, mine, true));
    expect(anew).toContain(", // mine\n");
    expect(install(entry, anew)).toEqual({ kind: "same" });
    expect(written(remove(entry, mine, true))).toBe('{\n  "mcpServers": { // mine\n    "b": 1\n  }\n}\n');
  });

  it.each([
    ["", "line 1"],
    ["{", "line 1"],
    ['{\n"a": 1\n"b": 2}', "line 3"],
    ['{"a": tru}', "line 1"],
    ["{'a': 1}", "line 1"],
    ['{"mcpServers": {}} more', "line 1"],
    ["{<<<<<<< ours\n}", "line 1"],
    ["[]", "no object"],
    ['{"mcpServers": []}', "is no object"],
    ['{"mcpServers": {}, "mcpServers": {}}', "twice"],
    ['{"mcpServers": {"lintel": 1, "lintel": 2}}', "twice"],
    [`${"[".repeat(100)}${"]".repeat(100)}`, "levels"],
  ])("is not put into %j", (text, why) => {
    for (const edit of [install(entry, text, true), remove(entry, text, true)])
      expect(edit).toMatchObject({ kind: "leave", why: expect.stringContaining(why) });
  });
});

/** Whether a text is another with insertions. */
function isWithin(before: string, after: string): boolean {
  let found = 0;
  for (let at = 0; at < after.length && found < before.length; at += 1)
    if (after[at] === before[found]) found += 1;
  return found === before.length;
}
