import type { AnswerValue, TableRow } from "../answer/value.js";
import type { Answer, Brief } from "../brief.js";
import { digestOfData } from "../canonical.js";
import { textOf } from "../cells.js";
import type { Complaint } from "../complaint.js";
import { featureQuestions, projectQuestions } from "../questions/index.js";
import type { Question } from "../questions/question.js";
import { slugOf } from "../requirement-id.js";
import { requirementsOfRows } from "../requirement-rows.js";
import { unmendable } from "./fixed-lines.js";
import { answerIn, slotText } from "./read-slot.js";
import { documentLines } from "./render-brief.js";
import { type Cut, cutDocument, isUnchanged, type Slot } from "./slots.js";
import { answerAt } from "./view.js";

/** An answer that a person changed in the document. */
export interface DocumentEdit {
  readonly key: string;
  readonly question: Question;
  readonly answer: Answer;
  readonly line: number;
}

export type DocumentReading =
  | { readonly edits: readonly DocumentEdit[] }
  | { readonly complaints: readonly [Complaint, ...Complaint[]] };

/** How the document was when it was written last. Without it, a document of the brief as it is now is what edits are looked for against. */
export interface AsWritten {
  /** Whether an answer is the one that was written: told by what it came to, or where it was open by what was said. */
  isAnswer(key: string, answer: Answer): boolean;
}

/**
 * Reads the edits of a document back: of answers in their blocks, in tables and in lists of features. An edit anywhere else, or one that cannot be
 * read, is a complaint with its line, and so is an answer that is gone: nothing of a document is passed over.
 */
export function readDocument(
  document: string,
  brief: Brief,
  written: AsWritten | undefined,
): DocumentReading {
  const base = documentLines(brief);
  const baseCut = cutDocument(base.map(({ text }) => text).join("\n"));
  const cut = cutDocument(document);
  const structural = [...unclosedIn(cut), ...twiceIn(cut), ...lostIn(cut, brief)];
  const isFixed =
    isUnchanged(cut) ||
    JSON.stringify(cut.fixed.map(({ text }) => text)) ===
      JSON.stringify(baseCut.fixed.map(({ text }) => text));
  const complaints: Complaint[] = [
    ...structural,
    ...(isFixed || structural.length > 0 ? [] : unmendable(cut, baseCut, base)),
  ];
  const baseSlots = new Map(baseCut.slots.map((slot) => [nameOf(slot), slot]));
  const edits: DocumentEdit[] = [];
  for (const slot of cut.slots) {
    const edit = readSlot(slot, baseSlots.get(nameOf(slot)), brief, written);
    if (edit === undefined) continue;
    if ("code" in edit) complaints.push(edit);
    else {
      const other = edits.find(({ key }) => key === edit.key);
      if (!other) edits.push(edit);
      else if (!isSame(other.answer, edit.answer)) complaints.push(twoWays(other, edit));
    }
  }
  const [first, ...others] = complaints;
  return first ? { complaints: [first, ...others] } : { edits };
}

function readSlot(
  slot: Slot,
  base: Slot | undefined,
  brief: Brief,
  written: AsWritten | undefined,
): DocumentEdit | Complaint | undefined {
  if (base && textsOf(base) === textsOf(slot)) return undefined;
  const question = questionAt(brief, slot.key);
  if (!question)
    return {
      code: "BRIEF_UNKNOWN_QUESTION",
      line: slot.line,
      says: `There is no question "${slot.key}".`,
      next: "Take the block out, or name a question that there is.",
    };
  const text = slotText(slot, question);
  if ("code" in text) return text;
  const read = answerIn(slot, question, text);
  if ("code" in read) return read;
  const before = answerAt(brief, slot.key);
  const answer = slot.kind === "answer" ? read : inOrderOf(before?.value, read);
  const was = before ?? { said: "", open: "skipped" as const };
  const isAsWritten = written?.isAnswer(slot.key, answer) ?? false;
  // The data were edited here and the document was not: its ids are of what was written.
  if (isAsWritten && !written?.isAnswer(slot.key, was)) return undefined;
  const known = [...idsBefore(base, question), ...idsOf(slot.key, answer)];
  const strange = text.ids.find((id, at) => !known.includes(id) || text.ids.indexOf(id) !== at);
  if (strange !== undefined)
    return {
      code: "BRIEF_EDIT_UNREADABLE",
      line: slot.first,
      says: `${strange} is no id of a row here: ids follow from names, and each stands once.`,
      next: "Leave it empty for what is new; it is filled when the document is written.",
    };
  if (isSame(was, answer) || isAsWritten) return undefined;
  return { key: slot.key, question, answer, line: slot.line };
}

