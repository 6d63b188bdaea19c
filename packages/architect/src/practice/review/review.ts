import type { SystemModel } from "@lintel/runtime/tools";
import type { Requirement } from "../../brief/index.js";
import { entryOf, type TestLedger } from "../ledger/index.js";
import type { TestFile, WrittenTest } from "../suite/index.js";
import { type Expected, expectedOf, knownIds } from "./expected.js";

/** How the tests of a project stand beside what it is to be. */
export interface Review {
  /** What no test names. `skipped`: some do, and all of those are left out of every run. */
  readonly gaps: readonly (Expected & { readonly skipped: boolean })[];
  /** Tests that name what is not there (any more). */
  readonly stale: readonly {
    readonly test: string;
    readonly line: number;
    readonly ids: readonly string[];
  }[];
  /** Files of tests that cannot be read. */
  readonly unreadable: readonly { readonly file: string; readonly line: number; readonly message: string }[];
  readonly covered: number;
  /** Of the tests that name something, by the ledger, in the words that they have now. */
  readonly seen: {
    readonly green: number;
    /** Seen red, and not yet green. */
    readonly red: readonly string[];
    /** Never seen red. */
    readonly unseen: readonly string[];
  };
}

/** Compares the tests of a project with its brief and its blueprint. */
export function review(
  requirements: readonly Requirement[],
  model: SystemModel,
  suite: readonly TestFile[],
  ledger: TestLedger,
): Review {
  const tests = suite.flatMap((file) => file.tests).filter(({ ids }) => ids.length > 0);
  const running = namedBy(tests.filter(({ skipped }) => !skipped));
  const named = namedBy(tests);
  const known = knownIds(requirements, model);
  const expected = expectedOf(requirements, model);
  const gaps = expected
    .filter(({ id }) => !running.has(id))
    .map((one) => ({ ...one, skipped: named.has(one.id) }));
  return {
    gaps,
    stale: tests.flatMap(({ test, line, ids }) => {
      const unknown = ids.filter((id) => !known.has(id));
      return unknown.length === 0 ? [] : [{ test, line, ids: unknown }];
    }),
    unreadable: suite.flatMap(({ file, problem }) => (problem ? [{ file, ...problem }] : [])),
    covered: expected.length - gaps.length,
    seen: seenOf(tests, ledger),
  };
}

/** The ids that some test names: of a criterion, its requirement too. */
function namedBy(tests: readonly WrittenTest[]): ReadonlySet<string> {
  return new Set(tests.flatMap(({ ids }) => ids.flatMap((id) => [id, id.split("/")[0] ?? id])));
}

function seenOf(tests: readonly WrittenTest[], ledger: TestLedger): Review["seen"] {
  const red: string[] = [];
  const unseen: string[] = [];
  for (const one of tests) {
    const entry = entryOf(ledger, one);
    if (!entry) unseen.push(one.test);
    else if (!entry.green) red.push(one.test);
  }
  return { green: tests.length - red.length - unseen.length, red, unseen };
}
