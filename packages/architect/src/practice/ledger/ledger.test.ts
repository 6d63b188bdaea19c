import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { entryOf, keepSightings, ledgerFile, readLedger, withSightings } from "./index.js";
import { emptyLedger, type Sighting } from "./ledger.js";

const built = fileURLToPath(new URL("../../../dist/practice/ledger/index.js", import.meta.url));

const sighting = (
  seen: Sighting["seen"],
  digest = "a".repeat(32),
  test = "a.test.ts > REQ-DATA-003",
): Sighting => ({
  requirement: "REQ-DATA-003",
  test,
  digest,
  seen,
});
const x = { commit: "x".repeat(40), at: "2026-01-01T00:00:00.000Z" };
const y = { commit: "y".repeat(40), at: "2026-01-02T00:00:00.000Z" };
const z = { commit: "z".repeat(40), at: "2026-01-03T00:00:00.000Z" };

describe("what was seen", () => {
  it("is red at X and green at Y, and neither is ever replaced", () => {
    const red = withSightings(emptyLedger, [sighting({ red: "missing" })], x);
    const green = withSightings(red, [sighting("green")], y);
    const entry = { red: { ...x, reason: "missing" }, green: y };
    expect(green.entries).toMatchObject([entry]);
    for (const seen of [{ red: "again" }, "green"] as const)
      expect(withSightings(green, [sighting(seen)], z)).toBe(green);
  });

  it("is nothing where a test was only ever green", () => {
    expect(withSightings(emptyLedger, [sighting("green")], x)).toBe(emptyLedger);
  });

  it("belongs to one wording of a test: another one is to be seen red itself", () => {
    const green = withSightings(
      withSightings(emptyLedger, [sighting({ red: "missing" })], x),
      [sighting("green")],
      y,
    );
    const other = "b".repeat(32);
    expect(withSightings(green, [sighting("green", other)], z)).toBe(green);
    const again = withSightings(green, [sighting({ red: "other" }, other)], z);
    expect(again.entries).toHaveLength(2);
    expect(entryOf(again, { test: "a.test.ts > REQ-DATA-003", digest: other })?.green).toBeUndefined();
  });

  it("has one order, in whatever order it was seen", () => {
    const some = ["c", "a", "b"].map((name) => sighting({ red: "r" }, "a".repeat(32), name));
    const told = withSightings(emptyLedger, some, x);
    const backwards = withSightings(emptyLedger, [...some].reverse(), x);
    expect(told).toEqual(backwards);
    expect(told.entries.map(({ test }) => test)).toEqual(["a", "b", "c"]);
  });
});

describe("the file of the ledger", () => {
  function folder(content?: string): string {
    const made = mkdtempSync(join(tmpdir(), "lintel-ledger-"));
    onTestFinished(() => rmSync(made, { recursive: true, force: true }));
    if (content !== undefined) {
      mkdirSync(dirname(join(made, ledgerFile)), { recursive: true });
      writeFileSync(join(made, ledgerFile), content);
    }
    return made;
  }

  it("gives back what was kept, and leaves nothing beside it", async () => {
    const directory = folder();
    expect(readLedger(directory)).toEqual(emptyLedger);
    await keepSightings(directory, [sighting({ red: "missing" })], x);
    await keepSightings(directory, [sighting({ red: "missing" })], y);
    expect(readLedger(directory)).toEqual(withSightings(emptyLedger, [sighting({ red: "missing" })], x));
    expect(readdirSync(join(directory, "ai/memory-bank"))).toEqual(["test-ledger.json"]);
    expect(readFileSync(join(directory, ledgerFile), "utf8")).toMatch(/\n {4}\{\n {6}"requirement": .*\n/);
  });

  it("has what four processes kept at once", async () => {
    const directory = folder();
    const script = `import { keepSightings } from ${JSON.stringify(built)};
      for (let n = 0; n < 25; n += 1)
        await keepSightings(process.argv[1], [{ requirement: "", test: process.argv[2] + n, digest: "a".repeat(32), seen: { red: "r" } }], ${JSON.stringify(x)});`;
    const ended = await Promise.all(
      ["a", "b", "c", "d"].map(async (name) => {
        const child = spawn(process.execPath, ["--input-type=module", "-e", script, directory, name], {
          stdio: "inherit",
        });
        const [code] = (await once(child, "exit")) as [number | null];
        return code;
      }),
    );
    expect(ended).toEqual([0, 0, 0, 0]);
    expect(readLedger(directory).entries).toHaveLength(100);
  });

  it("is left as it was where it cannot be written, which is told", async () => {
    const directory = folder();
    mkdirSync(join(directory, ledgerFile), { recursive: true });
    await expect(keepSightings(directory, [sighting({ red: "missing" })], x)).rejects.toMatchObject({
      code: "LEDGER_UNREADABLE",
    });
    const busy = folder();
    mkdirSync(join(busy, `${ledgerFile}.lock`), { recursive: true });
    await expect(keepSightings(busy, [sighting({ red: "missing" })], x)).rejects.toMatchObject({
      code: "LEDGER_NOT_WRITABLE",
      where: ledgerFile,
    });
    expect(readLedger(busy)).toEqual(emptyLedger);
  });

  it.each([
    ["a merge that was not finished", '{\n<<<<<<< HEAD\n"format": 1', /test-ledger\.json:2$/, /both sides/],
    ["a file that was cut", '{\n "format": 1,\n "entries": [', /test-ledger\.json:3$/, /git checkout/],
    ["a newer form", '{ "format": 2, "entries": [] }', /test-ledger\.json$/, /Install/],
    ["another form", '{ "format": 1, "entries": [{ "test": 1 }] }', /test-ledger\.json$/, /git checkout/],
    ["no object", "null", /test-ledger\.json$/, /git checkout/],
  ])("tells of %s with line and remedy", (_what, content, where, next) => {
    const directory = folder(content);
    expect(() => readLedger(directory)).toThrow(
      expect.objectContaining({
        code: "LEDGER_UNREADABLE",
        where: expect.stringMatching(where),
        next: expect.stringMatching(next),
      }),
    );
    expect(readFileSync(join(directory, ledgerFile), "utf8")).toBe(content);
  });
});
