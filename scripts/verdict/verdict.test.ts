import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ranOut } from "./ran-out.js";
import { countsOf, type FileReport, settle, type TestReport, unsteadyFiles } from "./reports.js";

const at = "\n    at /shop/log.test.ts:12:3";
const polled = (said: string) =>
  `Error: ${said}\n    at Proxy.__VITEST_POLL_CHAIN__ (file:///node_modules/vitest/dist/test.js:3748:47)${at}`;
const wait = `Error: In 100000 ms it did not come to be: the slot has followed.${at}`;
const wrong = `AssertionError: expected [ 'b', 'a' ] to deeply equal [ 'a', 'b' ]${at}`;

const test = (fullName: string, ...failureMessages: string[]): TestReport => ({
  fullName,
  status: failureMessages.length > 0 ? "failed" : "passed",
  failureMessages,
});
const file = (name: string, ...assertionResults: TestReport[]): FileReport => ({
  name: resolve(name),
  status: assertionResults.every(({ status }) => status === "passed") ? "passed" : "failed",
  message: "",
  assertionResults,
});
const skipped = (fullName: string, ...suiteFailed: string[]): TestReport => ({
  fullName,
  status: "skipped",
  failureMessages: [],
  meta: { suiteFailed },
});

describe("a failure", () => {
  it.each([
    wait,
    `Error: The condition did not come true in time.${at}`,
    `Error: It did not hold within 60000 ms.${at}`,
    `Error: Not so within 60000 ms: they are closed.${at}`,
    `Error: There was none within 90000 ms: a line.${at}`,
    `Error: STACK_TRACE_ERROR${at}`,
    "Hook timed out in 120000ms.\nIf this is a long-running hook, pass a timeout value as the last argument",
    `Error: Timed out in waitUntil!${at}`,
    `Error: timeout expired${at}`,
    `Error: Connection terminated due to connection timeout${at}`,
    polled("expected 3 to be 4 // Object.is equality"),
    polled("expected false to be true // Object.is equality"),
    polled("expected 'visible' to be 'commits' // Object.is equality"),
    polled("expected [ 'a', 'b' ] to have a length of 3 but got 2"),
    polled("expected 3 to be greater than 3"),
    polled("connect ECONNREFUSED 127.0.0.1:5432"),
  ])("that is a wait which ran out: %s", (failure) => {
    expect(ranOut(failure)).toBe(true);
  });

  it.each([
    wrong,
    `AssertionError: expected 3 to be 4 // Object.is equality${at}`,
    `Error: Property failed after 56 tests\n{ seed: -2048671555, path: "55" }\nCounterexample: [{}]${at}`,
    `Error: Property failed after 1 tests\nGot Error: In 100 ms it did not come to be: x.${at}`,
    `Error: There is no slot.${at}`,
    polled("expected [ 'b', 'a' ] to deeply equal [ 'a', 'b' ]"),
    polled("expected [ { position: 1 } ] to match object [ { position: 2 } ]"),
    polled("expected 5 to be 4 // Object.is equality"),
    polled("expected [ 'a', 'a' ] to have a length of 1 but got 2"),
  ])("that is none: %s", (failure) => {
    expect(ranOut(failure)).toBe(false);
  });
});

describe("a run", () => {
  const first = {
    testResults: [
      file("a.test.ts", test("waits", wait), test("holds")),
      file("b.test.ts", test("waits", wait), test("orders", wrong)),
      file("c.test.ts", test("holds")),
      { ...file("d.test.ts", skipped("in a suite", "Hook timed out in 120000ms.")), status: "failed" },
      { ...file("e.test.ts", skipped("in a suite", "There is no server.")), status: "failed" },
      { ...file("f.test.ts"), status: "failed", message: "Cannot find module './f.js'" },
    ],
  };

  it("is looked at again only where nothing but waits failed", () => {
    expect(unsteadyFiles(first)).toEqual([resolve("a.test.ts"), resolve("d.test.ts")]);
  });

  it("is looked at again nowhere, where waits failed all over", () => {
    const testResults = Array.from({ length: 11 }, (_, n) => file(`${n}.test.ts`, test("waits", wait)));
    expect(unsteadyFiles({ testResults })).toEqual([]);
    expect(unsteadyFiles({ testResults: testResults.slice(1) })).toHaveLength(10);
  });

  it("counts what passes alone as passed, and names it", () => {
    const again = {
      testResults: [file("a.test.ts", test("waits"), test("holds")), file("d.test.ts", test("in a suite"))],
    };
    const settled = settle(first, again);
    expect(settled.unsteady.map((one) => one.test)).toEqual(["waits", "in a suite"]);
    expect(countsOf(settled)).toEqual({ passed: 4, failed: 4, skipped: 0 });
  });

  it("stays as it was where the second look says anything else", () => {
    const before = countsOf(first);
    expect(before).toEqual({ passed: 2, failed: 6, skipped: 0 });
    for (const again of [
      undefined,
      { testResults: [] },
      { testResults: [file("a.test.ts", test("waits", wait), test("holds"))] },
      { testResults: [file("a.test.ts", test("waits"), test("holds", wrong))] },
      { testResults: [file("a.test.ts", test("waits"), skipped("holds"))] },
      { testResults: [file("a.test.ts", test("waits"))] },
      { testResults: [file("b.test.ts", test("waits"), test("orders"))] },
    ])
      expect([settle(first, again).unsteady, countsOf(settle(first, again))]).toEqual([[], before]);
  });
});

describe("the verdict", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lintel-verdict-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (name: string, content: unknown) => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  const run = (...words: string[]) => {
    const { stdout, status } = spawnSync("node", ["--import", "tsx", "scripts/verdict/main.ts", ...words], {
      encoding: "utf8",
    });
    return { lines: stdout.trimEnd().split("\n"), status };
  };
  const judges = { passed: 3, failed: 0, verdicts: [{ passed: true, words: "sqlmap" }] };
  const first = { testResults: [file("a.test.ts", test("waits", wait), test("holds"))] };

  it("passes where what was unsteady passed alone", () => {
    const report = put("18.json", first);
    expect(run("again", report).lines).toEqual(["a.test.ts"]);
    const again = put("again.json", { testResults: [file("a.test.ts", test("waits"), test("holds"))] });
    expect(run("say", put("judges.json", judges), report, again)).toEqual({
      lines: [
        "unsteady: a.test.ts: waits: Error: In 100000 ms it did not come to be: the slot has followed.",
        "5 passed, 0 failed, 0 skipped",
      ],
      status: 0,
    });
  });

  it("fails where anything else is wrong, with its reason", () => {
    const missing = join(folder, "15.json");
    expect(run("again", missing).lines).toEqual([""]);
    expect(run("say", join(folder, "judges.json"), put("18.json", first), missing, missing, missing)).toEqual(
      {
        lines: [
          "failed: a.test.ts: waits",
          "    Error: In 100000 ms it did not come to be: the slot has followed.",
          "        at /shop/log.test.ts:12:3",
          "",
          `no report: ${missing} (the run ended before its tests did):`,
          "failed: the judges gave no report",
          "1 passed, 3 failed, 0 skipped",
        ],
        status: 1,
      },
    );
  });
});
