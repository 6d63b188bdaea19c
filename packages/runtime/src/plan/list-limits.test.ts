import { describe, expect, it } from "vitest";
import { planList } from "./list.js";
import { asking, entityNamed } from "./scenario.js";
import { thrown } from "./thrown.js";

const product = entityNamed("product");
const refusal = (query: string) => thrown(() => planList(asking(), product, query));
const plans = (query: string) => planList(asking(), product, query);
const several = (count: number, one: (at: number) => string, separator = "&") =>
  Array.from({ length: count }, (_, at) => one(at)).join(separator);

/** What a request may hold at most, the request that holds one more, and what it is told. */
const bounds: readonly (readonly [
  what: string,
  code: string,
  most: number,
  query: (count: number) => string,
  parameter: string,
])[] = [
  [
    "values of in",
    "FILTER_UNSUPPORTED",
    100,
    (n) => `filter[name][in]=${several(n, String, ",")}`,
    "filter[name][in]",
  ],
  [
    "conditions",
    "FILTER_UNSUPPORTED",
    50,
    (n) => several(n, (at) => `filter[name][ne]=${at}`),
    "filter[name][ne]",
  ],
  [
    "conditions with contains",
    "FILTER_UNSUPPORTED",
    5,
    (n) => several(n, (at) => `filter[name][contains]=${at}`),
    "filter[name][contains]",
  ],
  ["words of a search", "PARAMETER_INVALID", 20, (n) => `q=${several(n, (at) => `w${at}`, "+or+")}`, "q"],
  ["characters of a search", "PARAMETER_INVALID", 500, (n) => `q=${"x".repeat(n)}`, "q"],
  ["rows of a page", "PARAMETER_INVALID", 100, (n) => `page[size]=${n}`, "page[size]"],
];

describe("a list", () => {
  it.each(bounds)("takes so many %s and no more", (what, code, most, query, parameter) => {
    const within = what === "words of a search" ? several(most / 2, (at) => `w${at}`, "+or+") : undefined;
    expect(() => plans(within === undefined ? query(most) : `q=${within}`)).not.toThrow();
    const refused = refusal(query(most + 1));
    expect(refused).toMatchObject({ code, status: 400, errors: [{ parameter }] });
    expect(refused.message).toMatch(
      new RegExp(`expected (fewer|at most ${most}|a whole number from 1 to ${most})`),
    );
  });

  it("counts neither signs nor a phrase's quotes as words", () => {
    expect(() => plans(`q=${encodeURIComponent(`"oak table" -garden ${"- ".repeat(40)}`)}`)).not.toThrow();
  });
});
