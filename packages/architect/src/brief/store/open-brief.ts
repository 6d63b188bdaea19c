import { ToolError } from "../../tool-error.js";
import type { Answer, Brief } from "../brief.js";
import { digestOfData } from "../canonical.js";
import { answerInBlock, type DocumentEdit, readDocument } from "../document/index.js";
import type { Question } from "../questions/question.js";
import { applyEdits, type HandEdit } from "./apply-edits.js";
import { type Bank, wholeBank } from "./bank.js";
import { refusal } from "./complaint.js";
import { conflictIn } from "./conflict.js";
import { type DataEdit, dataEdits, otherDataEdits } from "./data-edits.js";
import { digestOfText } from "./digest.js";
import { type BriefFiles, briefFiles, placeOf } from "./files.js";
import { type Data, readData } from "./read-data.js";
import { type FileText, readBriefFile } from "./read-file.js";
import { noteSeen, readTexts } from "./texts.js";
import { allAnswers, saidDigest, valueDigest, type Written } from "./written.js";

/** A brief as it lies in a project's folder. */
export type Stored =
  | { readonly state: "missing" }
  | {
      readonly state: "there";
      /** With what a person edited by hand since it was last written. */
      readonly brief: Brief;
      /** What was edited by hand, as sentences; none where both files are as they were written. */
      readonly edits: readonly string[];
      /** There where the document is the one before these data: of a writing that was cut short, or put back by hand. */
      readonly isDocumentOld?: true;
    };

/**
 * Reads the brief of a project's folder, from either file. Answers that a person edited in one of them, or in both where they are different answers, are
 * in it; `saveBrief` writes them into both.
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
  const merged = merge(read, data, document, files);
  noteSeen(directory, texts);
  const isOld = document !== undefined && isBefore(read.written, document.text);
  return { state: "there", ...merged, ...(isOld ? { isDocumentOld: true } : {}) };
}

function merge(
  { brief, written }: Data,
  data: FileText,
  document: FileText | undefined,
  files: BriefFiles,
): { readonly brief: Brief; readonly edits: readonly string[] } {
  const questionOf = (key: string) => questionIn(wholeBank, key);
  const inData = dataEdits(brief, written, questionOf);
  const isEdited = document !== undefined && !isAsWritten(written, document.text);
  const inDocument = isEdited ? documentEdits(document.text, brief, written, files) : [];
  const answers = new Map(allAnswers(brief));
  const ofData = inData.flatMap(({ key, answer }): HandEdit[] => {
    const question = questionOf(key);
    const other = inDocument.find((edit) => edit.key === key);
    if (other && !isSame(answer, other.answer)) throw editedTwice({ key, answer }, other);
    return question
      ? [
          {
            key,
            question,
            before: document && answerInBlock(document.text, key, question),
            answer,
            file: "project-brief.json",
            at: data.changedAt,
          },
        ]
      : [];
  });
  const ofDocument = inDocument
    .filter(({ key }) => !inData.some((edit) => edit.key === key))
    .map(
      ({ key, question, answer }): HandEdit => ({
        key,
        question,
        before: answers.get(key),
        answer,
        file: "project-brief.md",
        at: document?.changedAt ?? data.changedAt,
      }),
    );
  const others = otherDataEdits(brief, written);
  const applied = applyEdits(others.brief, [...ofData, ...ofDocument]);
  const isGone = document === undefined ? ["project-brief.md is not there, and is written anew"] : [];
  return { brief: applied.brief, edits: [...others.edits, ...applied.edits, ...isGone] };
}

function isBefore(written: Written | undefined, document: string): boolean {
  const digest = digestOfText(document);
  return digest === written?.replaced && digest !== written.document;
}

/** Whether a document is the one that was written with these data, or the one before them, of a writing that was cut short. */
function isAsWritten(written: Written | undefined, document: string): boolean {
  const digest = digestOfText(document);
  return digest === written?.document || digest === written?.replaced;
}

function documentEdits(
  document: string,
  brief: Brief,
  written: Written | undefined,
  files: BriefFiles,
): readonly DocumentEdit[] {
  const conflict = conflictIn(document);
  if (conflict) throw refusal(files.document, [conflict]);
  const reading = readDocument(
    document,
    brief,
    written && {
      isAnswer: (key, { said, value }) => {
        const [saidWas, valueWas] = written.answers[key]?.split(".") ?? [];
        return valueWas === valueDigest(value) && (value !== undefined || saidWas === saidDigest(said));
      },
    },
  );
  if ("complaints" in reading) throw refusal(files.document, reading.complaints);
  return reading.edits;
}

function questionIn(bank: Bank, key: string): Question | undefined {
  const id = key.split("/").at(-1);
  const questions = key.includes("/") ? bank.feature : bank.project;
  return questions.find((question) => question.id === id);
}

function isSame(one: Answer | undefined, other: Answer): boolean {
  if (one?.value && other.value) return digestOfData(one.value) === digestOfData(other.value);
  return !one?.value && !other.value && (one?.said ?? "").trim() === other.said.trim();
}

function editedTwice(data: DataEdit, document: DocumentEdit): ToolError {
  return new ToolError(
    "BRIEF_EDITED_TWICE",
    [
      `${data.key} was edited in both files, to different answers.`,
      `project-brief.json: ${data.answer?.said ?? "(taken out)"}`,
      `project-brief.md: ${document.answer.said || "(taken back)"}`,
    ].join("\n"),
    "Undo one of the two edits.",
    { where: placeOf("project-brief.md", document.line) },
  );
}

/** A brief of which something is left must not be taken for one that never was. */
function refuseLost(files: BriefFiles, isDocumentThere: boolean): void {
  const isPreviousThere = readBriefFile(files.previous) !== undefined;
  if (!isDocumentThere && !isPreviousThere) return;
  const [data = "", previous = "", document = ""] = [files.data, files.previous, files.document].map((file) =>
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
