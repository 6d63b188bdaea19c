import type { Complaint } from "../complaint.js";
import type { Line } from "./line.js";
import type { Cut } from "./slots.js";

/** Where the lines that follow from answers are not as they should be: the first such place, and where to change it instead. */
export function unmendable(cut: Cut, base: Cut, lines: readonly Line[]): readonly Complaint[] {
  const at = base.fixed.findIndex(({ text }, index) => cut.fixed[index]?.text !== text);
  const was = base.fixed[at];
  const is = cut.fixed[at === -1 ? base.fixed.length : at];
  const line = is?.line ?? cut.fixed.at(-1)?.line ?? 1;
  const from = was && lines[was.line - 1]?.from;
  const block = cut.slots.find(({ kind, key }) => kind === "answer" && key === from);
  const place = block ? ` in its block on line ${block.line}` : "";
  return [
    {
      code: "BRIEF_EDIT_UNREADABLE",
      line,
      says: was
        ? `What stands here follows from the answers, and cannot be read back. It was: ${shortly(was.text)}`
        : "What stands here is no part of the document, and would be lost when it is written anew.",
      next: from
        ? `Undo it, and change the answer to ${from}${place} instead. Or: lintel brief change ${from}`
        : "Undo it, and change an answer in its block in the appendix instead. The name of the project is changed in project-brief.json.",
    },
  ];
}

function shortly(text: string): string {
  return text.length > 160 ? `${text.slice(0, 160)}...` : text;
}
