import fc from "fast-check";
import MarkdownIt, { type Token } from "markdown-it";
import { describe, expect, it } from "vitest";
import {
  blocks,
  codeBlock,
  escapeHtml,
  escapeMarkdown,
  escapeXml,
  heading,
  inCode,
  link,
  linkRequirements,
  list,
  provisional,
  refs,
  sayList,
  sayMilliseconds,
  sayPercent,
  sayRate,
  slugOfName,
  slugsOfNames,
  table,
} from "./index.js";

const hostile = fc.oneof(
  { weight: 1, arbitrary: fc.string({ unit: "grapheme" }) },
  {
    weight: 2,
    arbitrary: fc.string({ unit: fc.constantFrom(..."\\`*_[]()<>|#+-.:&1!$~='\"/ab \n\t\r".split("")) }),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
);

const parser = new MarkdownIt("commonmark").enable(["table", "strikethrough"]);

function tokensOf(markdown: string): readonly Token[] {
  return parser.parse(markdown, {});
}

/** What a reader sees of the inline tokens of a type of block. */
function seen(tokens: readonly Token[] | null | undefined): string {
  return (tokens ?? [])
    .map(({ type, content, children }) =>
      type === "html_inline" ? "" : type === "softbreak" ? "\n" : `${children ? seen(children) : content}`,
    )
    .join("");
}

const unseen = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\p{Cs}\ufffe\uffff]/gu;

/** As a line shows it: what cannot be seen is gone, and any space is one space. */
function asLine(text: string): string {
  return text
    .replace(/[\s\u2028\u2029\u0085]+/gu, " ")
    .replace(unseen, "")
    .trim();
}

describe("text of people in Markdown", () => {
  it("is a heading, a paragraph, a list and a cell that say just what it says", () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const line = asLine(one);
        fc.pre(line !== "");
        const markdown = blocks(
          heading(2, one),
          escapeMarkdown(one),
          list([escapeMarkdown(one), "end"]),
          table(
            ["A", "B"],
            [
              [escapeMarkdown(one), escapeMarkdown(other)],
              ["1", "2"],
            ],
          ),
        );
        const tokens = tokensOf(markdown);
        const count = (type: string) => tokens.filter((token) => token.type === type).length;
        expect([
          count("heading_open"),
          count("list_item_open"),
          count("table_open"),
          count("tr_open"),
        ]).toEqual([1, 2, 1, 3]);
        expect([
          count("html_block"),
          count("fence"),
          count("code_block"),
          count("blockquote_open"),
          count("hr"),
        ]).toEqual([0, 0, 0, 0, 0]);
        const texts = tokens.filter((token) => token.type === "inline").map((token) => seen([token]));
        expect(texts).toEqual([line, line, line, "end", "A", "B", line, asLine(other), "1", "2"]);
        expect(
          tokens
            .flatMap((token) => token.children ?? [])
            .map((token) => token.type)
            .filter((type) => type !== "text" && type !== "text_special"),
        ).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
  });

  it("is code that shows just what it says, in a paragraph and in a cell", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const line = text
          .replace(/\r\n|[\s\u2028\u2029\u0085]/gu, " ")
          .replace(unseen, "")
          .trim();
        fc.pre(line !== "");
        const tokens = tokensOf(blocks(inCode(text), table(["A", "B"], [[inCode(text), "end"]])));
        const shown = tokens.filter((token) => token.type === "inline").map((token) => seen([token]));
        expect(shown).toEqual([line, "A", "B", line, "end"]);
        expect(parser.render(inCode(text))).toMatch(/^<p><code>[^<]*<\/code><\/p>\n$/);
      }),
      { numRuns: 1_500 },
    );
  });

  it("is a block of code that nothing in it closes", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const tokens = tokensOf(blocks(codeBlock(text, "sql"), "end"));
        expect(tokens.map((token) => token.type)).toEqual([
          "fence",
          "paragraph_open",
          "inline",
          "paragraph_close",
        ]);
      }),
    );
  });

  it("is the text of a link and never another link", () => {
    fc.assert(
      fc.property(hostile, hostile, (text, to) => {
        fc.pre(asLine(text) !== "");
        const children = tokensOf(link(text, `page.md#${to}`))[1]?.children ?? [];
        expect(children.filter((token) => token.type === "link_open")).toHaveLength(1);
        expect(seen(children)).toBe(asLine(text));
      }),
    );
  });
});

