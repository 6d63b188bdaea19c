import { describe, expect, it } from "vitest";
import { help, readArguments } from "./arguments.js";
import { broken, type MigrationResults, page } from "./report.js";

const fine = { milliseconds: 1_200, statements: 900, failed: 0, longest: 40 };
const results: MigrationResults = {
  when: "2026-11-23",
  node: "v20",
  postgres: "18.4",
  cpus: "2 CPUs",
  rows: 1_000_000,
  seed: 7,
  kinds: [
    { kind: "an index", way: "applied", lintel: fine, plain: { ...fine, longest: 2_400, failed: 3 } },
    { kind: "another type", way: "applied", lintel: fine },
  ],
};

describe("the report of the migrations", () => {
  it("shows each kind beside its plain form, and what was killed", () => {
    const text = page({
      ...results,
      kills: {
        rows: 200_000,
        seed: 7,
        migrations: 3,
        faults: [],
        kills: [
          { after: 10, done: 2, begun: true },
          { after: 20, done: 5, begun: false },
        ],
      },
    });
    expect(text).toContain("| an index | applied | 1.2 s | 900 | 0 | 40 ms | 1.2 s | 3 | **2.4 s** |");
    expect(text).toContain("| another type | applied | 1.2 s | 900 | 0 | 40 ms | - | - | - |");
    expect(text).toContain("2 times at random moments (seed 7)");
    expect(text).not.toContain("Not kept");
  });

  it("names what was not kept: failures, long waits, and nothing under way", () => {
    const measured = (lintel: typeof fine) => broken({ kinds: [{ kind: "x", way: "undone", lintel }] });
    expect(measured(fine)).toEqual([]);
    expect(measured({ ...fine, failed: 1 })[0]).toMatch(/^x, undone: 1 failed/);
    expect(measured({ ...fine, longest: 1_000 })).toEqual(["x, undone: one waited 1000 ms"]);
    expect(measured({ ...fine, statements: 0 })).toEqual(["x, undone: no statement was under way"]);
    const killed = { rows: 1, seed: 1, migrations: 1, kills: [], faults: ["A row is gone."] };
    expect(broken({ kinds: [], kills: killed })).toEqual(["A row is gone."]);
  });
});

describe("the command line of the migrations", () => {
  const known = ["an index", "a check"];
  const read = (...given: string[]) => readArguments(given, known);

  it("does everything on a million rows unless told", () => {
    expect(read()).toMatchObject({
      rows: 1_000_000,
      kills: 50,
      plain: true,
      kinds: known,
      out: "migrations",
    });
    expect(read("--kind", "a check", "--rows", "5000", "--kills", "0", "--no-plain", "--seed", "7")).toEqual({
      rows: 5_000,
      kills: 0,
      killRows: 200_000,
      seed: 7,
      plain: false,
      kinds: ["a check"],
      out: "migrations",
    });
  });

  it.each([["--rows", "1"], ["--kills", "-1"], ["--kind", "magic"], ["--out", "../x"], ["--fast"]])(
    "refuses %s %s and says what it expected",
    (...given) => {
      expect(() => read(...given)).toThrow(RangeError);
    },
  );

  it("explains every option that it takes", () => {
    expect(read("--help")).toBe("help");
    for (const option of ["rows", "kill-rows", "kills", "kind", "no-plain", "seed", "out"])
      expect(help(known)).toContain(`--${option}`);
  });
});
