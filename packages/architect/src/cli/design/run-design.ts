import { relative, resolve } from "node:path";
import { withBriefLock } from "../../brief/index.js";
import { finishWriting, type KeptOverride, openDesign } from "../../design/store/index.js";
import { type Designed, designProject } from "../../designer/index.js";
import { requireBrief } from "../../gate/index.js";
import { recollectionLine } from "../../memory/index.js";
import { recallNearest, rememberDesign } from "../../memory/store/index.js";
import { findFolder } from "../../project/index.js";
import { ToolError } from "../../tool-error.js";
import { requiredBrief } from "../brief/required-brief.js";
import { fit, widthOf } from "../interview/wrap.js";
import { askToShareOnce } from "../recall/sharing.js";
import type { Terminal } from "../terminal.js";
import type { ExitCode, Given } from "../verb.js";
import { designedData } from "./designed-data.js";
import { hasConflicts, showDesign } from "./show-design.js";

const NEAREST = 3;

/** How overrides change by a command. */
export type OverrideChange = (before: readonly KeptOverride[]) => readonly KeptOverride[];

/**
 * Designs the project of the folder.
 *
 * @throws ToolError any of `requireBrief` and `designProject`; DESIGN_MISSING, OPTION_MISPLACED
 */
export async function runDesign(given: Given, overrides?: OverrideChange): Promise<ExitCode> {
  const { terminal, options, text } = given;
  const directory = findFolder(process.cwd(), text("blueprint"));
  const blueprint = relative(directory, resolve(text("blueprint") ?? resolve(directory, "blueprint.ts")));
  const isDocuments = options.documents === true;
  const isApply = options.apply === true;
  const kept = Array.isArray(options.keep) ? options.keep.map(String) : [];
  refuseMisplaced({ isApply, isDocuments, kept });
  await requireBrief({ directory }, "design");
  return withBriefLock<ExitCode>(directory, async () => {
    const finished = options.dryRun === true ? undefined : finishWriting(directory);
    if (finished) terminal.note((paint) => paint("dim", "Finished what a run before this one had begun."));
    const { brief, edits } = requiredBrief(directory);
    for (const edit of edits) terminal.note(() => `Edited by hand: ${edit}`);
    if ((isDocuments || isApply) && !openDesign(directory)) throw missing(directory);
    const designed = await designProject({
      directory,
      blueprint,
      brief,
      at: new Date().toISOString(),
      ...(overrides ? { overrides } : {}),
      apply: isApply,
      kept: new Set(kept.map((path) => relative(directory, resolve(path)).replaceAll("\\", "/"))),
      documentsOnly: isDocuments,
      dry: options.dryRun === true,
      onStep: (step) => terminal.note((paint) => paint("dim", `${step} ...`)),
    });
    tell(given, designed);
    if (options.dryRun !== true && !isDocuments) await remember(directory, designed, terminal);
    return designed.left.length > 0 || (isApply && hasConflicts(designed)) ? 1 : 0;
  });
}

/** Shows the nearest earlier designs, in a line each, and notes this one. */
async function remember(directory: string, { grounds }: Designed, terminal: Terminal): Promise<void> {
  await askToShareOnce(terminal);
  const { recollections, notes } = recallNearest(directory, grounds);
  const nearest = recollections.slice(0, NEAREST).map(recollectionLine);
  if (nearest.length > 0)
    terminal.note((paint) =>
      fit(
        [
          paint("dim", "Earlier designs near it (lintel recall):"),
          ...nearest.map((line) => `  ${line}`),
        ].join("\n"),
        widthOf(process.stderr),
      ),
    );
  const kept = await rememberDesign(directory, grounds, new Date().toISOString());
  for (const note of new Set([...notes, ...kept])) terminal.note((paint) => paint("yellow", note));
}

function tell({ terminal, options }: Given, designed: Designed): void {
  const isDry = options.dryRun === true;
  terminal.result(designedData(designed, isDry), (paint) =>
    showDesign(designed, { isDry, paint, width: widthOf(process.stdout) }),
  );
}

function refuseMisplaced(given: {
  readonly isApply: boolean;
  readonly isDocuments: boolean;
  readonly kept: readonly string[];
}): void {
  const refuse = (where: string, says: string, next: string) => {
    throw new ToolError("OPTION_MISPLACED", says, next, { where, exitCode: 2 });
  };
  if (given.isApply && given.isDocuments)
    refuse(
      "--documents",
      "Documents alone are rendered, and nothing is proposed to be applied.",
      "Leave one of the two out.",
    );
  if (given.kept.length > 0 && !given.isApply)
    refuse(
      "--keep",
      "What stays as it is is said when a proposal is taken.",
      "lintel design --apply --keep services/orders.ts",
    );
}

function missing(directory: string): ToolError {
  return new ToolError("DESIGN_MISSING", `Nothing was designed yet in ${directory}.`, "lintel design");
}
