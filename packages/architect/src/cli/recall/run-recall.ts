import { readKnowledge } from "../../knowledge/index.js";
import { recallNearest, shareNow } from "../../memory/store/index.js";
import { findFolder } from "../../project/index.js";
import { ToolError } from "../../tool-error.js";
import { requiredBrief } from "../brief/required-brief.js";
import { fit, widthOf } from "../interview/wrap.js";
import type { ExitCode, Given } from "../verb.js";
import { formatRecollections } from "./format-recollections.js";
import { askToShareOnce, chooseSharing, sharingData, sharingLines } from "./sharing.js";

/**
 * Shows the nearest earlier designs, or notes whether facts are kept across projects.
 *
 * @throws ToolError OPTION_MISPLACED, BRIEF_MISSING, PERSON_MISSING, HOME_NOT_WRITABLE; what a brief or a design that cannot be read throws
 */
export async function runRecall(given: Given): Promise<ExitCode> {
  const { terminal, text } = given;
  const share = text("share");
  const directory = findFolder(process.cwd(), text("blueprint"));
  if (share !== undefined) {
    chooseSharing(share);
    const notes = share === "on" ? await shareNow(directory) : [];
    for (const note of notes) terminal.note((paint) => paint("yellow", note));
    terminal.result(sharingData(), () => fit(sharingLines().join("\n"), widthOf(process.stdout)));
    return 0;
  }
  const count = countOf(text("count"));
  const knowledge = await readKnowledge(directory, text("blueprint"), { model: false });
  if (!knowledge) {
    requiredBrief(directory);
    return 1;
  }
  await askToShareOnce(terminal);
  const { needs, decisions = [] } = knowledge.ground;
  const { recollections, notes } = recallNearest(directory, { needs, decisions });
  for (const note of notes) terminal.note((paint) => paint("yellow", note));
  const nearest = recollections.slice(0, count);
  terminal.result({ nearest, found: recollections.length, sharing: sharingData(), notes }, (paint) =>
    fit(formatRecollections(nearest, recollections.length, paint), widthOf(process.stdout)),
  );
  return 0;
}

function countOf(given: string | undefined): number {
  const count = given === undefined ? 3 : Number(given);
  if (Number.isInteger(count) && count >= 1 && count <= 100) return count;
  throw new ToolError(
    "OPTION_MISPLACED",
    `Received ${JSON.stringify(given)}; a whole number from 1 to 100 is expected.`,
    "lintel recall --count 10",
    {
      where: "--count",
      exitCode: 2,
    },
  );
}
