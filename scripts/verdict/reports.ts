import { ranOut } from "./ran-out.js";

/** What vitest's report says of a test. */
export interface TestReport {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
  /** `suiteFailed`: what its suite failed with, so that it was skipped. */
  readonly meta?: { readonly suiteFailed?: readonly string[] };
}

/** What it says of a file. */
export interface FileReport {
  readonly name: string;
  readonly status: string;
  /** What the file itself failed with: it could not be loaded, or what it does before its tests failed. */
  readonly message: string;
  readonly assertionResults: readonly TestReport[];
}

export interface Report {
  readonly testResults: readonly FileReport[];
}

/** Something that has not passed. */
export interface Failure {
  readonly file: string;
  readonly test: string;
  readonly status: string;
  readonly why: readonly string[];
}

/** All that has not passed in a file; of one that failed by itself, the file. */
export function failuresOf({ name, status, message, assertionResults }: FileReport): readonly Failure[] {
  const tests = assertionResults
    .filter((test) => test.status !== "passed")
    .map((test) => {
      const why = [...test.failureMessages, ...(test.meta?.suiteFailed ?? [])];
      return { file: name, test: test.fullName, status: why.length > 0 ? "failed" : test.status, why };
    });
  const isTold = tests.some((test) => test.why.length > 0);
  return status === "failed" && !isTold
    ? [{ file: name, test: "", status: "failed", why: [message || "a suite in it failed"] }, ...tests]
    : tests;
}

/** More than these, and it is not chance that made them fail. */
const most = 10;

/** The files of a run in which waits ran out, and nothing else was wrong: they are worth a second look. */
export function unsteadyFiles({ testResults }: Report): readonly string[] {
  const files = testResults.filter((file) => {
    const failures = failuresOf(file);
    return failures.length > 0 && failures.every(({ why }) => why.length > 0 && why.every(ranOut));
  });
  return files.length > most ? [] : files.map(({ name }) => name);
}

/** A run after the second look: those of its files that were `unsteady`, as they were then. */
export interface Settled extends Report {
  readonly unsteady: readonly Failure[];
}

/** Puts in place of unsteady files what a run of them alone said, where all that they hold passed then. */
export function settle(first: Report, again: Report | undefined): Settled {
  const tried = new Set(unsteadyFiles(first));
  const better = new Map(
    again?.testResults
      .filter((file) => tried.has(file.name) && file.status === "passed" && failuresOf(file).length === 0)
      .map((file) => [file.name, file]),
  );
  const isBetter = (file: FileReport) =>
    (better.get(file.name)?.assertionResults.length ?? 0) >= Math.max(1, file.assertionResults.length);
  return {
    testResults: first.testResults.map((file) => (isBetter(file) ? (better.get(file.name) ?? file) : file)),
    unsteady: first.testResults.filter(isBetter).flatMap(failuresOf),
  };
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function countsOf({ testResults }: Report): Counts {
  const passed = testResults
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.status === "passed").length;
  const failures = testResults.flatMap(failuresOf);
  const failed = failures.filter(({ status }) => status === "failed").length;
  return { passed, failed, skipped: failures.length - failed };
}
