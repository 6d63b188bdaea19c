import { requireBrief } from "../../gate/index.js";
import { recordClosed } from "../../practice/record/index.js";
import { findProject, loadBlueprint } from "../../project/index.js";
import type { ExitCode, Given } from "../verb.js";
import { block, standing } from "./record.js";

/** Runs the tests with every address closed, and keeps which of those of the blueprint failed. */
export async function seeClosed({ terminal, text, arguments: rest }: Given): Promise<ExitCode> {
  const project = findProject(process.cwd(), text("blueprint"));
  await requireBrief(project, "tests", await loadBlueprint(project));
  const recorded = await recordClosed(project.directory, rest, { isSilent: terminal.json });
  const { commit, red, green } = recorded;
  terminal.result(recorded, (paint) =>
    [
      block(paint("red", "seen red, with every address closed"), red),
      block(
        paint("yellow", "green all the same: what they test is no address"),
        green,
        "Change the rule or limit that they test, run `lintel tests --record`, and change it back.",
      ),
      standing(commit, { red, green: [] }),
    ]
      .filter((part) => part !== undefined)
      .join("\n\n"),
  );
  return 0;
}
