import { describe, expect, it } from "vitest";
import { lintel } from "../scenario.js";
import { design, designedOnce, filesOf, read } from "./scenario.js";

const copy = designedOnce();

interface Option {
  readonly id: string;
  readonly title: string;
  readonly ruledOut?: unknown;
}
interface Listed {
  readonly decisions: readonly {
    readonly id: string;
    readonly subject?: string;
    readonly chosen: string;
    readonly calculated: string;
    readonly record?: number;
    readonly options: readonly Option[];
    readonly override?: { readonly reason: string };
  }[];
}

const listed = async (cwd: string) => (await design(cwd, "decisions", "--json")).json<Listed>().decisions;
const cacheIn = async (cwd: string) =>
  (await listed(cwd)).find(({ id, subject }) => id === "cache" && subject === undefined) ??
  expect.unreachable("Nothing is decided about a cache.");

describe("what a person decides otherwise", { timeout: 240_000 }, () => {
  it("holds, stands in a record that comes after the one before, and is taken back", async () => {
    const cwd = copy();
    const before = await cacheIn(cwd);
    const other = before.options.find(({ id }) => id !== before.chosen);
    if (!other) return expect.unreachable("There is no other option.");

    const said = await design(cwd, "override", "cache", other.id, "--reason", "We run it already.");
    expect([said.code, said.stdout]).toEqual([
      0,
      expect.stringContaining("A person decided so: We run it already."),
    ]);
    const now = await cacheIn(cwd);
    expect(now).toMatchObject({
      chosen: other.id,
      calculated: before.calculated,
      override: { reason: "We run it already." },
    });
    expect(now.record).toBeGreaterThan(before.record ?? 0);
    const records = Object.entries(filesOf(cwd)).filter(([path]) => /decisions\/\d{4}-/.test(path));
    const number = (of: number | undefined) => String(of).padStart(4, "0");
    const textOf = (of: number | undefined) =>
      records.find(([path]) => path.includes(`/${number(of)}-`))?.[1];
    expect(textOf(now.record)).toContain("because a person decided so. We run it already.");
    expect(textOf(before.record)).toMatch(/status: superseded[\s\S]*Followed by \[\d+\. /);

    const back = await design(cwd, "override", "cache", "--remove", "--json");
    expect(back.code).toBe(0);
    expect(await cacheIn(cwd)).toMatchObject({ chosen: before.chosen });
  });

  it("is a person's word: no agent's", async () => {
    const cwd = copy();
    const before = filesOf(cwd);
    const words = ["design", "override", "cache", "shared", "--reason", "I think so."];
    const { code, stderr } = await lintel(words, { cwd, env: { CLAUDECODE: "1" } });
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/PERSON_MISSING[\s\S]*decides otherwise[\s\S]*Claude Code/),
    ]);
    expect(filesOf(cwd)).toEqual(before);
  });

  it("needs a reason, a decision and an option that there are, and changes nothing otherwise", async () => {
    const cwd = copy();
    const before = filesOf(cwd);
    const { chosen } = await cacheIn(cwd);
    for (const [words, code, says] of [
      [["override", "cache", chosen], 2, "REASON_MISSING"],
      [["override", "cache"], 2, "OPTION_MISPLACED"],
      [["override", "cash", chosen, "--reason", "x"], 2, "DECISION_UNKNOWN"],
      [["override", "cache", "gold", "--reason", "x"], 2, "DECISION_OPTION_UNKNOWN"],
      [["override", "cache", chosen, "--reason", "x", "--subject", "moon"], 2, "DECISION_SUBJECT_UNKNOWN"],
      [["override", "cache", "--remove"], 2, "DECISION_UNKNOWN"],
    ] as const) {
      const ran = await design(cwd, ...words);
      expect([words, ran.code, ran.stderr]).toEqual([words, code, expect.stringContaining(says)]);
    }
    expect(filesOf(cwd)).toEqual(before);
  });

  it("is shown by a list of all that is decided, with every option", async () => {
    const cwd = copy();
    const { code, stdout } = await design(cwd, "decisions");
    const { options, chosen } = await cacheIn(cwd);
    expect(code).toBe(0);
    for (const { id, title } of options)
      expect(stdout).toContain(`${id === chosen ? "*" : " "} ${id}: ${title.slice(0, 20)}`);
    expect(read(cwd, "docs/architecture/decisions/README.md")).toContain("| 1 |");
  });
});
