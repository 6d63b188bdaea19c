import { ToolError } from "../../tool-error.js";
import type { Complaint } from "../complaint.js";
import { placeOf } from "./files.js";

const mostTold = 10;

/** All that is wrong with a file as one error: of the first complaint, with the others behind it. */
export function refusal(file: string, complaints: readonly [Complaint, ...Complaint[]]): ToolError {
  const [first, ...others] = complaints;
  const told = others.slice(0, mostTold - 1).map(({ line, says }) => `line ${line}: ${says}`);
  const untold = others.length - told.length;
  const lines = [first.says, ...told, ...(untold > 0 ? [`and ${untold} more`] : [])];
  return new ToolError(first.code, lines.join("\n"), first.next, { where: placeOf(file, first.line) });
}

/** The way back, where a file cannot be mended. */
export const restore =
  "Mend the line. Or go back to the brief as it was before the last writing: cp ai/memory-bank/project-brief.previous.json ai/memory-bank/project-brief.json";
