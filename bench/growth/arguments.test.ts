import { describe, expect, it } from "vitest";
import { help, readArguments } from "./arguments.js";

const known = ["by-id", "list", "far"];
const read = (line: string) => readArguments(line.split(" ").filter(Boolean), known);

describe("the command line of the growth benchmark", () => {
  it("measures three sizes with everything, on databases that go afterwards", () => {
    expect(read("")).toEqual({
      sizes: [100_000, 1_000_000, 10_000_000],
      workloads: known,
      rounds: 25,
      seconds: 2,
      rate: 100,
      data: undefined,
      prepareOnly: false,
      mostDisk: 40e9,
      out: "growth",
    });
  });

  it("takes sizes in any order, the smallest first and each once", () => {
    expect(read("--products 5000,1000,5000")).toMatchObject({ sizes: [1_000, 5_000] });
  });

  it("keeps databases where it is told to, and can leave it at preparing them", () => {
    expect(read("--data kept --prepare --disk 12")).toMatchObject({
      data: "kept",
      prepareOnly: true,
      mostDisk: 12e9,
    });
  });

  it.each([
    "--products many",
    "--products 100000,",
    "--products 10",
    "--workload lists",
    "--rounds 0",
    "--rate 0.5",
    "--prepare",
    "--out ../../file",
    "--fast",
  ])("refuses %s and says what it expected", (line) => {
    expect(() => read(line)).toThrow(RangeError);
  });

  it("names its options and workloads in the help", () => {
    for (const word of [...known, "--products", "--data", "--prepare", "--disk", "--rate"])
      expect(help(known)).toContain(word);
    expect(read("--help")).toBe("help");
  });
});
