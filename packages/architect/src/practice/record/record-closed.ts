import { entryOf, keepSightings, readLedger } from "../ledger/index.js";
import { readSuite, type WrittenTest } from "../suite/index.js";
import { commitOf } from "./commit.js";
import { outcomesOf } from "./outcomes.js";
import { type Told, toldOf } from "./record-tests.js";
import { type RunOptions, runVitest } from "./run-vitest.js";

/** What was seen of the tests of a blueprint while every address of it was closed. */
export interface RecordedClosed {
  readonly commit: string;
  /** Seen red for the first time, and kept. */
  readonly red: readonly Told[];
  /** Green all the same, and never seen red: what they test is no address. */
  readonly green: readonly Told[];
}

/**
 * Runs the tests of a project on its system with every address closed, as if what they test were not there yet, and keeps which of those failed that
 * are tests of the blueprint alone. A test of a requirement is not: it is to be seen red before there is what it asks for.
 *
 * @throws ToolError LEDGER_UNREADABLE, LEDGER_BUSY, LEDGER_NOT_WRITABLE, VITEST_MISSING, TESTS_DID_NOT_RUN
 */
export async function recordClosed(
  directory: string,
  given: readonly string[],
  { isSilent }: RunOptions,
): Promise<RecordedClosed> {
  const ledger = readLedger(directory);
  const suite = readSuite(directory);
  const commit = await commitOf(directory);
  const report = await runVitest(directory, given, { isSilent, environment: { LINTEL_TEST_CLOSED: "1" } });
  const outcomes = outcomesOf(directory, suite, report).filter(
    ({ written }) => isOfBlueprint(written) && !entryOf(ledger, written),
  );
  const sightings = outcomes.flatMap(({ written: { test, digest, ids }, outcome }) =>
    outcome.kind === "red"
      ? [
          {
            requirement: ids[0] ?? "",
            test,
            digest,
            seen: { red: `With every address closed: ${outcome.reason}` },
          },
        ]
      : [],
  );
  await keepSightings(directory, sightings, { commit, at: new Date().toISOString() });
  const of = (kind: string) => outcomes.filter(({ outcome }) => outcome.kind === kind).map(toldOf);
  return { commit, red: of("red"), green: of("green") };
}

/** Whether all that the test names stands in the blueprint. */
function isOfBlueprint({ ids }: WrittenTest): boolean {
  return ids.length > 0 && ids.every((id) => !id.startsWith("REQ-"));
}
