import { describe, expect, it } from "vitest";
import { ToolError } from "../../../tool-error.js";
import { defaultPrices } from "./default-prices.js";
import { readPrices } from "./read-prices.js";

describe("a file of prices", () => {
  it("is read as it is written by default, and says that its prices are nobody's", () => {
    const prices = readPrices(defaultPrices);
    expect(prices).toMatchObject({ currency: "EUR", placeholder: true, disk: { price: 0.2 } });
    expect(prices.databases.map(({ cores }) => cores)).toEqual([2, 2, 4, 8, 16, 64]);
  });

  it("takes a source for each price", () => {
    const text = defaultPrices.replace("disk: 0.2", 'disk: { price: 0.115, source: "our contract" }');
    expect(readPrices(text).disk).toEqual({ price: 0.115, source: "our contract" });
  });

  const lineOf = (words: string) => defaultPrices.slice(0, defaultPrices.indexOf(words)).split("\n").length;
  it.each([
    ["a word for a price", "disk: 0.2", "disk: cheap", /"disk" is "cheap"; expected a number from 0/],
    ["a price below nought", "backup: 0.1", "backup: -1", /"backup" is -1; expected a number from 0/],
    ["no number at all", "files: 0.03", "files: .nan", /"files" is .*; expected a number/],
    [
      "a currency in words",
      "currency: EUR",
      "currency: euro",
      /"currency" is "euro"; expected three capitals/,
    ],
    ["a price that is not known", "files: 0.03", "flies: 0.03", /"flies" is no price/],
    [
      "yes for true",
      "placeholder: true",
      "placeholder: yes",
      /"placeholder" is "yes"; expected true or false/,
    ],
    ["a machine without processors", "cores: 2, memory: 8", "memory: 8", /"cores" is missing/],
    ["machines that shrink", "cores: 16, memory: 64", "cores: 1, memory: 1", /smaller than "double"/],
    ["broken YAML", "disk: 0.2", "disk: [0.2", /./],
  ])("refuses %s, with its line", (_, from, to, says) => {
    const read = () => readPrices(defaultPrices.replace(from, to));
    expect(read).toThrow(ToolError);
    expect(read).toThrow(says);
    try {
      read();
    } catch (error) {
      const at = Number((error as ToolError).where?.split(":").at(-1));
      expect(Math.abs(at - lineOf(from))).toBeLessThanOrEqual(
        from === "disk: 0.2" && to.includes("[") ? 20 : 1,
      );
      expect((error as ToolError).code).toBe("PRICES_INVALID");
    }
  });

  it("refuses what is no mapping, what lacks a price, and what is too long", () => {
    expect(() => readPrices("")).toThrow(/holds no prices/);
    expect(() => readPrices("- 1")).toThrow(/holds no prices/);
    expect(() => readPrices(defaultPrices.replace("balancer: 20", ""))).toThrow(/"balancer" is missing/);
    expect(() => readPrices(`${defaultPrices}${"#".repeat(300_000)}`)).toThrow(/more than 256 KiB/);
  });
});