/** The same answer: what it came to, or where it is open, what was said. */
function isSame(one: Answer, other: Answer): boolean {
  if (one.value && other.value) return digestOfData(one.value) === digestOfData(other.value);
  return !one.value && !other.value && one.said.trim() === other.said.trim();
}

/** Rows that were there before in the order in which they stood there: a list by priority says nothing of it. */
function inOrderOf(before: AnswerValue | undefined, answer: Answer): Answer {
  const { value } = answer;
  if (before?.kind !== "table" || value?.kind !== "table") return answer;
  const names = before.rows.map(nameIn);
  const place = (row: TableRow) => {
    const at = names.indexOf(nameIn(row));
    return at === -1 ? names.length : at;
  };
  return { ...answer, value: { kind: "table", rows: [...value.rows].sort((a, b) => place(a) - place(b)) } };
}

function nameIn(row: TableRow): string {
  return textOf(row.name);
}

function questionAt(brief: Brief, key: string): Question | undefined {
  const [name = "", id] = key.split("/");
  if (id === undefined) return projectQuestions.find((question) => question.id === key);
  return Object.hasOwn(brief.amendments, name)
    ? featureQuestions.find((question) => question.id === id)
    : undefined;
}

function idsBefore(base: Slot | undefined, question: Question): readonly string[] {
  const text = base && slotText(base, question);
  return text && "ids" in text ? text.ids : [];
}

/** Of the rows as they are now: a document of a later writing than the data has them already. */
function idsOf(key: string, { value }: Answer): readonly string[] {
  const [name = "", id] = key.split("/");
  const prefix = id === undefined ? "REQ" : `REQ-${slugOf(name)}`;
  const rows = value?.kind === "table" ? value.rows : [];
  return requirementsOfRows(id ?? key, rows).map((row) => `${prefix}-${row.id}`);
}

function unclosedIn({ unclosed }: Cut): readonly Complaint[] {
  return unclosed.map(({ key, line }) => ({
    code: "BRIEF_EDIT_UNREADABLE",
    line,
    says: `Nothing ends what begins here for ${key}: the document is cut off, or its end was taken away.`,
    next: "Put the end back. Or let the document be written anew, without its edits: rm ai/memory-bank/project-brief.md",
  }));
}

function twiceIn({ slots }: Cut): readonly Complaint[] {
  return slots.flatMap((slot, at): Complaint[] => {
    const first = slots.findIndex((other) => nameOf(other) === nameOf(slot));
    if (first === at) return [];
    return [
      {
        code: "BRIEF_DUPLICATE",
        line: slot.line,
        says: `${slot.key} stands here for the second time: it is on line ${slots[first]?.line} already.`,
        next: "Keep one of the two, and take the other out.",
      },
    ];
  });
}

/** Answers whose block is not there any more. */
function lostIn({ slots, fixed }: Cut, brief: Brief): readonly Complaint[] {
  const there = new Set(slots.filter(({ kind }) => kind === "answer").map(({ key }) => key));
  return answeredKeys(brief)
    .filter((key) => !there.has(key))
    .map((key) => ({
      code: "BRIEF_EDIT_UNREADABLE",
      line: fixed.at(-1)?.line ?? 1,
      says: `The block of ${key} is not there any more. To take an answer back, empty its block and leave the block where it is.`,
      next: "Put the block back. Or let the document be written anew, without its edits: rm ai/memory-bank/project-brief.md",
    }));
}

function answeredKeys({ answers, amendments }: Brief): readonly string[] {
  return [
    ...Object.keys(answers),
    ...Object.entries(amendments).flatMap(([name, { answers }]) =>
      Object.keys(answers).map((id) => `${name}/${id}`),
    ),
  ];
}

function twoWays(one: DocumentEdit, other: DocumentEdit): Complaint {
  return {
    code: "BRIEF_EDITED_TWICE",
    line: other.line,
    says: `${one.key} is changed on line ${one.line} and on line ${other.line}, to different answers: ${shown(one)} and ${shown(other)}.`,
    next: "Undo one of the two.",
  };
}

function shown({ answer }: DocumentEdit): string {
  const line = answer.said.trim().replace(/\s+/g, " ");
  return `"${line.length > 120 ? `${line.slice(0, 120)}...` : line}"`;
}

function nameOf({ kind, key }: Slot): string {
  return `${kind} ${key}`;
}

function textsOf({ texts }: Slot): string {
  return texts
    .map((text) => text.trimEnd())
    .join("\n")
    .trim();
}
