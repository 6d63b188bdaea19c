import { describe, expect, it, vi } from "vitest";
import { agentVerbs } from "./agent/index.js";
import { briefVerbs } from "./brief/index.js";
import { database } from "./db/index.js";
import { guardVerb, guardVerbs } from "./guard/index.js";
import { deadVerbs, logVerbs } from "./log/index.js";
import { run } from "./main.js";
import { lintel, projectWith, scratchFolder } from "./scenario.js";

const verbs = [
  ...[
    "init",
    "interview",
    "import-brief",
    "brief",
    "docs",
    "tests",
    "review",
    "check",
    "dev",
    "start",
    "token",
    "routes",
  ].map((name) => [name]),
  ...briefVerbs.map(({ name }) => ["brief", name]),
  ...database.map(({ name }) => ["db", name]),
  ...logVerbs.map(({ name }) => ["log", name]),
  ...deadVerbs.map(({ name }) => ["log", "dead", name]),
  ["mcp"],
  ...agentVerbs.map(({ name }) => ["agent", name]),
  [guardVerb.name],
  ...guardVerbs.map(({ name }) => ["guard", name]),
];

/** What the command says to a stream while it runs in this process: a process for each of fifty verbs proves no more. */
async function told(given: readonly string[]) {
  const said = { stdout: "", stderr: "" };
  const kept = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      said[name] += text;
      return true;
    }),
  );
  try {
    return { code: await run(given), ...said };
  } finally {
    for (const one of kept) one.mockRestore();
  }
}

describe("the command line", () => {
  it("says how help is asked for, with all the words of a verb below another", async () => {
    const { code, stderr } = await lintel(["brief", "change"], { cwd: scratchFolder() });
    expect([code, stderr]).toEqual([2, expect.stringContaining("(lintel brief change --help tells more)")]);
  });

  it.each(verbs.map((words) => [words.join(" "), words]))(
    "explains %s with an example",
    async (name, words) => {
      const { code, stdout, stderr } = await told([...words, "--help"]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/Examples:\n {2}\S/);
      expect(stdout).toContain(`lintel ${name}`);
      expect(stdout).toContain("--json");
      expect(stderr).toBe("");
    },
  );

  it("prints it as a process does", async () => {
    const words = ["log", "dead", "list", "--help"];
    const { code, stdout, stderr } = await lintel(words, { cwd: scratchFolder() });
    expect({ code, stdout, stderr }).toEqual(await told(words));
  });

  it("says with 2 that it was used wrongly, on stderr", async () => {
    const cwd = projectWith({});
    for (const given of [
      ["bogus"],
      ["check", "--bogus"],
      ["db", "bogus"],
      [],
      ["dev", "--port", "http"],
      ["token", "--expires", "3y"],
      ["interview"],
      ["brief", "confirm", "--yes"],
      ["brief", "bogus"],
    ]) {
      const { code, stdout, stderr } = await lintel(given, { cwd });
      expect([given, code]).toEqual([given, 2]);
      expect(stdout).toBe("");
      expect(stderr).not.toBe("");
    }
  });

  it("gives one JSON document with --json, also for what failed", async () => {
    const cwd = scratchFolder();
    const wrong = await lintel(["check", "--json", "--bogus"], { cwd });
    expect(wrong.json()).toMatchObject({ error: { code: "WRONG_USE" } });
    const nothing = await lintel(["routes", "--json"], { cwd });
    expect(nothing.code).toBe(2);
    expect(nothing.json()).toMatchObject({
      error: { code: "BLUEPRINT_NOT_FOUND", next: expect.stringContaining("lintel init") },
    });
  });

  it("knows its version", async () => {
    const { stdout } = await lintel(["--version"], { cwd: scratchFolder() });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
