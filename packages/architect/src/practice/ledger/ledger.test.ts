import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { entryOf, ledgerFile, readLedger, withSightings, writeLedger } from "./index.js";
import { emptyLedger, type Sighting } from "./ledger.js";

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

  it("gives back what was written, and leaves nothing beside it", () => {
    const directory = folder();
    expect(readLedger(directory)).toEqual(emptyLedger);
    const ledger = withSightings(emptyLedger, [sighting({ red: "missing" })], x);
    writeLedger(directory, ledger);
    writeLedger(directory, ledger);
    expect(readLedger(directory)).toEqual(ledger);
    expect(readdirSync(join(directory, "ai/memory-bank"))).toEqual(["test-ledger.json"]);
    expect(readFileSync(join(directory, ledgerFile), "utf8")).toMatch(/\n {4}\{\n {6}"requirement": .*\n/);
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
