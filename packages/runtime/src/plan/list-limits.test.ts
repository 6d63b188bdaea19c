import { describe, expect, it } from "vitest";
import { planList } from "./list.js";
import { asking, entityNamed } from "./scenario.js";
import { thrown } from "./thrown.js";

const product = entityNamed("product");
const several = (count: number, one: (at: number) => string, separator: string) =>
  Array.from({ length: count }, (_, at) => one(at)).join(separator);

/** What a request may hold at most, and one that holds so many. */
const bounds: readonly (readonly [
  what: string,
  code: string,
  most: number,
  parameter: string,
  query: (count: number) => string,
])[] = [
  [
    "values of in",
    "FILTER_UNSUPPORTED",
    100,
    "filter[name][in]",
    (n) => `filter[name][in]=${several(n, String, ",")}`,
  ],
  ["words of a search", "PARAMETER_INVALID", 20, "q", (n) => `q=${several(n, (at) => `w${at}`, "+")}`],
  ["characters of a search", "PARAMETER_INVALID", 500, "q", (n) => `q=${"x".repeat(n)}`],
  ["rows of a page", "PARAMETER_INVALID", 100, "page[size]", (n) => `page[size]=${n}`],
];

describe("a list", () => {
  it.each(bounds)("takes so many %s and no more", (_what, code, most, parameter, query) => {
    expect(() => planList(asking(), product, query(most))).not.toThrow();
    const refused = thrown(() => planList(asking(), product, query(most + 1)));
    expect(refused).toMatchObject({ code, status: 400, errors: [{ parameter }] });
    expect(refused.message).toMatch(/^Received \d+/);
    expect(refused.message).toMatch(new RegExp(`expected .*\\b${most}\\b`));
  });

  it("counts neither signs nor the quotes of a phrase as words", () => {
    const query = `q=${encodeURIComponent(`"oak table" -garden ${"- ".repeat(40)}`)}`;
    expect(() => planList(asking(), product, query)).not.toThrow();
  });
});
