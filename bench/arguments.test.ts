import { describe, expect, it } from "vitest";
import { help, readArguments } from "./arguments.js";

const known = { workloads: ["by-id", "list"], peers: ["lintel", "fastify"] };
const read = (line: string) => readArguments(line.split(" ").filter(Boolean), known);

describe("the command line of the benchmarks", () => {
  it("measures everything unless told", () => {
    expect(read("")).toEqual({
      ...known,
      rounds: 10,
      seconds: 5,
      connections: 64,
      scale: 1,
      out: "latest",
    });
  });

  it("is short with --quick, and does not write over the long results", () => {
    expect(read("--quick")).toMatchObject({ rounds: 2, seconds: 2, out: "quick" });
    expect(read("--quick --rounds 3 --out mine")).toMatchObject({ rounds: 3, seconds: 2, out: "mine" });
  });

  it("takes some workloads and peers, in the order of the benchmarks", () => {
    expect(read("--workload list --peer fastify,lintel")).toMatchObject({
      workloads: ["list"],
      peers: ["lintel", "fastify"],
    });
  });

  it.each([
    "--workload lists",
    "--peer nobody",
    "--rounds 0",
    "--seconds 1.5",
    "--connections 100000",
    "--out ../../file",
    "--fast",
  ])("refuses %s and says what it expected", (line) => {
    expect(() => read(line)).toThrow(RangeError);
  });

  it("explains every option that it takes", () => {
    expect(read("--help")).toBe("help");
    for (const option of ["workload", "peer", "rounds", "seconds", "connections", "scale", "out", "quick"])
      expect(help(known)).toContain(`--${option}`);
  });
});
