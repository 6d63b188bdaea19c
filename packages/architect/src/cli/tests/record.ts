import { requireBrief } from "../../gate/index.js";
import { type Recorded, recordTests, type Told } from "../../practice/record/index.js";
import { findProject, loadBlueprint } from "../../project/index.js";
import { counted } from "../table.js";
import type { Paint } from "../terminal.js";
import type { ExitCode, Given } from "../verb.js";

/** Runs the tests and keeps what was seen. */
export async function record({ terminal, text, arguments: rest }: Given): Promise<ExitCode> {
  const project = findProject(process.cwd(), text("blueprint"));
  await requireBrief(project, "tests", await loadBlueprint(project));
  const recorded = await recordTests(project.directory, rest, { isSilent: terminal.json });
  terminal.result(recorded, (paint) => formatRecorded(recorded, paint));
  return recorded.neverRed.length + recorded.wrong.length > 0 ? 1 : 0;
}

function formatRecorded(recorded: Recorded, paint: Paint): string {
  const { commit, red, green, redAgain, unwritten, skipped, wrong, neverRed } = recorded;
  const changed = neverRed.filter((one) => one.changed);
  const never = neverRed.filter((one) => !one.changed);
  const blocks = [
    block(paint("red", "seen red"), red),
    block(paint("green", "seen green"), green),
    block(paint("red", "red again"), redAgain),
    block(
      paint("yellow", "not written yet"),
      unwritten,
      "Say in the test what it expects, and record it before you build.",
    ),
    block(paint("yellow", "left out of the run"), skipped),
    block(
      paint(
        "red",
        "red for the wrong reason: it does not compile, imports what is not there, or breaks down",
      ),
      wrong,
      "Mend the test until it fails for what it expects, and record it again.",
    ),
    block(paint("red", "changed since it was green, and not seen red in these words"), changed, howToSeeRed),
    block(paint("red", "green, and never seen red"), never, howToSeeRed),
  ].filter((text) => text !== undefined);
  return [...blocks, standing(commit, recorded)].join("\n\n");
}

const howToSeeRed =
  "Take out or break what it tests, run `lintel tests --record`, put it back, and run that again: a test that cannot fail shows nothing. Of the blueprint's own rules and limits: lintel tests --record --closed";

export function block(title: string, tests: readonly Told[], next?: string): string | undefined {
  if (tests.length === 0) return undefined;
  return [
    title,
    ...tests.flatMap(({ test, reason }) => [`  ${test}`, ...(reason === undefined ? [] : [`    ${reason}`])]),
    ...(next === undefined ? [] : [`  next: ${next}`]),
  ].join("\n");
}

export function standing(commit: string, { red, green }: Pick<Recorded, "red" | "green">): string {
  const at =
    commit === ""
      ? "no commit: this is no git repository, or nothing is committed yet"
      : commit.endsWith("+")
        ? `commit ${commit.slice(0, 12)} with changes that are not committed`
        : `commit ${commit.slice(0, 12)}`;
  return `Kept at ${at}: ${counted(red.length, "test")} seen red, ${counted(green.length, "test")} seen green after that.`;
}
