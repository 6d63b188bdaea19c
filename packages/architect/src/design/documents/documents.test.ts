import { describe, expect, it } from "vitest";
import { readMarkdown } from "./fixture.js";
import { documentsOf } from "./index.js";
import { commerce } from "./scenario.js";

/** Documents of other parts of the design, which are led to and not here yet. */
const toCome = /^(diagrams\/|capacity\.md)/;

const shop = commerce();
const rendered = shop.then(documentsOf);

describe("the documents of an architecture", () => {
  it("are the same bytes each time, sorted, each path once", async () => {
    const files = await rendered;
    expect(documentsOf(await shop)).toEqual(files);
    expect(files.map(({ path }) => path)).toEqual([...new Set(files.map(({ path }) => path))].sort());
  });

  it("lead somewhere, wherever they lead", async () => {
    const files = await rendered;
    const read = new Map(
      files.filter(({ path }) => path.endsWith(".md")).map(({ path, text }) => [path, readMarkdown(text)]),
    );
    const paths = new Set(files.map(({ path }) => path));
    const lost = [...read].flatMap(([path, { targets }]) =>
      targets
        .filter((target) => {
          if (/^https?:/.test(target)) return false;
          const url = new URL(target, `https://here/${path}`);
          const to = url.pathname.slice(1);
          const anchor = decodeURIComponent(url.hash.slice(1));
          if (toCome.test(to)) return false;
          return !paths.has(to) || (anchor !== "" && read.get(to)?.anchors.has(anchor) === false);
        })
        .map((target) => `${path}: ${target}`),
    );
    expect(lost).toEqual([]);
  });

  it("refer to no requirement that the brief does not have", async () => {
    const files = await rendered;
    const unknown = files
      .filter(({ path }) => path.endsWith(".md"))
      .flatMap(({ path, text }) =>
        [...readMarkdown(text).text.matchAll(/\[REQ-[^\]]*\]/g)].map(([id]) => `${path}: ${id}`),
      );
    expect(unknown).toEqual([]);
  });

  it("have no heading twice on a page, and none without something below it", async () => {
    for (const { path, text } of await rendered) {
      if (!path.endsWith(".md")) continue;
      const { headings, empty } = readMarkdown(text);
      const names = headings.map(({ text: heading }) => heading);
      expect(names, path).toEqual([...new Set(names)]);
      expect(empty, path).toEqual([]);
    }
  });
});
