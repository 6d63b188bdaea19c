import { describe, expect, it } from "vitest";
import { rules } from "../../design/decisions/rules/index.js";
import { patternGroups, patterns, searchPatterns } from "./index.js";

describe("the library of patterns", () => {
  it("has at least forty, of every group, each with a name of its own", () => {
    expect(patterns.length).toBeGreaterThanOrEqual(40);
    expect(new Set(patterns.map(({ id }) => id)).size).toBe(patterns.length);
    expect(new Set(patterns.map(({ title }) => title)).size).toBe(patterns.length);
    expect(new Set(patterns.map(({ group }) => group))).toEqual(new Set(Object.keys(patternGroups)));
    for (const { id } of patterns) expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  });

  it("says of each when it fits, when not, what it weighs, what it costs and where that comes from", () => {
    for (const { id, is, also, fits, avoid, forces, cost, sources, lintel } of patterns) {
      for (const [part, texts] of Object.entries({
        is: [is],
        fits,
        avoid,
        forces,
        cost,
        says: [lintel.says],
      })) {
        expect([id, part, texts.length > 0]).toEqual([id, part, true]);
        for (const text of texts) expect(text, `${id}: ${part}`).toMatch(/^[A-Z/.a-z][^\n]{8,}[.?]$/);
      }
      expect([id, also.length > 0, sources.length > 0]).toEqual([id, true, true]);
      for (const { year } of sources) expect(year).toSatisfy((given: number) => given > 1400 && given < 2027);
    }
  });

  it("says plainly what Lintel does not do, and names a word, a command or a page for what it does", () => {
    for (const { id, lintel } of patterns) {
      const { how, says, words, verbs, pages } = lintel;
      expect([id, says.startsWith("Not by Lintel yet")]).toEqual([id, how === "not-yet"]);
      if (how === "word") expect(words, id).not.toEqual([]);
      if (how === "verb") expect(verbs, id).not.toEqual([]);
      if (how !== "not-yet") expect([...words, ...verbs, ...pages], id).not.toEqual([]);
    }
  });

  it("names only options that are weighed", () => {
    const weighed = new Set(
      rules.flatMap(({ id, options }) => options.map((option) => `${id}: ${option.id}`)),
    );
    const named = patterns.flatMap(({ decisions }) =>
      decisions.map(({ decision, option }) => `${decision}: ${option}`),
    );
    expect(named.filter((one) => !weighed.has(one))).toEqual([]);
    expect(named.length).toBeGreaterThan(20);
  });

  it("holds no sign of Markdown: the page is written from these texts as they are", () => {
    expect(
      JSON.stringify(patterns.map(({ lintel: { words: _, ...lintel }, ...rest }) => ({ ...rest, lintel }))),
    ).not.toMatch(/[|*<>`]/);
  });
});

describe("looking a pattern up", () => {
  const first = (question: string) => searchPatterns(patterns, question)[0]?.id;

  it.each([
    ["outbox", "transactional-outbox"],
    ["CQRS", "cqrs"],
    ["sharding", "sharding"],
    ["SHARD", "sharding"],
    ["dual write", "transactional-outbox"],
    ["poison message", "dead-letters"],
    ["N+1 queries", "batching"],
    ["multi-tenancy by row", "tenants-by-row"],
    ["how do I page through a long list with a cursor?", "cursor-paging"],
    ["payment twice idempotency", "idempotency-key"],
    ["zero-downtime migration", "expand-and-contract"],
    ["lost update", "optimistic-concurrency"],
  ])("finds %s", (question, id) => {
    expect(first(question)).toBe(id);
  });

  it("finds nothing for words that no pattern holds, and gives all of them without a word", () => {
    expect(searchPatterns(patterns, "xyzzy")).toEqual([]);
    expect(searchPatterns(patterns, "  ")).toEqual(patterns);
  });

  it("takes anything for words, and nothing else", () => {
    for (const question of [
      "(((",
      "\\",
      "a".repeat(100_000),
      "<script>",
      "数据",
      "$&",
      "constructor __proto__",
    ])
      expect(() => searchPatterns(patterns, question)).not.toThrow();
  });
});
