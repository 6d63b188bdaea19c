import { formatAnswer } from "../answer/format-answer.js";
import { readAnswer } from "../answer/read-answer.js";
import type { Answer } from "../brief.js";
import type { Complaint } from "../complaint.js";
import type { Column, Question } from "../questions/question.js";
import { unguarded } from "./answer-block.js";
import { readFeatures } from "./feature-list.js";
import { readRows } from "./rows-table.js";
import { cutDocument, type Slot } from "./slots.js";

/** What stands in a slot, as an answer: as data of its rows, or as it was typed. */
export interface SlotText {
  readonly given: unknown;
  readonly said: string;
  /** Ids of requirements that stand beside the rows. */
  readonly ids: readonly string[];
}

export function slotText(slot: Slot, question: Question): SlotText | Complaint {
  if (slot.kind === "answer") {
    const text = unguarded(slot.texts.join("\n")).trim();
    return { given: text, said: text, ids: [] };
  }
  const columns = question.answer.kind === "table" ? question.answer.columns : [];
  const filled = slot.texts.filter((text) => text.trim() !== "");
  const read = slot.kind === "rows" ? readRows(columns, filled) : readFeatures(slot.texts);
  if ("stray" in read)
    return {
      code: "BRIEF_EDIT_UNREADABLE",
      line: slot.first + read.stray,
      says: `This line belongs to no feature: a feature has a heading, then what it is, then its criteria as a list.`,
      next: `Put it where it belongs, or change the answer to ${slot.key} in its block in the appendix instead.`,
    };
  return { given: read.rows, said: typed(columns, read.rows), ids: read.ids };
}

/** The answer that a slot comes to now, or why it cannot be one. */
export function answerIn(slot: Slot, question: Question, { given, said }: SlotText): Answer | Complaint {
  if (given === "") return { said: "", open: "skipped" };
  const reading = readAnswer(question, given);
  switch (reading.outcome) {
    case "clear":
      return {
        said: typeof given === "string" ? said : formatAnswer(question, reading.value),
        value: reading.value,
      };
    case "vague":
      return { said, open: "vague", missing: reading.missing };
    case "unknown":
      return { said, open: "unknown" };
    case "invalid": {
      const [first] = reading.problems;
      const row = slot.kind === "rows" ? /^rows\[(\d+)\]/.exec(first?.at ?? "")?.[1] : undefined;
      const told = reading.problems.map(({ at, message }) => (at === "" ? message : `${at}: ${message}`));
      return {
        code: "BRIEF_EDIT_UNREADABLE",
        line: slot.first + Number(row ?? 0),
        says: `This is no answer to ${slot.key}. ${told.join(" ")}`,
        next: `Mend it, or take what is answered so, for example: ${question.example}`,
      };
    }
  }
}

/** Rows as they would be typed. */
function typed(columns: readonly Column[], rows: readonly { readonly [column: string]: unknown }[]): string {
  const escaped = (text: unknown) => String(text).replace(/[\\|;]/g, "\\$&");
  return rows
    .map((row) =>
      columns
        .map(({ id }) => {
          const cell = row[id];
          return Array.isArray(cell) ? cell.map(escaped).join("; ") : escaped(cell ?? "-");
        })
        .join(" | "),
    )
    .join("\n");
}

/** The answer in the block of a question; undefined where there is no such block, or no answer in it. */
export function answerInBlock(document: string, key: string, question: Question): Answer | undefined {
  const slot = cutDocument(document).slots.find((one) => one.kind === "answer" && one.key === key);
  const text = slot && slotText(slot, question);
  if (!slot || !text || "code" in text) return undefined;
  const answer = answerIn(slot, question, text);
  return "code" in answer ? undefined : answer;
}
