import { describe, expect, it } from "vitest";
import { findTests, idsIn } from "./index.js";

const namesIn = (source: string) => findTests("a.test.ts", source).tests.map(({ test }) => test);

describe("the tests of a file", () => {
  it("are found through the syntax tree, with the titles around them", () => {
    const source = `
      import { describe as about, it } from "vitest";
      // it("in a comment", () => {});
      const text = 'it("in a text", () => {})';
      about("orders", () => {
        it("REQ-FEAT-PLACE-ORDER/1: WHEN placed", async () => {});
        it.each([[1], [2]])("takes %s", (n) => {});
        for (const one of [1]) test(\`each \${one}\`, () => {});
      });
      const given = it.extend({});
      it();
    `;
    expect(namesIn(source)).toEqual([
      "a.test.ts > orders > REQ-FEAT-PLACE-ORDER/1: WHEN placed",
      "a.test.ts > orders > takes %s",
      "a.test.ts > orders > each …",
    ]);
  });

  it("are told with their lines, what they are tests of, and whether they are left out", () => {
    const source = `describe.skip("REQ-DATA-003", () => {
  it("first", () => {
    expect(1).toBe(1);
  });
});
it.todo("second");
it.skipIf(true)("third", () => {});
`;
    expect(findTests("a.test.ts", source).tests).toMatchObject([
      { line: 2, lastLine: 4, ids: ["REQ-DATA-003"], skipped: true },
      { line: 6, skipped: true },
      { line: 7, skipped: false },
    ]);
  });

  it("have a digest of what they say, and not of how it is laid out", () => {
    const digest = (source: string) => findTests("a.test.ts", source).tests[0]?.digest;
    const one = digest('it("a", () => { expect(1).toBe(1); });');
    expect(digest("// why\nit('a', () => {\n  expect(1)\n    // here\n    .toBe(1)\n});")).toBe(one);
    expect(digest('it("a", () => { expect(1).toBe(2); });')).not.toBe(one);
    expect(digest('it("a", () => { expect("").toMatch(/a/); });')).not.toBe(
      digest('it("a", () => { expect("").toMatch(/b/); });'),
    );
    expect(one).toMatch(/^[0-9a-f]{32}$/);
  });

  it("are none where the file cannot be read, and it is said why", () => {
    expect(findTests("a.test.ts", '\nit("a", () => {')).toMatchObject({
      tests: [],
      problem: { line: 2, message: expect.stringContaining("") },
    });
  });
});

it("a name says of what it is a test", () => {
  expect(idsIn("REQ-FEAT-PLACE-ORDER/12: WHEN it (see REQ-PERF-002) and REQ-FEAT-PLACE-ORDER/12")).toEqual([
    "REQ-FEAT-PLACE-ORDER/12",
    "REQ-PERF-002",
  ]);
  expect(
    idsIn("ACCESS catalog.product.create: not for anonymous, ERROR orders.placeOrder.OUT_OF_STOCK."),
  ).toEqual(["ACCESS catalog.product.create", "ERROR orders.placeOrder.OUT_OF_STOCK"]);
  expect(idsIn("XREQ-A, REQ-, LIMIT nothing")).toEqual([]);
});

it("takes the beginning of an id that is only whole when the test runs for none", () => {
  const { tests } = findTests(
    "a.test.ts",
    `it(\`ACCESS orders.order.\${one}: refuses\`, () => {});
it(\`REQ-FEAT-\${two}/1: does\`, () => {});
it(\`REQ-PERF-001: \${three}\`, () => {});
it(\`\${four}REQ-PERF-002/\${five}\`, () => {});
`,
  );
  expect(tests.map(({ ids }) => ids)).toEqual([[], [], ["REQ-PERF-001"], []]);
});
