import { describe, expect, test } from "vitest";
import { hostileFiles, hostileName } from "./fixture.js";
import { siteOf } from "./index.js";
import { siteStyle } from "./style.js";

const html = siteOf({ name: hostileName, files: hostileFiles });

describe("the site of documents", () => {
  test("is the same bytes for the same files", () => {
    expect(siteOf({ name: hostileName, files: [...hostileFiles] })).toBe(html);
  });

  test("holds one script and one style, those that its policy names", () => {
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html.match(/<style/g)).toHaveLength(1);
    expect(html).not.toMatch(
      /<[^>]*\sstyle=|<[^>]*\son[a-z]+=|<iframe|<object|<link|<base|<form[^>]*action/i,
    );
    expect(html).toContain("default-src 'none'");
  });

  test("leads nowhere but to its own parts and to pages of http", () => {
    const targets = [...html.matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => href);
    const ids = new Set([...html.matchAll(/id="([^"]*)"/g)].map(([, id = ""]) => id));
    for (const target of targets) {
      if (target.startsWith("#")) expect(ids, target).toContain(decodeURIComponent(target.slice(1)));
      else expect(target).toBe("https://example.org/read");
    }
    expect(targets).toContain("#page-system--its-parts");
    expect(targets).toContain("#page-readme--req-perf-001");
  });

  test("has each id once, also of headings that are alike", () => {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids).toContain("page-system--its-parts-1");
  });

  test("keeps the few tags that the documents are written with, and shows others as text", () => {
    expect(html).toContain("<code>REQ-PERF-001 | x</code>");
    expect(html).toContain("12<br>13");
    expect(html).toContain('<span id="page-readme--req-perf-001"></span>');
    expect(html).toContain("&lt;script&gt;window.hit = 3&lt;/script&gt;");
    expect(html).toContain('<td class="right">');
  });

  test("shows a picture in its place, once, and its words in the language of Mermaid", () => {
    expect(html.match(/<img /g)).toHaveLength(2);
    expect(html.match(/src="data:image\/svg\+xml;base64,/g)).toHaveLength(2);
    expect(html).toContain("[picture: pixel]");
    expect(html).toContain("As text, for Mermaid");
    expect(html).toContain("flowchart LR");
  });

  test("goes from heading to heading without leaving out a level", () => {
    const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [at, level] of levels.entries())
      if (at > 0) expect(level - (levels[at - 1] ?? 0)).toBeLessThan(2);
  });

  test("can be printed and read in the dark", () => {
    expect(siteStyle).toContain("@media print");
    expect(siteStyle).toContain("prefers-color-scheme:dark");
  });

  test("of no documents is a page all the same", () => {
    expect(siteOf({ name: "empty", files: [] })).toContain("<main");
  });
});
