import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { camelCase, constantCase, kebabCase, pascalCase, plural, snakeCase } from "./naming.js";

describe("a name", () => {
  it.each([
    ["name", "name", "name", "NAME", "Name"],
    ["orderLine", "order_line", "order-line", "ORDER_LINE", "OrderLine"],
    ["isOAuthClient", "is_o_auth_client", "is-o-auth-client", "IS_O_AUTH_CLIENT", "IsOAuthClient"],
    ["address2Line", "address2_line", "address2-line", "ADDRESS2_LINE", "Address2Line"],
    ["taxID", "tax_id", "tax-id", "TAX_ID", "TaxID"],
  ])("%s is %s, %s, %s and %s elsewhere", (name, snake, kebab, constant, pascal) => {
    expect([snakeCase(name), kebabCase(name), constantCase(name), pascalCase(name)]).toEqual([
      snake,
      kebab,
      constant,
      pascal,
    ]);
  });

  it("comes back from snake_case and kebab-case, where no two capitals stand together", () => {
    const word = fc.stringMatching(/^[a-z]{1,6}$/);
    const capital = word.map((letters) => letters.charAt(0).toUpperCase() + letters.slice(1).concat("a"));
    const names = fc
      .tuple(word, fc.array(capital, { maxLength: 3 }))
      .map(([first, rest]) => first + rest.join(""));
    fc.assert(
      fc.property(names, (name) => {
        expect(camelCase(snakeCase(name))).toBe(name);
        expect(camelCase(kebabCase(name))).toBe(name);
      }),
    );
  });

  it.each([
    ["category", "categories"],
    ["orderLine", "orderLines"],
    ["person", "people"],
    ["address", "addresses"],
  ])("of one %s is %s for many", (one, many) => {
    expect(plural(one)).toBe(many);
  });
});
