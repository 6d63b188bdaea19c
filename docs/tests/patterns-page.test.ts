import { existsSync, readFileSync } from "node:fs";
import * as words from "@lintel/runtime";
import { expect, it } from "vitest";
import { patterns } from "../../packages/architect/src/memory/index.js";
import { patternsPage } from "./patterns-page.js";

const docs = new URL("../", import.meta.url);
const read = (page: string) => readFileSync(new URL(page, docs), "utf8");

it("the reference has the whole library: run this test with --update where the library has changed", async () => {
  await expect(patternsPage(patterns)).toMatchFileSnapshot("../reference/patterns.md");
});

it("names only words that a blueprint has", () => {
  const spans = [...read("reference/blueprint.md").matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
  const modifiable = words.text();
  const service = words.service("any", { entities: {} });
  const isWord = (word: string) => {
    const [, dot, name = ""] = /^(\.?)(\w+)\(/.exec(word) ?? [];
    if (dot === ".") return name in modifiable || name in service;
    if (dot === "" && name in words) return true;
    return spans.some(
      (span) => span === word || (span.startsWith(word) && /^\W/.test(span.slice(word.length))),
    );
  };
  const unknown = patterns.flatMap(({ id, lintel }) =>
    lintel.words.filter((word) => !isWord(word)).map((word) => `${id}: ${word}`),
  );
  expect(unknown).toEqual([]);
  expect(isWord("softDeleted"), "the look-up itself").toBe(false);
  expect(isWord(".shard()"), "the look-up itself").toBe(false);
});

it("names only commands that there are", () => {
  const commands = new Set(
    [...read("reference/command-line.md").matchAll(/^#{2,3} (lintel [a-z -]+?)(?: [[<].*)?$/gm)].map(
      ([, command = ""]) => command,
    ),
  );
  expect(commands.size).toBeGreaterThan(30);
  const named = patterns.flatMap(({ lintel }) => lintel.verbs);
  expect(named.filter((command) => !commands.has(command))).toEqual([]);
});

it("names only pages and sections that there are", () => {
  const isThere = (target: string) => {
    const [page = "", section] = target.split("#");
    if (!existsSync(new URL(page, docs))) return false;
    return section === undefined || anchorsOf(read(page)).has(section);
  };
  const named = patterns.flatMap(({ id, lintel }) => lintel.pages.map((page) => `${id}: ${page}`));
  expect(named.filter((one) => !isThere(one.slice(one.indexOf(": ") + 2)))).toEqual([]);
});

/** Of the headings of a page, as GitHub makes them. */
function anchorsOf(text: string): ReadonlySet<string> {
  return new Set(
    [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}
