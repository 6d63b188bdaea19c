import { ToolError } from "../../tool-error.js";
import type { Brief } from "../brief.js";
import { wholeBank } from "./bank.js";
import { takeDataEdits } from "./data-edits.js";
import { digestOfText } from "./digest.js";
import { type BriefFiles, briefFiles, placeOf } from "./files.js";
import { type Data, readData } from "./read-data.js";
import { readBriefFile } from "./read-file.js";
import { noteSeen, readTexts } from "./texts.js";

/** A brief as it lies in a project's folder. */
export type Stored =
  | { readonly state: "missing" }
  | {
      readonly state: "there";
      /** With what a person edited by hand since it was last written. */
      readonly brief: Brief;
      /** What was edited by hand, as sentences; none where both files are as they were written. */
      readonly edits: readonly string[];
    };

/**
 * Reads the brief of a project's folder, from either file.
 *
 * @throws ToolError with a code that begins with `BRIEF_`: it names file, line and remedy
 */
export function openBrief(directory: string): Stored {
  const files = briefFiles(directory);
  const texts = readTexts(files);
  const { data, document } = texts;
  if (!data) {
    refuseLost(files, document !== undefined);
    noteSeen(directory, texts);
    return { state: "missing" };
  }
  const read = readData(data.text, files.data, wholeBank);
  const taken = takeDataEdits(read, data.changedAt);
  const documentEdits = document && isEdited(read, document.text) ? ["project-brief.md was edited."] : [];
  noteSeen(directory, texts);
  return { state: "there", brief: taken.brief, edits: [...taken.edits, ...documentEdits] };
}

function isEdited({ written }: Data, document: string): boolean {
  const digest = digestOfText(document);
  return digest !== written?.document && digest !== written?.replaced;
}

/** A brief of which something is left must not be taken for one that never was. */
function refuseLost(files: BriefFiles, isDocumentThere: boolean): void {
  const isPreviousThere = readBriefFile(files.previous) !== undefined;
  if (!isDocumentThere && !isPreviousThere) return;
  const [data, previous, document] = [files.data, files.previous, files.document].map((file) =>
    placeOf(file),
  );
  throw new ToolError(
    "BRIEF_DATA_MISSING",
    `${data} is not there, and ${isDocumentThere ? document : previous} is: the answers are kept in it.`,
    isPreviousThere
      ? `Go back to the brief as it was before the last writing: cp ${previous} ${data}`
      : `Fetch it from version control: git checkout -- ${data}. Or begin anew: mv ${document} ${document}.aside`,
    { where: data },
  );
}
