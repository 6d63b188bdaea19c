import { ToolError } from "../../tool-error.js";
import type { Brief } from "../brief.js";
import { renderBrief } from "../document/index.js";
import { wholeBank } from "./bank.js";
import { digestOfText } from "./digest.js";
import { type BriefFiles, briefFiles, placeOf } from "./files.js";
import { openBrief } from "./open-brief.js";
import { readData } from "./read-data.js";
import { mostBytes, tooLarge } from "./read-file.js";
import { isAsSeen, noteSeen, readTexts, type Texts } from "./texts.js";
import { writeData } from "./write-data.js";
import { writeFiles } from "./write-files.js";
import { writtenOf } from "./written.js";

/**
 * Writes both files, each at once or not at all, and keeps the data as they were. The brief is one that came from what this process last read or wrote:
 * where somebody changed a file since, nothing is overwritten, and what was to be written is put beside it.
 *
 * @throws ToolError BRIEF_CHANGED_MEANWHILE, BRIEF_NOT_WRITABLE, BRIEF_DISK_FULL, BRIEF_TOO_LARGE; and where what is there cannot be read, as
 *   `openBrief` does
 */
export function saveBrief(directory: string, brief: Brief): void {
  const files = briefFiles(directory);
  const document = renderBrief(brief);
  const data = (replaced: string | undefined) =>
    writeData(brief, writtenOf(brief, document, replaced), wholeBank);
  refuseUnreadable(files, data(undefined), document);
  const there = readTexts(files);
  if (!mayReplace(directory, there)) throw changedMeanwhile(files, data(undefined));

  const text = dataOver(there, document, data);
  if (text === there.data?.text && document === there.document?.text) return;
  writeFiles([
    ...(there.data ? [[files.previous, there.data.text] as const] : []),
    [files.data, text],
    [files.document, document],
  ]);
  noteSeen(directory, { data: { text }, document: { text: document } });
}

/** The data name the document that they take the place of, unless it stays. */
function dataOver(there: Texts, document: string, data: (replaced: string | undefined) => string): string {
  const before = there.document?.text;
  if (before === document && there.data)
    return data(readData(there.data.text, placeOf("project-brief.json"), wholeBank).written?.replaced);
  return data(before === undefined || before === document ? undefined : digestOfText(before));
}

function mayReplace(directory: string, there: Texts): boolean {
  const isSeen = isAsSeen(directory, there);
  if (isSeen !== undefined) return isSeen;
  const stored = openBrief(directory);
  return stored.state === "missing" || stored.edits.length === 0;
}

/** What could not be read again is not written. */
function refuseUnreadable(files: BriefFiles, data: string, document: string): void {
  for (const [file, text] of [
    [files.data, data],
    [files.document, document],
  ] as const) {
    const size = Buffer.byteLength(text);
    // Room for what is added when it is written: the digest of the document before.
    if (size > mostBytes - 200) throw tooLarge(file, size);
  }
  readData(data, files.data, wholeBank);
}

function changedMeanwhile(files: BriefFiles, data: string): ToolError {
  const beside = files.data.replace(/\.json$/, ".unsaved.json");
  writeFiles([[beside, data]]);
  return new ToolError(
    "BRIEF_CHANGED_MEANWHILE",
    `The brief was changed by somebody else since it was read. Nothing was overwritten; what was to be written lies in ${placeOf(beside)}.`,
    "Type the command again: it begins with the brief as it is now. Then answer again what is missing.",
    { where: placeOf(files.data) },
  );
}
