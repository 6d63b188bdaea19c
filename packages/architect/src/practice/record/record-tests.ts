import { entryOf, keepSightings, readLedger, type Sighting, type TestLedger } from "../ledger/index.js";
import { readSuite, type WrittenTest } from "../suite/index.js";
import { commitOf } from "./commit.js";
import { outcomesOf, type TestOutcome } from "./outcomes.js";
import { type RunOptions, runVitest } from "./run-vitest.js";

/** A test, and what there is to say of it. */
export interface Told {
  readonly test: string;
  readonly line: number;
  readonly reason?: string;
}

/** What was seen of the tests of requirements. */
export interface Recorded {
  /** Of git; with `+` where the folder differed from it, empty where there is none. */
  readonly commit: string;
  /** Seen for the first time, and kept. */
  readonly red: readonly Told[];
  readonly green: readonly Told[];
  /** Green before, and red now. */
  readonly redAgain: readonly Told[];
  /** Nobody has said yet what they are to expect. */
  readonly unwritten: readonly Told[];
  readonly skipped: readonly Told[];
  /** Red for a reason that says nothing of what they are tests of. */
  readonly wrong: readonly Told[];
  /** Green, and never seen red in these words. `changed`: in other words they were seen red, and green after that. */
  readonly neverRed: readonly (Told & { readonly changed: boolean })[];
}

/**
 * Runs the tests of a project, and keeps what was seen of those that are tests of requirements: which name one, or lie in `acceptance/`.
 *
 * @throws ToolError LEDGER_UNREADABLE, LEDGER_BUSY, LEDGER_NOT_WRITABLE, VITEST_MISSING, TESTS_DID_NOT_RUN
 */
export async function recordTests(
  directory: string,
  given: readonly string[],
  { isSilent }: RunOptions,
): Promise<Recorded> {
  const ledger = readLedger(directory);
  const suite = readSuite(directory);
  const commit = await commitOf(directory);
  const report = await runVitest(directory, given, { isSilent });
  const outcomes = outcomesOf(directory, suite, report).filter(({ written }) => isOfRequirement(written));
  await keepSightings(directory, outcomes.flatMap(sightingOf), { commit, at: new Date().toISOString() });
  return { commit, ...tell(ledger, outcomes) };
}

/** Whether the ledger is about the test. */
function isOfRequirement({ file, ids }: WrittenTest): boolean {
  return ids.length > 0 || file.startsWith("acceptance/");
}

function sightingOf({ written, outcome }: TestOutcome): readonly Sighting[] {
  const { test, digest, ids } = written;
  const base = { requirement: ids[0] ?? "", test, digest };
  if (outcome.kind === "green") return [{ ...base, seen: "green" }];
  return outcome.kind === "red" ? [{ ...base, seen: { red: outcome.reason } }] : [];
}

function tell(ledger: TestLedger, outcomes: readonly TestOutcome[]): Omit<Recorded, "commit"> {
  const of = (holds: (one: TestOutcome) => boolean) => outcomes.filter(holds).map(toldOf);
  const entry = ({ written }: TestOutcome) => entryOf(ledger, written);
  const is = (kind: TestOutcome["outcome"]["kind"]) => (one: TestOutcome) => one.outcome.kind === kind;
  return {
    red: of((one) => is("red")(one) && !entry(one)),
    green: of((one) => is("green")(one) && entry(one) !== undefined && !entry(one)?.green),
    redAgain: of((one) => is("red")(one) && entry(one)?.green !== undefined),
    unwritten: of(is("unwritten")),
    skipped: of(is("skipped")),
    wrong: of(is("wrong")),
    neverRed: outcomes
      .filter((one) => is("green")(one) && !entry(one))
      .map((one) => ({
        ...toldOf(one),
        changed: ledger.entries.some(({ test, green }) => test === one.written.test && green !== undefined),
      })),
  };
}

export function toldOf({ written, outcome }: TestOutcome): Told {
  const { test, line } = written;
  return "reason" in outcome ? { test, line, reason: outcome.reason } : { test, line };
}