describe("text of people in HTML and XML", () => {
  it("holds no mark that ends or begins something", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const escaped of [escapeHtml(text), escapeXml(text)]) {
          expect(escaped.replace(/&(amp|lt|gt|quot|#39);/g, "")).not.toMatch(/[&<>"'\p{Cs}]/u);
          expect(escaped).not.toMatch(/(?![\n\t])\p{Cc}|[\ufffe\uffff]/u);
        }
      }),
    );
    expect(escapeXml(`<a b="c" d='e'>&</a>`)).toBe("&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;&lt;/a&gt;");
  });
});

describe("references", () => {
  it("are printed in one form, sorted, each once", () => {
    expect(refs(["REQ-PERF-002", "REQ-ARCH-001", "REQ-PERF-002"])).toBe("[REQ-ARCH-001] [REQ-PERF-002]");
    expect(refs([])).toBe("");
  });

  it("lead to the index of requirements from any depth, where the brief has them", () => {
    const known = new Set(["REQ-ARCH-001", "REQ-FEAT-PAY"]);
    const text = "A [REQ-FEAT-PAY/2] [REQ-ARCH-001] [REQ-GONE-001] \\[REQ-ARCH-009\\].\n";
    expect(linkRequirements(text, "decisions/0001-style.md", known)).toBe(
      `${text}\n[REQ-ARCH-001]: ../README.md#req-arch-001\n[REQ-FEAT-PAY/2]: ../README.md#req-feat-pay\n`,
    );
    expect(parser.render(linkRequirements(text, "system.md", known))).toContain(
      '<a href="README.md#req-feat-pay">REQ-FEAT-PAY/2</a>',
    );
    const inCodeAlone = "`[REQ-ARCH-001]` and\n\n```\n[REQ-ARCH-001]\n```\n";
    expect(linkRequirements(inCodeAlone, "system.md", known)).toBe(inCodeAlone);
    expect(linkRequirements("Nothing.\n", "system.md", known)).toBe("Nothing.\n");
  });
});

describe("words and figures", () => {
  it("are said as a person says them", () => {
    expect([sayRate(300), sayRate(0.5), sayRate(0.0001), sayRate(1.2345)]).toEqual([
      "300 a second",
      "30 a minute",
      "8.64 a day",
      "1.23 a second",
    ]);
    expect([sayMilliseconds(150), sayMilliseconds(2_000), sayMilliseconds(1_234)]).toEqual([
      "150 ms",
      "2 s",
      "1,234 ms",
    ]);
    expect([sayPercent(0.999), sayPercent(0.9999), sayPercent(0.5)]).toEqual(["99.9 %", "99.99 %", "50 %"]);
    expect([sayList([]), sayList(["a"]), sayList(["a", "b", "c"])]).toEqual(["", "a", "a, b and c"]);
    expect(provisional(["b.c", undefined, "a.b", "b.c"])).toBe(
      "**Provisional**: nobody has answered `a.b`, `b.c`.",
    );
    expect(provisional([undefined])).toBe("");
  });

  it("make names into parts of paths, each another", () => {
    expect(slugOfName("Place order!")).toBe("place-order");
    expect(slugOfName("注文")).toMatch(/^[0-9a-f]{8}$/);
    expect(new Set(slugsOfNames(["A b", "a-b", "A.B"])).size).toBe(3);
    fc.assert(
      fc.property(hostile, (name) => {
        expect(slugOfName(name)).toMatch(/^[a-z0-9-]{1,60}$/);
      }),
    );
  });
});
