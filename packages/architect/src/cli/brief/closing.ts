import { type Brief, gapsOf } from "../../brief/index.js";
import { wrap } from "../interview/wrap.js";
import { counted } from "../table.js";
import type { Paint } from "../terminal.js";

/** What is still open of a brief, and what to type next. */
export interface Closing {
  readonly open: readonly { readonly question: string; readonly says: string; readonly next: string }[];
  readonly next: string;
}

export function closingOf(brief: Brief): Closing {
  const open = gapsOf(brief).map(({ question, says, next }) => ({ question, says, next }));
  return { open, next: open[0]?.next ?? "lintel brief confirm" };
}

/** The same for a person. */
export function showClosing({ open, next }: Closing, paint: Paint, width: number): string {
  const head =
    open.length === 0
      ? paint("green", "Nothing is open.")
      : paint("yellow", `${counted(open.length, "thing")} still open:`);
  return [
    head,
    ...open.map(({ question, says }) => wrap(`- ${question}: ${says}`, width, "  ", "    ")),
    `${paint("dim", "next:")} ${next}`,
  ].join("\n");
}
