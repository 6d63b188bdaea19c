import { realpathSync } from "node:fs";
import { relative, sep } from "node:path";
import type { TestFile, WrittenTest } from "../suite/index.js";
import { notWritten } from "../tests/index.js";
import type { VitestReport, VitestResult } from "./run-vitest.js";

/** How a test ended. */
export type Outcome =
  | { readonly kind: "green" }
  /** It failed because what it expects is not so. */
  | { readonly kind: "red"; readonly reason: string }
  /** It failed before it could expect anything: it does not compile, imports what is not there, or breaks down by itself. */
  | { readonly kind: "wrong"; readonly reason: string }
  /** Nobody has said yet what it is to expect. */
  | { readonly kind: "unwritten"; readonly reason: string }
  | { readonly kind: "skipped" };

export interface TestOutcome {
  readonly written: WrittenTest;
  readonly outcome: Outcome;
}

/** What came of each test that was run, as it is written. One that runs several times is green where all of them are. */
export function outcomesOf(
  directory: string,
  suite: readonly TestFile[],
  report: VitestReport,
): readonly TestOutcome[] {
  const root = realpathSync(directory);
  const files = new Map(suite.map((one) => [one.file, one]));
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = files.get(relative(root, name).split(sep).join("/"));
    if (!file) return [];
    const isBroken = status === "failed" && !assertionResults.some((one) => one.status === "failed");
    if (isBroken) {
      const outcome: Outcome = { kind: "wrong", reason: firstLine(message ?? "The file could not be run.") };
      return file.tests.filter(({ skipped }) => !skipped).map((written) => ({ written, outcome }));
    }
    return file.tests.flatMap((written) => {
      const results = assertionResults.filter((one) => isOf(one, written));
      return results.length === 0 ? [] : [{ written, outcome: worst(results.map(outcomeOf)) }];
    });
  });
}

/** By where it stands, and by its name where that is not told. */
function isOf({ location, ancestorTitles, title }: VitestResult, written: WrittenTest): boolean {
  if (location) return location.line >= written.line && location.line <= written.lastLine;
  return [...ancestorTitles, title].join(" > ") === written.titles.join(" > ");
}

const badness = ["skipped", "green", "unwritten", "red", "wrong"] as const;

function worst(outcomes: readonly Outcome[]): Outcome {
  return outcomes.reduce((one, other) =>
    badness.indexOf(other.kind) > badness.indexOf(one.kind) ? other : one,
  );
}

function outcomeOf({ status, failureMessages }: VitestResult): Outcome {
  if (status === "passed") return { kind: "green" };
  if (status !== "failed") return { kind: "skipped" };
  const reason = firstLine(failureMessages?.[0] ?? "It failed, and does not say why.");
  if (reason.includes(notWritten)) return { kind: "unwritten", reason };
  return { kind: breaksDown.test(reason) ? "wrong" : "red", reason };
}

/** What is thrown where code is at fault, and not what it is about. */
const breaksDown =
  /^(?:TypeError|ReferenceError|SyntaxError|RangeError)\b|Cannot find (?:module|package)|Failed to (?:resolve|load)|does not provide an export/;

/** Characters of a reason at most. */
const longest = 500;

function firstLine(message: string): string {
  const [line = ""] = message.trim().split("\n");
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
