import { resolve } from "node:path";
import { readSpecification, takeDraft } from "../../brief/import/index.js";
import { readName, saveBrief, withBriefLock } from "../../brief/index.js";
import { findFolder } from "../../project/index.js";
import { ToolError } from "../../tool-error.js";
import { closingOf } from "../brief/closing.js";
import { beginInterview, openInterview, usualName } from "../interview/open-interview.js";
import type { ExitCode, Given } from "../verb.js";
import { findSpecification } from "./find-specification.js";
import { showImport } from "./show-import.js";

/**
 * Fills in the brief from a specification. What the brief says already stays, and nothing is confirmed.
 *
 * @throws ToolError SPECIFICATION_UNREADABLE, SPECIFICATION_UNKNOWN; any of the brief's files
 */
export async function takeSpecification({
  terminal,
  options,
  text,
  arguments: [path = ""],
}: Given): Promise<ExitCode> {
  const directory = findFolder(process.cwd(), text("blueprint"));
  const files = findSpecification(resolve(path), process.cwd());
  const draft = readSpecification(files);
  if ([draft.rows, draft.parts, draft.choices, draft.texts].every((found) => found.length === 0)) {
    throw new ToolError(
      "SPECIFICATION_UNKNOWN",
      `Nothing was recognised in ${files.map(({ file }) => file).join(", ")}: no features, users, metrics, entities or quantities below headings that say so.`,
      "lintel interview",
      { where: path },
    );
  }
  return withBriefLock<ExitCode>(directory, async () => {
    const opened = openInterview(directory, text("feature"));
    for (const edit of opened.edits) terminal.note(() => `Edited by hand: ${edit}`);
    const first = opened.interview ?? beginInterview(titleOf(draft.title) ?? usualName(directory));
    const { interview, ...became } = takeDraft(first, draft, new Date().toISOString());
    const written = options.dryRun !== true && interview !== first;
    if (written) saveBrief(directory, interview.brief);
    const feature = interview.amendment === undefined ? "" : ` --feature ${interview.amendment}`;
    const next = interview.open.length > 0 ? `lintel interview${feature}` : closingOf(interview.brief).next;
    const asks = interview.open.map(({ id, text: question }) => ({ question: id, text: question }));
    const result = { form: draft.form, files: files.map(({ file }) => file), written, ...became, asks, next };
    terminal.result(result, (paint) => showImport(result, paint));
    return 0;
  });
}

function titleOf(given: string | undefined): string | undefined {
  const read = readName(given ?? "");
  return "name" in read ? read.name : undefined;
}
