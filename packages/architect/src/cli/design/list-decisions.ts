import { emptyDesign, openDesign } from "../../design/store/index.js";
import { groundsWith } from "../../designer/index.js";
import { findFolder } from "../../project/index.js";
import { requiredBrief } from "../brief/required-brief.js";
import { widthOf } from "../interview/wrap.js";
import type { ExitCode, Given } from "../verb.js";
import { decisionData } from "./designed-data.js";
import { showDecision } from "./show-decisions.js";

/**
 * Lists what is decided for the brief as it is now, confirmed or not.
 *
 * @throws ToolError BRIEF_MISSING; any of the brief's files, of the store and of overrides
 */
export async function listDecisions({ terminal, text }: Given): Promise<ExitCode> {
  const directory = findFolder(process.cwd(), text("blueprint"));
  const { brief } = requiredBrief(directory);
  const { overrides, records } = openDesign(directory) ?? emptyDesign;
  const { decisions } = groundsWith(brief, overrides).grounds;
  terminal.result(
    { name: brief.name, decisions: decisions.map((one) => decisionData(one, records)) },
    (paint) =>
      decisions
        .map((decision) => showDecision(decision, { paint, width: widthOf(process.stdout), options: true }))
        .join("\n\n"),
  );
  return 0;
}
